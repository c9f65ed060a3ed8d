"""Every term end has its renewal, exactly once, and follows its contract until it is closed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.actions import (
    add_line,
    amend_line,
    change_owner,
    edit_contract,
)
from accounts.lines import LineInput
from accounts.models import Account, TimelineEvent
from retention.reminders.models import Reminder
from retention.renewals.actions import open_renewals_of
from retention.renewals.integrity import find_broken
from retention.renewals.models import Renewal
from retention.renewals.rebuild import rebuild
from retention.team.actions.holidays import add_closure
from retention.team.models import Holiday, User
from tests.cast import NOON, TODAY

from .conftest import Signed

pytestmark = pytest.mark.django_db
YEAR_END = date(2026, 12, 31)


def noon(day: date):
    return NOON + (day - TODAY)


def planned(renewal: Renewal) -> list[Reminder]:
    return list(Reminder.objects.filter(subject_id=renewal.pk, state="planned").order_by("fire_on", "id"))


def test_a_contract_in_force_has_one_open_renewal_with_its_decision(vela: Account, signed: Signed) -> None:
    contract = signed(vela, notice_value=90)
    renewal = Renewal.objects.get()
    assert (renewal.contract, renewal.stage, renewal.call) == (contract, "scheduled", "")
    assert (renewal.term_end, renewal.renewal_due_on) == (date(2027, 6, 30), date(2027, 7, 1))
    assert renewal.notice_deadline == date(2027, 4, 1)
    assert (renewal.act_by, renewal.decision_on, renewal.anchor_kind) == (date(2027, 4, 1),) * 2 + ("act_by",)
    assert (renewal.atr, renewal.currency) == (Decimal(12000), "EUR")
    vela.refresh_from_db()
    assert vela.next_decision_on == renewal.decision_on
    assert TimelineEvent.objects.filter(kind="renewal_opened", subject_id=renewal.pk).count() == 1


def test_without_a_notice_clause_it_is_decided_thirty_days_before_the_end(
    vela: Account, signed: Signed
) -> None:
    signed(vela)
    renewal = Renewal.objects.get()
    assert (renewal.decision_on, renewal.act_by) == (date(2027, 5, 31), None)
    assert renewal.anchor_kind == "internal_lead"


def test_the_vector_of_the_ladder_stands_in_the_reminders(vela: Account, lena: User, signed: Signed) -> None:
    """Deadline 2026-11-01 on a US calendar: 4 July is a Saturday, kept on the 3rd."""
    User.objects.filter(pk=lena.pk).update(country="US")
    Holiday.objects.create(country="US", on=date(2026, 7, 3), name="Independence Day (observed)")
    lena.refresh_from_db()
    signed(
        vela, YEAR_END, term_start=date(2026, 1, 1), notice_value=60, notice_counted_from="term_end",
        at=noon(date(2026, 4, 1)),
    )  # fmt: skip
    renewal = Renewal.objects.get()
    assert (renewal.notice_deadline, renewal.act_by) == (date(2026, 11, 1), date(2026, 10, 30))
    rungs = {row.rung: row.fire_on for row in planned(renewal) if row.anchor_kind == "notice"}
    expected = {-180: "05-05", -120: "07-02", -90: "08-03", -60: "09-02", -30: "10-02"}
    expected |= {-14: "10-16", -7: "10-23", 0: "10-30"}
    assert {rung: f"{rungs[rung]:%m-%d}" for rung in expected} == expected
    assert {row.anchor_on for row in planned(renewal) if row.anchor_kind == "notice"} == {date(2026, 11, 1)}


def test_activating_and_opening_again_changes_nothing(vela: Account, lena: User, signed: Signed) -> None:
    contract = signed(vela, notice_value=90)
    before = list(Renewal.objects.values())
    for _ in range(3):
        assert [row.contract for row in open_renewals_of(contract=contract, by=lena, at=NOON)] == [contract]
    assert rebuild(at=NOON) == 0
    assert list(Renewal.objects.values()) == before


def test_a_draft_and_an_evergreen_contract_have_none(vela: Account, lena: User, signed: Signed) -> None:
    signed(vela, None)
    assert Renewal.objects.count() == 0


def test_lines_that_end_on_different_days_are_decided_apart(vela: Account, signed: Signed) -> None:
    signed(
        vela,
        lines=[
            LineInput(recurring_amount=Decimal(9000)),
            LineInput(recurring_amount=Decimal(1000)),
            LineInput(recurring_amount=Decimal(500), period_months=1, end_on=date(2027, 3, 31)),
            LineInput(recurring_amount=Decimal(700), is_recurring=False, end_on=date(2027, 1, 31)),
        ],
    )
    rows = Renewal.objects.order_by("term_end").values_list("term_end", "atr")
    assert list(rows) == [(date(2027, 3, 31), Decimal(6000)), (date(2027, 6, 30), Decimal(10000))]
    vela.refresh_from_db()
    assert vela.next_decision_on == date(2027, 3, 1)


def test_a_line_amended_in_the_middle_of_the_term_is_no_end(
    vela: Account, lena: User, signed: Signed
) -> None:
    contract = signed(vela)
    amend_line(
        line=contract.lines.get(), effective_on=date(2027, 1, 1), by=lena, at=NOON,
        recurring_amount=Decimal(18000),
    )  # fmt: skip
    renewal = Renewal.objects.get()
    assert (renewal.term_end, renewal.atr) == (date(2027, 6, 30), Decimal(18000))


def test_an_add_on_that_ends_with_the_term_raises_what_is_available(
    vela: Account, lena: User, signed: Signed
) -> None:
    contract = signed(vela, arr=Decimal(35000))
    add_on = LineInput(recurring_amount=Decimal(15000), start_on=date(2026, 12, 12), description="Add-on")
    add_line(contract=contract, line=add_on, by=lena, at=NOON)
    assert Renewal.objects.get().atr == Decimal(50000)


def test_a_moved_term_moves_its_renewal_and_keeps_the_call(vela: Account, lena: User, signed: Signed) -> None:
    contract = signed(vela, notice_value=90)
    renewal = Renewal.objects.get()
    Renewal.objects.filter(pk=renewal.pk).update(stage="engaged", call="commit")
    edit_contract(
        contract=contract, changes={"term_end": date(2027, 12, 31)}, by=lena, at=NOON, expected_version=None
    )
    moved = Renewal.objects.get()
    assert (moved.pk, moved.stage, moved.call) == (renewal.pk, "engaged", "commit")
    assert (moved.term_end, moved.notice_deadline) == (date(2027, 12, 31), date(2027, 10, 2))
    assert {row.anchor_on for row in planned(moved)} == {date(2027, 10, 2), date(2027, 12, 31)}
    assert moved.version == renewal.version


def test_an_end_that_falls_away_voids_its_renewal_and_coming_back_opens_another(
    vela: Account, lena: User, signed: Signed
) -> None:
    contract = signed(vela)
    extra = LineInput(recurring_amount=Decimal(100), start_on=date(2026, 12, 1), end_on=date(2027, 3, 31))
    line = add_line(contract=contract, line=extra, by=lena, at=NOON)
    assert Renewal.objects.open().count() == 2
    amend_line(line=line, effective_on=date(2026, 12, 1), by=lena, at=NOON, end_on=date(2027, 6, 30))
    void = Renewal.objects.get(stage="void")
    assert (void.term_end, void.void_reason, void.closed_on) == (date(2027, 3, 31), "superseded", TODAY)
    assert planned(void) == []
    amend_line(line=line, effective_on=date(2026, 12, 1), by=lena, at=NOON, end_on=date(2027, 3, 31))
    assert Renewal.objects.open().filter(term_end=date(2027, 3, 31)).count() == 1
    assert rebuild(at=NOON) == 0


def test_a_closure_on_the_deadline_rolls_the_decision_back(vela: Account, ada: User, signed: Signed) -> None:
    signed(vela, notice_value=90)
    add_closure(on=date(2027, 4, 1), name="Founders' day", by=ada, at=NOON)
    renewal = Renewal.objects.get()
    assert (renewal.notice_deadline, renewal.act_by) == (date(2027, 4, 1), date(2027, 3, 31))
    vela.refresh_from_db()
    assert vela.next_decision_on == date(2027, 3, 31)


def test_another_owner_brings_other_working_days(
    vela: Account, ada: User, nico: User, signed: Signed
) -> None:
    signed(vela, notice_value=90)
    User.objects.filter(pk=nico.pk).update(country="US")
    Holiday.objects.create(country="US", on=date(2027, 4, 1), name="A day off there")
    nico.refresh_from_db()
    change_owner(account=vela, owner=nico, by=ada, at=NOON)
    assert Renewal.objects.get().act_by == date(2027, 3, 31)


def test_entered_late_only_the_most_urgent_missed_rung_is_told_then_the_ladder_goes_on(
    vela: Account, signed: Signed
) -> None:
    """Forty days before the decision: the rung of sixty days now, then thirty, and so on."""
    end = TODAY + timedelta(days=70)
    signed(vela, end, term_start=date(2026, 2, 1))
    renewal = Renewal.objects.get()
    by_day = [(row.rung, row.fire_on) for row in planned(renewal) if row.anchor_kind == "internal_lead"]
    assert by_day[0] == (-60, TODAY)
    assert by_day[1][0] == -30
    assert all(day >= TODAY for _, day in by_day)


def test_nothing_is_broken_and_what_is_broken_is_found(vela: Account, signed: Signed) -> None:
    signed(vela)
    assert find_broken() == []
    Reminder.objects.all().delete()
    assert [one.what for one in find_broken()] == ["open renewal without any reminder"]
    Renewal.objects.all().delete()
    assert [one.what for one in find_broken()] == ["contract without a renewal for its term end"]
    assert rebuild(at=NOON) > 0
    assert find_broken() == []
