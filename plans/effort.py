"""What time and goodwill went to an account, added up (docs/methods.md, Over-service)."""

from collections import Counter
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from contacts.models import Touchpoint
from retention.lib.zones import day_bounds

from .choices import WorkKind
from .models import GoodwillEntry, TimeEntry


def minutes_by_kind(account_id: int, first: date, last: date) -> Counter[str]:
    """Minutes of these days (in UTC) by kind of work; touchpoints are time with the customer."""
    entries = TimeEntry._base_manager.filter(
        account=account_id, withdrawn_on=None, worked_on__gte=first, worked_on__lte=last
    )
    kinds = entries.values_list("kind").annotate(minutes=Sum("minutes")).order_by("kind")
    spent: Counter[str] = Counter(dict(kinds))
    talks = Touchpoint._base_manager.filter(
        account=account_id, is_current=True, happened_at__gte=day_bounds(first, "UTC")[0],
        happened_at__lt=day_bounds(last, "UTC")[1],
    )  # fmt: skip
    spent[WorkKind.CUSTOMER] += talks.aggregate(minutes=Sum("minutes"))["minutes"] or 0
    return spent


def given_between(account_id: int, first: date, last: date, *, currency: str) -> Decimal:
    """The list value of goodwill given in these days, as far as it is known in *currency*."""
    rows = GoodwillEntry._base_manager.filter(
        account=account_id, withdrawn_on=None, currency=currency, given_on__gte=first, given_on__lte=last
    )
    return rows.aggregate(total=Sum("list_value"))["total"] or Decimal(0)
