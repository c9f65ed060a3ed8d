"""Contracts in force: mid-term changes, notice, ending; the ledger follows each of them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import (
    activate_contract,
    add_line,
    amend_line,
    edit_contract,
    end_contract,
    record_notice,
)
from accounts.ledger import rebuild_ledger
from accounts.lines import LineInput, LineOutsideTerm
from accounts.models import Account, Contract
from accounts.papers import NotInForce
from retention.lib.accepts import InputRefused, NotEditable
from retention.lib.errors import StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contract


@pytest.fixture
def contract(vela: Account, lena: User) -> Contract:
    """In force from 1 February 2026 to 31 January 2027, 12,000 EUR a year."""
    return activate_contract(contract=make_contract(vela), by=lena, at=NOON)


def booked(account: Account) -> list[tuple[date, str, Decimal]]:
    """Every movement, in the order it was written."""
    rows = account.movements.order_by("id")
    return [(row.effective_on, row.kind, row.amount) for row in rows]


def arr(account: Account) -> Decimal:
    """The account's derived ARR, once the ledger is known to be complete."""
    assert rebuild_ledger(on=TODAY) == []
    account.refresh_from_db()
    return account.arr


def test_a_change_from_a_day_on_is_a_new_line_and_an_expansion(
    vela: Account, contract: Contract, lena: User
) -> None:
    old, day = contract.lines.get(), date(2026, 11, 1)
    new = amend_line(line=old, effective_on=day, by=lena, at=NOON, recurring_amount=Decimal(15000))
    old.refresh_from_db()
    assert (old.end_on, new.start_on, new.end_on) == (date(2026, 10, 31), day, date(2027, 1, 31))
    assert booked(vela)[1:] == [(day, "expansion", Decimal(3000))]
    assert arr(vela) == 15000


def test_a_change_on_the_first_day_corrects_the_line_and_points_at_what_was_wrong(
    vela: Account, contract: Contract, lena: User
) -> None:
    line = contract.lines.get()
    same = amend_line(
        line=line, effective_on=line.start_on, by=lena, at=NOON, recurring_amount=Decimal(11000)
    )
    new, correction = vela.movements.order_by("id")
    assert (same.pk, same.arr, contract.lines.count()) == (line.pk, 11000, 1)
    assert (correction.kind, correction.amount, correction.corrects) == ("correction", -1000, new)
    assert arr(vela) == 11000


def test_a_change_that_lies_ahead_is_booked_on_its_day(vela: Account, contract: Contract, lena: User) -> None:
    day = TODAY + timedelta(days=5)
    amend_line(line=contract.lines.get(), effective_on=day, by=lena, at=NOON, recurring_amount=Decimal(9000))
    assert arr(vela) == 12000
    assert vela.changes_on == day


