"""Ledgers written by hand: accounts whose yearly revenue steps on given days."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from django.db import connection

from accounts.models import Account, ArrMovement, FxRate
from retention.metrics.questions import Question, ask
from retention.team.models import Team, User

FIRST, LAST = date(2025, 1, 1), date(2026, 1, 1)
TODAY = date(2026, 11, 23)
LONG_AGO = date(2024, 3, 1)
_number = count(1)


def steps(account: Account, *levels: tuple[date, int | Decimal], currency: str = "EUR") -> None:
    """Book the movements that bring an account to each level on its day, named like the ledger's own."""
    before, ever = Decimal(0), False
    for day, level in levels:
        after = Decimal(level)
        kind = "churn" if not after else "expansion" if after > before else "contraction"
        if not before:
            kind = "reactivation" if ever else "new"
        move(account, day, kind, after - before, currency)
        before, ever = after, True


def move(
    account: Account,
    day: date,
    kind: str,
    amount: int | Decimal,
    currency: str = "EUR",
    subkind: str = "",
    known_on: date | None = None,
) -> ArrMovement:
    """One row of the ledger, recorded now or on a day."""
    row = ArrMovement.objects.create(
        account=account,
        effective_on=day,
        kind=kind,
        subkind=subkind,
        amount=Decimal(amount),
        currency=currency,
    )
    if known_on:
        at = datetime.combine(known_on, datetime.min.time(), UTC)
        ArrMovement.objects.filter(pk=row.pk).update(recorded_at=at)
    return row


def account(owner: User | None = None, team: Team | None = None, **fields: object) -> Account:
    """An account with a name of its own."""
    fields.setdefault("name", f"Customer {next(_number):04d}")
    return Account.objects.create(owner=owner, team=team, **fields)


def from_to(
    start: int, end: int, *, owner: User | None = None, team: Team | None = None, **fields: object
) -> Account:
    """A customer with this revenue on FIRST and on LAST."""
    made = account(owner, team, **fields)
    levels = [(LONG_AGO, start)] if start else []
    if end != start:
        levels.append((date(2025, 7, 1), end))
    steps(made, *levels)
    return made


def six_customers(owner: User, team: Team) -> dict[str, Account]:
    """The vector of docs/methods.md, Kept revenue: A to F, of whom E paused for longer than the grace."""
    ends = {"A": (100, 100), "B": (200, 260), "C": (150, 120), "D": (50, 0), "F": (0, 70)}
    made = {name: from_to(*pair, owner=owner, team=team, name=name) for name, pair in ends.items()}
    made["E"] = account(owner, team, name="E")
    paused = date(2025, 5, 1)
    steps(made["E"], (LONG_AGO, 80), (paused, 0), (paused + timedelta(days=31), 90))
    return made


def year(reader: User, **more: object) -> Question:
    """The question about FIRST to LAST."""
    return ask(reader, today=TODAY, as_of=LAST, start=FIRST, **more)  # type: ignore[arg-type]


def known_since(moment: datetime) -> None:
    """Let the audit trail say that accounts, contracts and lines, as they are, are known since a moment."""
    with connection.cursor() as cursor:
        for table in ("accounts_accountevent", "accounts_contractevent", "accounts_contractlineevent"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET pgh_created_at = %s", [moment])  # noqa: S608
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def rate(currency: str, on: date, value: str) -> None:
    """What one unit is worth in the workspace's currency on a day."""
    FxRate.objects.create(currency=currency, on=on, rate=Decimal(value))
