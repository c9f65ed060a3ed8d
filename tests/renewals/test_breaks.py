"""Rights to leave a running term: each is decided on its own, and silence means that the contract runs on."""

from datetime import date, datetime, timedelta

import pytest

from accounts.actions import add_break_option, end_contract, record_notice, remove_break_option
from accounts.models import Account, Contract
from retention.reminders.models import Reminder
from retention.renewals.actions import close_renewal, move_stage
from retention.renewals.models import Renewal
from retention.renewals.rebuild import rebuild
from retention.renewals.stages import MoveRefused
from retention.renewals.tick import apply_due
from retention.team.models import User
from tests.cast import NOON

from .conftest import Signed

pytestmark = pytest.mark.django_db
BREAK, END = date(2027, 6, 30), date(2029, 6, 30)


@pytest.fixture
def contract(vela: Account, signed: Signed, lena: User) -> Contract:
    """Three years from 1 July 2026, ninety days' notice; may be left after the first with sixty days'."""
    row = signed(vela, END, notice_value=90, notice_counted_from="term_end")
    add_break_option(
        contract=row, on=BREAK, notice_value=60, notice_counted_from="term_end", by=lena, at=NOON
    )
    return row


def noon(day: date) -> datetime:
    return NOON.replace(year=day.year, month=day.month, day=day.day)


def the_break() -> Renewal:
    return Renewal.objects.get(kind="break_option")


def the_end() -> Renewal:
    return Renewal.objects.get(kind="term_end")


def test_a_break_opens_a_decision_with_its_own_deadline(contract: Contract, vela: Account) -> None:
    row = the_break()
    assert (row.term_end, row.notice_deadline, row.act_by) == (BREAK, date(2027, 5, 1), date(2027, 4, 30))
    assert row.atr == the_end().atr > 0
    assert the_end().notice_deadline == date(2029, 4, 1)
    vela.refresh_from_db()
    assert vela.next_decision_on == row.act_by
    assert rebuild(at=NOON) == 0


def test_a_break_without_a_clause_follows_the_contracts(vela: Account, signed: Signed, lena: User) -> None:
    row = signed(vela, END, notice_value=90, notice_counted_from="term_end")
    add_break_option(contract=row, on=BREAK, by=lena, at=NOON)
    assert the_break().notice_deadline == date(2027, 4, 1)


def test_nobody_is_told_about_papers_for_a_break(contract: Contract) -> None:
    told = Reminder.objects.filter(kind="renewal_rung", state="planned")
    assert not told.filter(subject_id=the_break().pk, anchor_kind="term_end").exists()
    assert told.filter(subject_id=the_break().pk, anchor_kind="notice").exists()
    assert told.filter(subject_id=the_end().pk, anchor_kind="term_end").exists()


def test_silence_lets_the_contract_run_on(contract: Contract) -> None:
    assert apply_due(noon(date(2027, 5, 1))) == 0
    assert apply_due(noon(date(2027, 5, 2))) == 1
    assert the_break().stage == "auto_renewing"
    assert apply_due(noon(BREAK)) == 0
    assert apply_due(noon(BREAK + timedelta(days=1))) == 1
    row = the_break()
    assert (row.stage, row.closed_on, row.renewed_arr) == ("auto_renewed", BREAK + timedelta(days=1), row.atr)
    assert the_end().stage == "scheduled"
    assert apply_due(noon(BREAK + timedelta(days=2))) == 0
    assert rebuild(at=noon(BREAK + timedelta(days=2))) == 0
    assert Renewal.objects.count() == 2


def test_a_notice_in_time_is_for_the_break_and_one_that_is_late_is_not(
    contract: Contract, lena: User
) -> None:
    record_notice(contract=contract, received_on=date(2027, 4, 20), by=lena, at=noon(date(2027, 4, 20)))
    assert the_break().stage == "notice_received"
    record_notice(contract=contract, received_on=None, by=lena, at=noon(date(2027, 4, 21)))
    assert the_break().stage == "scheduled"
    apply_due(noon(date(2027, 5, 2)))
    contract.refresh_from_db()
    record_notice(contract=contract, received_on=date(2027, 5, 3), by=lena, at=noon(date(2027, 5, 3)))
    assert (the_break().stage, the_end().stage) == ("auto_renewing", "notice_received")


def test_who_leaves_at_the_break_ends_the_contract_there(contract: Contract, lena: User) -> None:
    at = noon(date(2027, 4, 20))
    record_notice(contract=contract, received_on=at.date(), by=lena, at=at)
    contract.refresh_from_db()
    end_contract(contract=contract, last_day=BREAK, by=lena, at=at)
    voided, left = Renewal.objects.order_by("id")
    assert (voided.term_end, voided.stage, voided.void_reason) == (END, "void", "superseded")
    assert (left.term_end, left.kind, left.stage) == (BREAK, "term_end", "notice_received")
    row = close_renewal(renewal=left, stage="lost", on=at.date(), note="", by=lena, at=at,
                        reason={"stated_reason": "They merge sites"})  # fmt: skip
    assert (row.stage, row.renewed_arr) == ("lost", 0)
    assert rebuild(at=noon(BREAK + timedelta(days=5))) == 0


def test_a_break_that_is_gone_is_void_and_opens_again_with_it(contract: Contract, lena: User) -> None:
    remove_break_option(option=contract.breaks.get(), by=lena, at=NOON)
    assert (the_break().stage, the_break().void_reason) == ("void", "superseded")
    add_break_option(contract=contract, on=BREAK, notice_value=60, by=lena, at=NOON)
    assert Renewal.objects.open().filter(kind="break_option").count() == 1


def test_a_contract_that_follows_decides_the_term_and_not_the_break(
    contract: Contract, vela: Account, signed: Signed
) -> None:
    signed(vela, date(2032, 6, 30), term_start=date(2027, 1, 1), predecessor=contract, signed_on=NOON.date())
    assert the_break().stage == "void"
    assert Renewal.objects.filter(contract=contract, kind="term_end").get().stage.startswith("renewed")


def test_a_break_is_kept_by_hand_before_its_day(contract: Contract, lena: User) -> None:
    row = close_renewal(renewal=the_break(), stage="renewed", on=NOON.date(), note="They waive it", by=lena,
                        at=NOON)  # fmt: skip
    assert row.renewed_arr == row.atr
    assert rebuild(at=noon(BREAK + timedelta(days=1))) == 0
    assert Renewal.objects.filter(kind="break_option").count() == 1


def test_past_its_deadline_a_break_moves_nowhere_but_to_notice(contract: Contract, lena: User) -> None:
    at = noon(date(2027, 5, 3))
    apply_due(at)
    with pytest.raises(MoveRefused, match="deadline has passed"):
        move_stage(renewal=the_break(), stage="preparing", reason="x", by=lena, at=at, expected_version=None)


def test_a_break_of_a_contract_without_end_is_decided_too(vela: Account, signed: Signed, lena: User) -> None:
    row = signed(vela, None, notice_value=30)
    add_break_option(contract=row, on=BREAK, by=lena, at=NOON)
    assert Renewal.objects.get().kind == "break_option"
    apply_due(noon(BREAK + timedelta(days=1)))
    assert Renewal.objects.get().stage == "auto_renewed"
