"""What filters of the table of white space mean: those of accounts, and what to do next."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.filters import AccountFilter
from accounts.models import Account
from plans.wallets import with_estimate
from retention.growth.recommending import Advice


class RoomFilter(AccountFilter):
    """Which accounts the table of white space shows; the rows know their ``advice``."""

    do = django_filters.MultipleChoiceFilter(field_name="advice", choices=Advice.choices, label="What to do")
    spend = django_filters.ChoiceFilter(
        method="of_known_spend", choices=(("known", "Known"), ("unknown", "Not known")),
        label="What they spend",
    )  # fmt: skip

    def of_known_spend(self, rows: QuerySet[Account], name: str, value: str) -> QuerySet[Account]:
        """Somebody knows, or nobody knows, what they spend a year."""
        return with_estimate(rows, known=value == "known")

    @classmethod
    def of(cls, request: HttpRequest, rows: QuerySet[Account]) -> QuerySet[Account]:
        """All accounts that the address asks for; none where it cannot be read."""
        filters: Any = cls(request.GET, queryset=rows, request=request)
        found: QuerySet[Account] = filters.qs if filters.is_valid() else rows.none()
        return found
