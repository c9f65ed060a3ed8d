"""What filters of lists of figures of our work mean."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from retention.lib.filtering import DayFilter, IdFilter, YesFilter

from .choices import MeasuredBy, Strength
from .models import DriverLink, OperationMetric, OperationReading
from .models.operations import OperationQuerySet


class OperationFilter(django_filters.FilterSet):
    """Which figures a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    standing = YesFilter(method="is_standing", label="Still looked at")
    unmapped = YesFilter(method="is_unmapped", label="Explains no reason to stay")

    class Meta:
        model = OperationMetric
        fields: ClassVar[list[str]] = []

    def is_standing(self, rows: OperationQuerySet, name: str, value: Any) -> QuerySet[OperationMetric]:
        """Not put aside."""
        return rows.standing()

    def is_unmapped(self, rows: OperationQuerySet, name: str, value: Any) -> QuerySet[OperationMetric]:
        """No reason to stay is explained by it."""
        return rows.standing().filter(links__isnull=True)


class DriverLinkFilter(django_filters.FilterSet):
    """Which links a list shows."""

    account = IdFilter(field_name="metric__account_id", label="Account")
    metric = IdFilter(field_name="metric_id", label="Figure")
    driver = IdFilter(field_name="driver_id", label="Why they stay")
    strength = django_filters.MultipleChoiceFilter(choices=Strength.choices, label="How sure")

    class Meta:
        model = DriverLink
        fields: ClassVar[list[str]] = []


class ReadingFilter(django_filters.FilterSet):
    """Which readings a list shows; only what stands."""

    account = IdFilter(field_name="metric__account_id", label="Account")
    metric = IdFilter(field_name="metric_id", label="Figure")
    source = django_filters.MultipleChoiceFilter(choices=MeasuredBy.choices, label="Whose figure")
    since = DayFilter(field_name="measured_on", lookup_expr="gte", label="Read since")

    class Meta:
        model = OperationReading
        fields: ClassVar[list[str]] = []
