"""Special contract cases, one test or more for each (docs/methods.md, Contract cases): the ledger."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import (
    amend_line,
    close_period,
    edit_contract,
    end_contract,
    merge_accounts,
    resume_line,
    suspend_line,
)
from accounts.changes import apply_due_changes
from accounts.ledger import rebuild_ledger
from accounts.models import Account, Contract
from accounts.periods import ClosedPeriod
from retention.lib.accepts import InputRefused
from retention.renewals.models import Renewal
from retention.team.models import User
from tests.accounts.contract_book import END, START, booked, line, product, signed, standing
from tests.cast import NOON, TODAY

D = date


@pytest.fixture
def contract(vela: Account, lena: User) -> Contract:
    """Ten of 1,200 a year each, in force."""
    return signed(vela, lena, line(12000, quantity=Decimal(10)))


def amend(contract: Contract, by: User, day: date, **changes: Any) -> None:
    amend_line(line=contract.lines.order_by("-start_on")[0], effective_on=day, by=by, at=NOON, **changes)


def test_mid_term_change_moves_on_its_day_and_feeds_the_renewal(
    vela: Account, contract: Contract, lena: User
) -> None:
    more = {"quantity": Decimal(12), "recurring_amount": Decimal(14400)}
    amend(contract, lena, D(2026, 6, 1), **more)
    assert booked(vela)[1:] == [(D(2026, 6, 1), "expansion", "seats", 2400)]
    assert Renewal.objects.get(contract=contract).atr == 14400


def test_mid_term_quantity_falls_only_with_downgrade_right(
    vela: Account, contract: Contract, lena: User
) -> None:
    fewer = {"quantity": Decimal(8), "recurring_amount": Decimal(9600)}
    with pytest.raises(InputRefused) as refused:
        amend(contract, lena, D(2026, 6, 1), **fewer)
    assert refused.value.field == "quantity"
    assert contract.lines.count() == 1
    edit_contract(
        contract=contract, changes={"downgrade_right": True}, by=lena, at=NOON, expected_version=None
    )
    amend(contract, lena, D(2026, 6, 1), **fewer)
    assert booked(vela)[1:] == [(D(2026, 6, 1), "contraction", "seats", -2400)]


def test_mid_term_price_and_edition_changes_are_told_apart(vela: Account, lena: User) -> None:
    basic, plus = product("BASIC"), product("PLUS")
    contract = signed(vela, lena, line(1000, product=basic))
    for month, said in (
        (3, {"recurring_amount": Decimal(900)}),
        (4, {"recurring_amount": Decimal(950)}),
        (5, {"recurring_amount": Decimal(2000), "product": plus}),
        (6, {"recurring_amount": Decimal(1500), "product": basic}),
    ):
        amend(contract, lena, D(2026, month, 1), **said)
    assert [row[1:3] for row in booked(vela)[1:]] == [
        ("contraction", "price_cut"),
        ("expansion", "price_uplift"),
        ("expansion", "upgrade"),
        ("contraction", "downgrade"),
    ]


def test_partial_renewal_drops_a_product_and_is_no_churn(vela: Account, lena: User) -> None:
    wifi, door = product("WIFI"), product("DOOR")
    end, day = D(2026, 11, 30), D(2026, 12, 1)
    old = signed(vela, lena, line(5000, product=wifi), line(3000, product=door), term_end=end)
    kept, until = line(5000, product=wifi), D(2027, 11, 30)
    signed(vela, lena, kept, term_start=day, term_end=until, predecessor=old)
    assert Renewal.objects.get(contract=old).stage == "renewed_partial"
    apply_due_changes(at=NOON.replace(month=12, day=1))
    assert booked(vela)[1:] == [(day, "contraction", "product_drop", -3000)]


@pytest.mark.parametrize(
    ("said", "subkind"),
    [({}, "mid_term_termination"), ({"cause": "insolvency"}, "insolvency")],
)
def test_ending_before_the_term_names_the_loss(
    vela: Account, contract: Contract, lena: User, said: dict[str, str], subkind: str
) -> None:
    end_contract(contract=contract, last_day=D(2026, 10, 31), by=lena, at=NOON, **said)
    assert booked(vela)[1:] == [(D(2026, 11, 1), "churn", subkind, -12000)]


def test_a_term_that_nobody_renewed_is_non_renewal(vela: Account, contract: Contract) -> None:
    apply_due_changes(at=NOON.replace(year=2027, month=2, day=1))
    assert booked(vela)[1:] == [(D(2027, 2, 1), "churn", "non_renewal", -12000)]


def test_suspended_for_a_while_is_a_pair_and_no_churn(vela: Account, contract: Contract, lena: User) -> None:
    first, last = D(2026, 9, 1), D(2026, 10, 31)
    suspend_line(line=contract.lines.get(), starts_on=first, ends_on=last, by=lena, at=NOON)
    assert booked(vela)[1:] == [
        (first, "transfer_out", "suspended", -12000),
        (D(2026, 11, 1), "transfer_in", "suspended", 12000),
    ]
    vela.refresh_from_db()
    assert vela.arr == 12000
    assert [(row.term_end, row.atr) for row in Renewal.objects.filter(contract=contract)] == [(END, 12000)]


def test_suspended_until_further_notice_keeps_its_renewal_and_comes_back(
    vela: Account, contract: Contract, lena: User
) -> None:
    pause = suspend_line(line=contract.lines.get(), starts_on=D(2026, 11, 2), by=lena, at=NOON)
    vela.refresh_from_db()
    assert (vela.arr, vela.changes_on) == (0, min(D(2026, 11, 2) + timedelta(days=90), D(2027, 2, 1)))
    renewal = Renewal.objects.get(contract=contract)
    assert (renewal.term_end, renewal.atr, renewal.is_closed) == (END, 12000, False)
    resume_line(suspension=pause, on=TODAY, by=lena, at=NOON)
    vela.refresh_from_db()
    assert vela.arr == 12000
    assert {row[1] for row in booked(vela)} == {"new", "transfer_out", "transfer_in"}


def test_suspended_for_more_than_90_days_is_churn_from_its_first_day(
    vela: Account, contract: Contract, lena: User
) -> None:
    first = D(2026, 9, 1)
    suspend_line(line=contract.lines.get(), starts_on=first, by=lena, at=NOON)
    on_the_90th, the_day_after = NOON.replace(day=29), NOON.replace(day=30)
    assert apply_due_changes(at=on_the_90th) == 0
    assert apply_due_changes(at=the_day_after) == 1
    assert standing(vela) == {
        (START, "new", ""): 12000,
        (first, "churn", "non_renewal"): -12000,
    }
    assert rebuild_ledger(on=the_day_after.date()) == []


def test_suspended_into_a_closed_period_is_churn_from_the_first_open_day(
    vela: Account, contract: Contract, lena: User, ada: User
) -> None:
    first = D(2026, 9, 1)
    suspend_line(line=contract.lines.get(), starts_on=first, by=lena, at=NOON)
    close_period(through=D(2026, 10, 31), by=ada, at=NOON)
    apply_due_changes(at=NOON.replace(day=30))
    assert booked(vela)[1:] == [
        (first, "transfer_out", "suspended", -12000),
        (D(2026, 11, 1), "churn", "non_renewal", -12000),
        (D(2026, 11, 1), "transfer_in", "suspended", 12000),
    ]
    assert rebuild_ledger(on=D(2026, 12, 31)) == []


def test_customer_merger_moves_contracts_to_the_survivor_without_churn(
    vela: Account, lena: User, north: Any
) -> None:
    other = Account.objects.create(name="Vela Spa", owner=lena, team=north, currency="EUR")
    signed(vela, lena, line(5000))
    theirs = signed(other, lena, line(3000))
    day = D(2026, 7, 1)
    merge_accounts(merged=other, survivor=vela, on=day, by=lena, at=NOON)
    assert booked(other) == [(START, "new", "", 3000), (day, "transfer_out", "merger", -3000)]
    assert booked(vela) == [(START, "new", "", 5000), (day, "transfer_in", "merger", 3000)]
    vela.refresh_from_db()
    other.refresh_from_db()
    assert (vela.arr, other.arr, other.stage) == (8000, 0, "former")
    assert Renewal.objects.get(contract=theirs).account == vela
    assert rebuild_ledger(on=TODAY) == []
    with pytest.raises(InputRefused):
        merge_accounts(merged=other, survivor=vela, on=day, by=lena, at=NOON)


def test_backdated_entry_is_booked_on_its_own_day_in_an_open_period(vela: Account, lena: User) -> None:
    signed(vela, lena, line(4000), term_start=D(2026, 3, 15))
    assert booked(vela) == [(D(2026, 3, 15), "new", "", 4000)]


def test_backdated_entry_into_a_closed_period_needs_a_correction(
    vela: Account, lena: User, ada: User
) -> None:
    close_period(through=D(2026, 3, 31), by=ada, at=NOON)
    with pytest.raises(ClosedPeriod) as refused:
        signed(vela, lena, line(4000), term_start=D(2026, 3, 15))
    assert refused.value.field == "correction"
    assert not vela.contracts.exists()
    signed(vela, lena, line(4000), term_start=D(2026, 3, 15), correction="Paper found in May")
    row = vela.movements.get()
    assert (row.kind, row.meant_kind, row.amount, row.note) == (
        "correction", "new", 4000, "Paper found in May",
    )  # fmt: skip
    assert rebuild_ledger(on=TODAY) == []


def test_closed_periods_change_only_through_a_correction_that_points_at_what_was_wrong(
    vela: Account, contract: Contract, lena: User, ada: User
) -> None:
    close_period(through=D(2026, 6, 30), by=ada, at=NOON)
    cheaper = {"recurring_amount": Decimal(11000)}
    with pytest.raises(ClosedPeriod):
        amend(contract, lena, START, **cheaper)
    assert contract.lines.get().arr == 12000
    amend(contract, lena, START, **cheaper, correction="Typed wrong")
    wrong, put_right = vela.movements.order_by("id")
    assert (put_right.corrects, put_right.amount, put_right.note) == (wrong, -1000, "Typed wrong")
    amend(contract, lena, D(2026, 7, 1), recurring_amount=Decimal(15000))
    assert booked(vela)[-1][1:] == ("expansion", "price_uplift", 4000)


def test_periods_close_in_order_by_admins_and_only_when_over(lena: User, ada: User) -> None:
    with pytest.raises(PermissionDenied):
        close_period(through=D(2026, 6, 30), by=lena, at=NOON)
    with pytest.raises(InputRefused):
        close_period(through=TODAY, by=ada, at=NOON)
    close_period(through=D(2026, 6, 30), by=ada, at=NOON)
    with pytest.raises(InputRefused):
        close_period(through=D(2026, 6, 30), by=ada, at=NOON)
