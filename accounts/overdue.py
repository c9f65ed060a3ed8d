"""What customers owe us past its day: read before a renewal talk (docs/methods.md, Invoices)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Min, QuerySet, Sum

from retention.lib.kept_values import few_forms
from retention.team.asking import planned
from retention.team.visibility import Reader

from .models import Invoice


@dataclass(frozen=True, slots=True)
class Overdue:
    """Open, undisputed invoices of one account past their day, by currency; ``days`` is the oldest one's."""

    account_id: int
    amounts: tuple[tuple[Decimal, str], ...]
    days: int
    invoices: int


def overdue_of(account_ids: Collection[int], reader: Reader, *, on: date) -> dict[int, Overdue]:
    """What is overdue on a day by account, in one query; accounts that owe nothing are not there."""
    found: dict[int, Overdue] = {}
    rows = _sums(reader, on, few_forms(account_ids)) if account_ids else []
    for account_id, currency, owed, since, count in rows:
        before = found.get(account_id, Overdue(account_id, (), 0, 0))
        found[account_id] = Overdue(
            account_id,
            (*before.amounts, (owed, currency)),
            max(before.days, (on - since).days),
            before.invoices + count,
        )
    return found


@planned
def _sums(
    reader: Reader, on: date, account_ids: tuple[int, ...]
) -> QuerySet[Invoice, tuple[int, str, Decimal, date, int]]:
    rows = Invoice.objects.visible_to(reader).overdue_on(on).filter(account_id__in=account_ids)
    sums = rows.order_by("account_id", "currency").values("account_id", "currency")
    columns = sums.annotate(owed=Sum(F("amount") - F("paid_amount")), since=Min("due_on"), count=Count("id"))
    return columns.values_list("account_id", "currency", "owed", "since", "count")
