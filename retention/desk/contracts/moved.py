"""Movements as a table shows them: the cause, the line behind it, and what stood afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse

from accounts.choices import MovementCause, MovementKind
from accounts.models import Account, ArrMovement, Contract
from accounts.periods import closings
from retention.team.models import User


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement; ``stood`` is the account's yearly revenue in that currency after it."""

    id: int
    on: date
    kind: str
    cause: str
    amount: Decimal
    currency: str
    stood: Decimal
    line: str
    line_url: str
    note: str
    corrects_on: date | None
    is_restated: bool


def movements_of(account: Account, reader: User, *, most: int = 50) -> list[Moved]:
    """The account's latest movements, the latest first."""
    rows = ArrMovement.objects.visible_to(reader).filter(account=account)
    return _shown(rows.select_related("line__contract", "line__product", "corrects"), account, most)


def movements_behind(contract: Contract, reader: User, *, most: int = 50) -> list[Moved]:
    """The latest movements that a contract's lines made, and what corrected them."""
    behind = Q(line__contract=contract) | Q(corrects__line__contract=contract)
    rows = ArrMovement.objects.visible_to(reader).filter(behind, account=contract.account_id)
    return _shown(rows.select_related("line__contract", "line__product", "corrects"), contract.account, most)


def _shown(rows: "QuerySet[ArrMovement]", account: Account, most: int) -> list[Moved]:
    shown = list(rows.order_by("-effective_on", "-id")[:most])
    stood = _stood_after(account, shown)
    closed_at = closings()
    return [_moved(row, stood[row.pk], closed_at) for row in shown]


def _stood_after(account: Account, shown: Sequence[ArrMovement]) -> dict[int, Decimal]:
    """By movement, the sum of everything up to it, in the order of the days."""
    if not shown:
        return {}
    last = shown[-1]
    earlier = account.movements.filter(
        Q(effective_on__lt=last.effective_on) | Q(effective_on=last.effective_on, pk__lt=last.pk)
    )
    by_currency = earlier.values("currency").annotate(sum=Sum("amount")).order_by()
    sums: dict[str, Decimal] = {row["currency"]: row["sum"] for row in by_currency}
    later = account.movements.exclude(pk__in=earlier.values("pk")).order_by("effective_on", "id")
    wanted, stood = {row.pk for row in shown}, {}
    for pk, currency, amount in later.values_list("pk", "currency", "amount"):
        sums[currency] = sums.get(currency, Decimal(0)) + amount
        if pk in wanted:
            stood[pk] = sums[currency]
    return stood


def _moved(row: ArrMovement, stood: Decimal, closed: Sequence[tuple[date, datetime]]) -> Moved:
    kind = MovementKind(row.meant_kind or (row.corrects.kind if row.corrects else row.kind))
    said = f"{kind.label}, corrected" if row.kind == MovementKind.CORRECTION else str(kind.label)
    line = row.line or (row.corrects.line if row.corrects else None)
    causes = dict(MovementCause.choices)
    return Moved(
        id=row.pk,
        on=row.effective_on,
        kind=said,
        cause=str(causes.get(row.subkind, row.subkind)),
        amount=row.amount,
        currency=row.currency,
        stood=stood,
        line=str(line) if line else "",
        line_url=f"{reverse('contract', args=[line.contract_id])}#line-{line.pk}" if line else "",
        note=row.note,
        corrects_on=row.corrects.effective_on if row.corrects else None,
        is_restated=any(row.effective_on <= day and row.recorded_at > at for day, at in closed),
    )
