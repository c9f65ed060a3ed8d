"""What must never be is found and shown to who may see it; contracts without end are reviewed yearly."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.actions import add_break_option
from accounts.lines import LineInput
from accounts.models import Account, Contract, ContractLine, Product
from contacts.actions import settle_step
from contacts.models import NextStep
from retention.reminders.models import Reminder
from retention.renewals.actions import open_renewals_of
from retention.renewals.integrity import FAULTS, find_broken, find_overlaps, findings_for
from retention.renewals.integrity_kind import FAULT, check_nightly
from retention.renewals.models import Renewal
from retention.renewals.reviews import plan_reviews
from retention.team.models import User
from tests.cast import NOON, TODAY

from .conftest import Signed

pytestmark = pytest.mark.django_db


def evergreen(signed: Signed, account: Account, start: date, **fields) -> Contract:
    return signed(account, None, term_start=start, notice_value=30, **fields)


def steps() -> list[tuple[str, date]]:
    rows = NextStep.objects.filter(origin="yearly_review").order_by("due_on", "id")
    return [(row.owner.name, row.due_on) for row in rows.select_related("owner")]


def test_a_line_sold_twice_at_one_time_is_found_and_one_after_the_other_is_not(
    vela: Account, signed: Signed
) -> None:
    suite = Product.objects.create(code="S", name="Suite")
    first = signed(vela, lines=[LineInput(recurring_amount=Decimal(1000), product=suite)])
    second = signed(vela, date(2028, 6, 30), term_start=date(2027, 7, 1),
                    lines=[LineInput(recurring_amount=Decimal(1000), product=suite)])  # fmt: skip
    assert find_overlaps() == []
    ContractLine.objects.filter(contract=first).update(end_on=date(2027, 7, 1))
    assert [(one.contract_id, one.renewal_id) for one in find_overlaps()] == [(second.pk, None)]
    ContractLine.objects.filter(contract=first).update(is_recurring=False)
    assert find_overlaps() == []
    ContractLine.objects.update(start_on=date(2020, 1, 1), end_on=date(2020, 12, 31), is_recurring=True)
    assert find_overlaps() == [], "what is over harms nobody"


def test_a_right_to_leave_without_its_renewal_is_found(vela: Account, signed: Signed, lena: User) -> None:
    contract = signed(vela, date(2029, 6, 30))
    add_break_option(contract=contract, on=date(2027, 6, 30), by=lena, at=NOON)
    assert find_broken() == []
    Renewal.objects.filter(kind="break_option").delete()
    assert [one.what for one in find_broken()] == ["right to leave without a renewal"]


def test_a_right_to_leave_a_contract_without_end_is_no_fault(
    vela: Account, signed: Signed, lena: User
) -> None:
    contract = evergreen(signed, vela, date(2026, 7, 1))
    add_break_option(contract=contract, on=date(2027, 6, 30), by=lena, at=NOON)
    assert find_broken() == []


def test_findings_are_shown_to_who_sees_the_contract(
    vela: Account, signed: Signed, lena: User, nadia: User, nico: User, ada: User
) -> None:
    signed(vela)
    Renewal.objects.all().delete()
    for reader in (lena, nadia, ada):
        assert [one.what for one in findings_for(reader)] == ["contract without a renewal for its term end"]
    assert findings_for(nico) == []


def test_a_contract_without_end_is_reviewed_on_its_anniversary(vela: Account, signed: Signed) -> None:
    evergreen(signed, vela, date(2024, 12, 10), reference="E-1")
    evergreen(signed, vela, date(2025, 12, 23), reference="E-2")
    evergreen(signed, vela, date(2025, 12, 24), reference="E-3")
    evergreen(signed, vela, TODAY - timedelta(days=20), reference="E-4")
    signed(vela, date(2026, 12, 31), term_start=date(2026, 1, 1))
    assert plan_reviews(NOON) == 2
    assert steps() == [("Lena Voss", date(2026, 12, 10)), ("Lena Voss", date(2026, 12, 23))]
    assert "end it on 23 December 2026" in NextStep.objects.get(due_on=date(2026, 12, 10)).text
    assert plan_reviews(NOON) == 0
    settle_step(step=NextStep.objects.first(), state="done", by=vela.owner, at=NOON)
    assert plan_reviews(NOON + timedelta(days=5)) == 1, "only the one that came into the window"
    assert plan_reviews(datetime(2027, 11, 25, 12, tzinfo=NOON.tzinfo)) == 3


def test_the_twenty_ninth_of_february_is_reviewed_in_every_year(vela: Account, signed: Signed) -> None:
    evergreen(signed, vela, date(2024, 2, 29))
    assert plan_reviews(datetime(2027, 2, 1, 12, tzinfo=NOON.tzinfo)) == 1
    assert steps() == [("Lena Voss", date(2027, 2, 28))]


def test_an_account_nobody_looks_after_waits_for_its_owner(
    vela: Account, signed: Signed, lena: User, nadia: User
) -> None:
    evergreen(signed, vela, date(2024, 12, 10))
    Account.objects.update(owner=None, team=None)
    assert plan_reviews(NOON) == 0
    Account.objects.update(team=nadia.memberships.get().team)
    assert plan_reviews(NOON) == 1
    assert steps() == [("Nadia Reyes", date(2026, 12, 10))]


def test_leads_are_told_once_of_what_the_night_found_and_not_of_what_was_mended(
    vela: Account, signed: Signed, lena: User, nadia: User
) -> None:
    contract = signed(vela)
    assert check_nightly(NOON) == 0
    Renewal.objects.all().delete()
    assert (check_nightly(NOON), check_nightly(NOON + timedelta(days=1))) == (1, 0)
    told = Reminder.objects.get(kind="renewal_fault")
    assert (told.subject_id, told.state) == (contract.pk, "planned")
    assert FAULT.people_of(told) == [nadia] and FAULT.is_open(contract.pk)
    said = FAULT.render(told, nadia)
    assert said.title == "Vela Hotels: contract without a renewal for its term end"
    assert "Nobody will be reminded" in said.text and said.url == "/renewals/findings/"
    open_renewals_of(contract=contract, by=lena, at=NOON)
    assert not FAULT.is_open(contract.pk)
    assert check_nightly(NOON + timedelta(days=1)) == 0
    told.refresh_from_db()
    assert told.state == "cancelled"


def test_every_fault_says_why_and_what_to_do() -> None:
    assert all(
        fault.what and fault.why.endswith(".") and fault.to_do.endswith(".") for fault in FAULTS.values()
    )
    assert max(len(code) for code in FAULTS) <= 14, "a code is the anchor of its reminder"
