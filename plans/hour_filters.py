"""What filters of lists of hours mean."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from accounts.choosing import people_at_work
from accounts.filters import owners_for
from retention.lib.filtering import DayFilter, IdFilter, OwnerFilter, PersonFilter, YesFilter
from retention.team.models import User

from .choices import OverDecision, WorkKind
from .hours import month_of
from .models import OverService, ServiceAllowance, ServiceMonth, TimeEntry
from .models.over_service import ServiceMonthQuerySet


def people_for(request: Any) -> QuerySet[User]:
    """Those who may work; nobody without a request."""
    return people_at_work() if request is not None else User.objects.none()


class MonthFilter(django_filters.FilterSet):
    """Which months of accounts a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    owner = OwnerFilter(
        field_name="account__owner", queryset=owners_for, label="Owner", empty_label="Anybody"
    )
    month = DayFilter(method="in_month", label="Month of")
    over = YesFilter(method="went_over", label="Over what is included")

    class Meta:
        model = ServiceMonth
        fields: ClassVar[list[str]] = []

    def in_month(self, rows: ServiceMonthQuerySet, name: str, value: date) -> QuerySet[ServiceMonth]:
        """The month that holds the day."""
        return rows.filter(month=month_of(value))

    def went_over(self, rows: ServiceMonthQuerySet, name: str, value: Any) -> QuerySet[ServiceMonth]:
        """More was delivered than is included."""
        return rows.over()


class TimeFilter(django_filters.FilterSet):
    """Which time entries a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    contract = IdFilter(field_name="contract_id", label="Contract")
    user = PersonFilter(queryset=people_for, label="Who worked", empty_label="Anybody")
    kind = django_filters.MultipleChoiceFilter(choices=WorkKind.choices, label="What it was")
    worked_from = DayFilter(field_name="worked_on", lookup_expr="gte", label="Worked from")
    worked_to = DayFilter(field_name="worked_on", lookup_expr="lte", label="Worked to")

    class Meta:
        model = TimeEntry
        fields: ClassVar[list[str]] = []


class AllowanceFilter(django_filters.FilterSet):
    """Which allowances a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    contract = IdFilter(field_name="contract_id", label="Contract")

    class Meta:
        model = ServiceAllowance
        fields: ClassVar[list[str]] = []


class OverServiceFilter(django_filters.FilterSet):
    """Which decisions a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    decision = django_filters.MultipleChoiceFilter(choices=OverDecision.choices, label="What became of it")

    class Meta:
        model = OverService
        fields: ClassVar[list[str]] = []
