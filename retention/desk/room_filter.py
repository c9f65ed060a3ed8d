"""What filters of the table of white space mean: those of accounts, and what to do next."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.filters import AccountFilter
from accounts.models import Account
from retention.growth.recommending import Advice


class RoomFilter(AccountFilter):
    """Which accounts the table of white space shows; the rows know their ``advice``."""

    do = django_filters.MultipleChoiceFilter(field_name="advice", choices=Advice.choices, label="What to do")

    @classmethod
    def of(cls, request: HttpRequest, rows: QuerySet[Account]) -> QuerySet[Account]:
        """All accounts that the address asks for; none where it cannot be read."""
        filters: Any = cls(request.GET, queryset=rows, request=request)
        found: QuerySet[Account] = filters.qs if filters.is_valid() else rows.none()
        return found