@pytest.mark.parametrize(
    ("day", "changes", "error"),
    [
        (date(2026, 1, 31), {"quantity": Decimal(2)}, InputRefused),
        (date(2027, 2, 1), {"quantity": Decimal(2)}, InputRefused),
        (TODAY, {"recurring_amount": Decimal(-1)}, InputRefused),
        (TODAY, {"end_on": date(2027, 2, 1)}, LineOutsideTerm),
        (TODAY, {"arr": Decimal(1)}, NotEditable),
    ],
)
def test_a_change_that_cannot_be_leaves_line_and_ledger_alone(
    vela: Account, contract: Contract, lena: User, day: date, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        amend_line(line=contract.lines.get(), effective_on=day, by=lena, at=NOON, **changes)
    assert contract.lines.get().end_on == date(2027, 1, 31)
    assert len(booked(vela)) == 1


def test_an_add_on_expands_the_contract(vela: Account, contract: Contract, lena: User) -> None:
    line = LineInput(recurring_amount=Decimal(100), period_months=1, description="Add-on", start_on=TODAY)
    assert add_line(contract=contract, line=line, by=lena, at=NOON).end_on == date(2027, 1, 31)
    assert booked(vela)[1:] == [(TODAY, "expansion", Decimal(1200))]
    assert arr(vela) == 13200


def test_an_early_end_cuts_the_lines_and_is_churn_on_the_day_after(
    vela: Account, contract: Contract, lena: User
) -> None:
    last = TODAY - timedelta(days=3)
    ended = end_contract(contract=contract, last_day=last, reason="Closed down", by=lena, at=NOON)
    assert (ended.state, ended.term_end, ended.lines.get().end_on) == ("ended", last, last)
    assert booked(vela)[1:] == [(last + timedelta(days=1), "churn", Decimal(-12000))]
    assert arr(vela) == 0
    assert (
        vela.timeline.get(kind="contract_ended").text
        == f"Contract {contract.reference} ends on 20 Nov 2026: Closed down"
    )


def test_an_early_end_that_lies_ahead_keeps_the_contract_in_force_until_then(
    vela: Account, contract: Contract, lena: User
) -> None:
    last = TODAY + timedelta(days=3)
    later = LineInput(recurring_amount=Decimal(100), description="Add-on", start_on=last + timedelta(days=1))
    add_line(contract=contract, line=later, by=lena, at=NOON)
    ended = end_contract(contract=contract, last_day=last, by=lena, at=NOON)
    assert (ended.state, [line.end_on for line in ended.lines.all()]) == ("active", [last])
    assert arr(vela) == 12000
    assert (vela.next_term_end, vela.changes_on) == (last, last + timedelta(days=1))


@pytest.mark.parametrize("last", [date(2026, 1, 31), date(2027, 2, 1), None])
def test_a_contract_ends_inside_its_term(contract: Contract, lena: User, last: Any) -> None:
    with pytest.raises(InputRefused) as refused:
        end_contract(contract=contract, last_day=last, by=lena, at=NOON)
    contract.refresh_from_db()
    assert refused.value.field == "last_day"
    assert contract.term_end == date(2027, 1, 31)


def test_notice_has_a_day_not_in_the_future_and_can_be_taken_back(contract: Contract, lena: User) -> None:
    assert record_notice(contract=contract, received_on=TODAY, by=lena, at=NOON).notice_received_on == TODAY
    with pytest.raises(InputRefused):
        record_notice(contract=contract, received_on=TODAY + timedelta(days=1), by=lena, at=NOON)
    contract.refresh_from_db()
    assert contract.notice_received_on == TODAY
    assert record_notice(contract=contract, received_on=None, by=lena, at=NOON).notice_received_on is None


def test_moving_the_end_of_the_term_moves_the_lines_that_ended_with_it(
    vela: Account, contract: Contract, lena: User
) -> None:
    end = date(2027, 6, 30)
    edit_contract(
        contract=contract, changes={"term_end": end}, by=lena, at=NOON, expected_version=contract.version
    )
    vela.refresh_from_db()
    assert (contract.lines.get().end_on, vela.next_term_end) == (end, end)


def test_what_a_contract_in_force_rests_on_stays(contract: Contract, lena: User) -> None:
    for field, value in (("currency", "USD"), ("term_start", TODAY)):
        with pytest.raises(NotEditable):
            edit_contract(
                contract=contract,
                changes={field: value},
                by=lena,
                at=NOON,
                expected_version=contract.version,
            )
    with pytest.raises(StaleVersion):
        edit_contract(contract=contract, changes={"note": "x"}, by=lena, at=NOON, expected_version=1)


def test_an_ended_contract_is_in_force_again_when_its_end_is_moved_ahead(
    vela: Account, contract: Contract, lena: User
) -> None:
    ended = end_contract(contract=contract, last_day=TODAY - timedelta(days=3), by=lena, at=NOON)
    with pytest.raises(NotInForce):
        record_notice(contract=ended, received_on=TODAY, by=lena, at=NOON)
    changes = {"term_end": date(2027, 1, 31)}
    again = edit_contract(contract=ended, changes=changes, by=lena, at=NOON, expected_version=ended.version)
    assert again.state == "active"
    assert arr(vela) == 12000
    assert booked(vela)[-1] == (TODAY - timedelta(days=2), "correction", Decimal(12000))


def test_viewers_and_other_teams_change_nothing_in_force(
    vela: Account, contract: Contract, sol: User, nico: User
) -> None:
    line = contract.lines.get()
    for outsider in (sol, nico):
        for change in (
            lambda by: amend_line(line=line, effective_on=TODAY, by=by, at=NOON, recurring_amount=Decimal(1)),
            lambda by: end_contract(contract=contract, last_day=TODAY, by=by, at=NOON),
            lambda by: record_notice(contract=contract, received_on=TODAY, by=by, at=NOON),
        ):
            with pytest.raises(PermissionDenied):
                change(outsider)
    assert arr(vela) == 12000
