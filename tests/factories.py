"""Small makers of records for tests: valid by default, every field can be said."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import Account, Contract, ContractLine
from contacts.models import Contact, Person

_number = count(1)


def make_contact(account: Account, name: str = "Nadia Rossi", **fields: Any) -> Contact:
    """A contact with a person of that name, known since 2026-01-05, and entered that day."""
    person = Person.objects.create(name=name, email=fields.pop("email", ""))
    since = fields.setdefault("since", date(2026, 1, 5))
    fields.setdefault("recorded_at", datetime.combine(since, time(9), UTC))
    return Contact.objects.create(account=account, person=person, **fields)


def make_contract(
    account: Account,
    *,
    start: date = date(2026, 2, 1),
    end: date | None = date(2027, 1, 31),
    arr: Decimal = Decimal("12000.00"),
    **fields: Any,
) -> Contract:
    """A draft contract with one recurring line over its whole term."""
    fields.setdefault("reference", f"C-{next(_number):05d}")
    fields.setdefault("currency", account.currency)
    contract = Contract.objects.create(account=account, term_start=start, term_end=end, **fields)
    ContractLine.objects.create(
        contract=contract,
        description="Subscription",
        recurring_amount=arr,
        period_months=12,
        arr=arr,
        start_on=start,
        end_on=end,
    )
    return contract


def days_ago(day: date, number: int) -> date:
    """That many days before *day*."""
    return day - timedelta(days=number)
