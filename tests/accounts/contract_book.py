"""What the tests of contract cases share: entering contracts, and reading the ledger."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.actions import enter_contract
from accounts.lines import LineInput
from accounts.models import Account, Contract, Product
from retention.team.models import User
from tests.cast import NOON

START, END = date(2026, 2, 1), date(2027, 1, 31)


def product(code: str) -> Product:
    """Something we sell."""
    return Product.objects.create(code=code, name=code.title())


def line(amount: int, **said: Any) -> LineInput:
    """A line of a year's price."""
    said.setdefault("description", "Subscription")
    return LineInput(recurring_amount=Decimal(amount), **said)


def signed(account: Account, by: User, *lines: LineInput, **fields: Any) -> Contract:
    """A contract in force, from 1 February 2026 to 31 January 2027 unless said."""
    asked = {
        "reference": f"C-{Contract.objects.count() + 1}",
        "term_start": START,
        "term_end": END,
        "activate": True,
        "at": NOON,
    }
    return enter_contract(account=account, by=by, lines=lines, **{**asked, **fields})


def booked(account: Account) -> list[tuple[date, str, str, Decimal]]:
    """Day, kind, subkind and amount of every movement, in the order of the days."""
    rows = account.movements.order_by("effective_on", "id")
    return [(row.effective_on, row.kind, row.subkind, row.amount) for row in rows]


def standing(account: Account) -> dict[tuple[date, str, str], Decimal]:
    """What stands after corrections, by day, kind and subkind; nothing where it came to nothing."""
    sums: dict[tuple[date, str, str], Decimal] = {}
    for row in account.movements.select_related("corrects").order_by("id"):
        origin = row.corrects or row
        key = (origin.effective_on, origin.meant_kind or origin.kind, origin.subkind)
        sums[key] = sums.get(key, Decimal(0)) + row.amount
    return {key: amount for key, amount in sums.items() if amount}
