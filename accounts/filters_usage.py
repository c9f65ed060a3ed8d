"""Which months of usage a list shows."""

from typing import ClassVar

import django_filters

from retention.lib.filtering import DayFilter, IdFilter

from .models import MonthUsage


class UsageFilter(django_filters.FilterSet):  # type: ignore[misc] # comes without types
    """By account, contract, line and time."""

    account = IdFilter(field_name="line__contract__account_id", label="Account")
    contract = IdFilter(field_name="line__contract_id", label="Contract")
    line = IdFilter(field_name="line_id", label="Line")
    month_from = DayFilter(field_name="month", lookup_expr="gte", label="From month")
    month_to = DayFilter(field_name="month", lookup_expr="lte", label="To month")

    class Meta:
        model = MonthUsage
        fields: ClassVar[list[str]] = []
