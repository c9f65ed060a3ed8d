"""From the start of the first contract to the first value (docs/methods.md, Time to value)."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from .choices import ContractState
from .models import Account, Contract


def days_to_value(start: date | None, first_value_on: date | None) -> int | None:
    """Calendar days; 0 where value came before the contract began, None while either day is not known."""
    if start is None or first_value_on is None:
        return None
    return max(0, (first_value_on - start).days)


def with_first_start(rows: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts that know as ``first_start`` when their first contract began: no further question."""
    begun = Contract.objects.filter(account=OuterRef("pk")).exclude(state=ContractState.DRAFT)
    return rows.annotate(first_start=Subquery(begun.order_by("term_start").values("term_start")[:1]))
