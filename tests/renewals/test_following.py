"""What happens to a contract is what becomes of its renewal."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.actions import (
    end_contract,
    record_notice,
)
from accounts.changes import apply_due_changes
from accounts.models import Account, Contract
from retention.reminders.models import Reminder
from retention.renewals.models import Renewal, StageChange
from retention.renewals.rebuild import rebuild
from retention.renewals.tick import apply_due
from retention.team.models import User
from tests.cast import NOON, TODAY

from .conftest import Signed

pytestmark = pytest.mark.django_db
YEAR_END = date(2026, 12, 31)


def noon(day: date):
    return NOON + (day - TODAY)


def planned(renewal: Renewal) -> list[Reminder]:
    return list(Reminder.objects.filter(subject_id=renewal.pk, state="planned").order_by("fire_on", "id"))


def test_a_successor_in_force_is_the_outcome(vela: Account, lena: User, signed: Signed) -> None:
    first = signed(vela, notice_value=90)
    second = signed(
        vela, date(2028, 6, 30), term_start=date(2027, 7, 1), predecessor=first, arr=Decimal(15000)
    )
    closed = Renewal.objects.get(contract=first)
    assert (closed.stage, closed.successor, closed.closed_on) == ("renewed_expanded", second, TODAY)
    assert planned(closed) == []
    assert StageChange.objects.filter(renewal=closed, after="renewed_expanded", by=lena).count() == 1
    vela.refresh_from_db()
    assert vela.next_decision_on == Renewal.objects.get(contract=second).decision_on
    assert rebuild(at=NOON) == 0


@pytest.mark.parametrize(("arr", "stage"), [(12000, "renewed"), (8000, "renewed_partial")])
def test_the_outcome_says_how_much_was_renewed(vela: Account, signed: Signed, arr: int, stage: str) -> None:
    first = signed(vela)
    signed(vela, date(2028, 6, 30), term_start=date(2027, 7, 1), predecessor=first, arr=Decimal(arr))
    assert Renewal.objects.get(contract=first).stage == stage


def test_when_the_contract_that_followed_is_gone_the_renewal_is_open_again(
    vela: Account, lena: User, signed: Signed
) -> None:
    first = signed(vela)
    Renewal.objects.update(stage="engaged")
    second = signed(vela, date(2028, 6, 30), term_start=date(2027, 7, 1), predecessor=first)
    assert Renewal.objects.get(contract=first).is_closed
    Contract.objects.filter(pk=second.pk).update(predecessor=None)
    Renewal.objects.filter(contract=first).update(successor=None)
    assert rebuild(at=NOON) > 0
    row = Renewal.objects.get(contract=first)
    assert (row.stage, row.closed_on, row.close_note) == ("engaged", None, "")
    assert planned(row) != []
    assert rebuild(at=NOON) == 0


def test_a_term_that_was_over_before_keel_knew_is_history(vela: Account, signed: Signed) -> None:
    first = signed(vela, date(2024, 12, 31), term_start=date(2024, 1, 1))
    renewal = Renewal.objects.get()
    assert (renewal.stage, renewal.is_history, renewal.closed_on) == ("unresolved", True, date(2024, 12, 31))
    assert Reminder.objects.count() == 0
    signed(vela, date(2025, 12, 31), term_start=date(2025, 1, 1), predecessor=first)
    renewal.refresh_from_db()
    assert (renewal.stage, renewal.successor is not None) == ("renewed", True)
    assert Renewal.objects.open().count() == Reminder.objects.count() == 0


def test_notice_puts_every_open_renewal_into_its_stage_and_back(
    vela: Account, lena: User, signed: Signed
) -> None:
    contract = signed(vela, notice_value=90)
    Renewal.objects.update(stage="engaged")
    record_notice(contract=contract, received_on=TODAY, by=lena, at=NOON)
    renewal = Renewal.objects.get()
    assert (renewal.stage, renewal.notice_received_on) == ("notice_received", TODAY)
    record_notice(contract=contract, received_on=None, by=lena, at=NOON + timedelta(hours=1))
    renewal.refresh_from_db()
    assert (renewal.stage, renewal.notice_received_on) == ("engaged", None)
    assert rebuild(at=NOON) == 0


def test_silence_past_the_deadline_renews_by_itself_and_the_next_term_opens(
    vela: Account, lena: User, signed: Signed, machine: User
) -> None:
    contract = signed(vela, YEAR_END, term_start=date(2026, 1, 1), notice_value=60, auto_renew=True,
                      notice_counted_from="term_end", at=noon(date(2026, 3, 2)))  # fmt: skip
    assert apply_due(noon(date(2026, 11, 1))) == 0
    assert apply_due(noon(date(2026, 11, 2))) == 1
    assert apply_due(noon(date(2026, 11, 2))) == 0
    renewal = Renewal.objects.get()
    assert renewal.stage == "auto_renewing"
    vela.refresh_from_db()
    assert vela.next_decision_on is None
    apply_due_changes(at=noon(date(2027, 1, 1)))
    renewal.refresh_from_db()
    assert (renewal.stage, renewal.closed_on) == ("auto_renewed", date(2027, 1, 1))
    contract.refresh_from_db()
    following = Renewal.objects.open().get()
    assert following.term_end == contract.term_end == date(2027, 12, 31)
    assert (following.stage, following.notice_deadline) == ("scheduled", date(2027, 11, 1))
    vela.refresh_from_db()
    assert vela.next_decision_on == following.decision_on
    assert rebuild(at=noon(date(2027, 1, 1))) == 0


def test_a_contract_without_outcome_stays_open_and_late(
    vela: Account, lena: User, signed: Signed, machine: User
) -> None:
    signed(vela, YEAR_END, term_start=date(2026, 1, 1))
    apply_due_changes(at=noon(date(2027, 1, 2)))
    renewal = Renewal.objects.get()
    assert not renewal.is_closed
    assert renewal.is_overdue(on=date(2027, 1, 2))
    rungs = {(row.anchor_kind, row.rung) for row in planned(renewal)}
    assert {("term_end", 7), ("term_end", 30)} <= rungs


def test_a_contract_ended_early_moves_its_renewal_to_the_last_day(
    vela: Account, lena: User, signed: Signed
) -> None:
    contract = signed(vela)
    end_contract(contract=contract, last_day=date(2027, 1, 31), by=lena, at=NOON, reason="Site closed")
    assert Renewal.objects.open().get().term_end == date(2027, 1, 31)
