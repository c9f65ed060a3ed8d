"""Whatever happens to contracts: movements add up to the lines on any day, and a rebuild finds nothing."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db.models import Sum

from accounts.actions import (
    add_rate,
    amend_line,
    end_contract,
    merge_accounts,
    resume_line,
    suspend_line,
)
from accounts.arr import arr_on
from accounts.changes import apply_due_changes
from accounts.holdings import holdings_of
from accounts.ledger import rebuild_ledger
from accounts.models import Account, Contract, ContractLine, LineSuspension
from retention.lib.errors import DomainError
from retention.team.models import User
from tests.accounts.contract_book import line, signed
from tests.cast import NOON, TODAY


def booked(account: Account, currency: str, day: date) -> Decimal:
    """What the movements of a currency up to a day add up to."""
    rows = account.movements.filter(effective_on__lte=day, currency=currency)
    total: Decimal | None = rows.aggregate(s=Sum("amount"))["s"]
    return total or Decimal(0)


def some_contract(account: Account, by: User, chance: Random) -> Contract:
    """A contract of one to three years, perhaps rising, perhaps without an end, in one of two currencies."""
    start = TODAY - timedelta(days=chance.randint(0, 700))
    end = None if chance.random() < 0.2 else start + timedelta(days=chance.randint(200, 1100))
    rise: dict[str, Any] = {"escalator_pct": Decimal(chance.randint(1, 9))} if chance.random() < 0.5 else {}
    price = chance.randint(1, 9) * 1000 + chance.randint(0, 99)
    code = chance.choice(["EUR", "EUR", "USD"])
    return signed(
        account, by, line(price, **rise), term_start=start, term_end=end, currency=code,
        reference=f"{account.pk}-{Contract.objects.count()}",
    )  # fmt: skip


def happen(contract: Contract, by: User, chance: Random) -> None:
    """One thing people do to a running line; what cannot be is refused and changes nothing."""
    running = ContractLine.objects.filter(contract=contract).order_by("-start_on")
    row = chance.choice(list(running))
    day = row.start_on + timedelta(days=chance.randint(1, 250))
    what = chance.choice(["amend", "suspend", "pause", "end"])
    if what == "amend":
        price = Decimal(chance.randint(100, 20000))
        amend_line(line=row, effective_on=day, by=by, at=NOON, recurring_amount=price)
    elif what == "suspend":
        suspend_line(line=row, starts_on=day, by=by, at=NOON)
    elif what == "pause":
        last = day + timedelta(days=chance.randint(0, 150))
        suspend_line(line=row, starts_on=day, ends_on=last, by=by, at=NOON)
    else:
        end_contract(contract=contract, last_day=day, by=by, at=NOON)


def merge(merged: Account, survivor: Account, by: User, chance: Random) -> None:
    """Bring back what is suspended where that can be, then make one customer of two."""
    for pause in LineSuspension.objects.filter(resumed_line=None, lost_on=None):
        with suppress(DomainError):
            resume_line(suspension=pause, on=pause.starts_on + timedelta(days=20), by=by, at=NOON)
    on = TODAY - timedelta(days=chance.randint(1, 200))
    with suppress(DomainError):
        merge_accounts(merged=merged, survivor=survivor, on=on, by=by, at=NOON)


def check_sums(account_ids: list[int], on: date, chance: Random) -> None:
    """On random days the movements of each currency add up to its lines, to the cent."""
    for account_id, holding in holdings_of(account_ids).items():
        account = Account.objects.get(pk=account_id)
        for _ in range(10):
            day = on - timedelta(days=chance.randint(0, 1100))
            for code in ("EUR", "USD"):
                own = [row for row in holding.lines if row.currency == code]
                assert booked(account, code, day) == arr_on(own, day)


@pytest.mark.parametrize("seed", range(5))
def test_movements_add_up_and_a_rebuild_finds_nothing_whatever_happened(
    vela: Account, lena: User, ada: User, north: Any, seed: int
) -> None:
    chance = Random(seed)
    add_rate(currency="USD", on=date(2024, 1, 1), rate=Decimal("0.9"), by=ada, at=NOON)
    spa = Account.objects.create(name="Vela Spa", owner=lena, team=north, currency="EUR")
    for number in range(6):
        contract = some_contract(chance.choice([vela, spa]), lena, chance)
        for _ in range(3):
            with suppress(DomainError):
                happen(contract, lena, chance)
            assert rebuild_ledger([vela.pk, spa.pk], on=TODAY) == []
        if number == 3:
            merge(spa, vela, lena, chance)
    for later in (0, 60, 120, 500):
        apply_due_changes(at=NOON + timedelta(days=later))
        on = TODAY + timedelta(days=later)
        assert rebuild_ledger(on=on) == []
        check_sums([vela.pk, spa.pk], on, chance)
