"""What filters of lists of targets, measurements, value and changes mean."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from retention.lib.clock import database_now
from retention.lib.filtering import DayFilter, IdFilter, YesFilter
from retention.lib.zones import local_day

from .choices import Decision, GoalSource, MeasuredBy, ProofState, Side, TargetState
from .models import ChangeRecord, ExpectationGap, GoodwillEntry, Measurement, RoiTarget, ValueEntry
from .models.changes import ChangeQuerySet, GapQuerySet
from .models.roi import RoiTargetQuerySet
from .models.value import GoodwillQuerySet


class TargetFilter(django_filters.FilterSet):
    """Which targets a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    state = django_filters.MultipleChoiceFilter(choices=TargetState.choices, label="State")
    source = django_filters.MultipleChoiceFilter(choices=GoalSource.choices, label="Whose words")
    stakeholder = IdFilter(field_name="stakeholder_id", label="Whose expectation")
    due_before = DayFilter(field_name="due_on", lookup_expr="lt", label="Due before")
    review_due = YesFilter(method="is_review_due", label="To be looked at with them")

    class Meta:
        model = RoiTarget
        fields: ClassVar[list[str]] = []

    def is_review_due(self, rows: RoiTargetQuerySet, name: str, value: Any) -> QuerySet[RoiTarget]:
        """The day on which to look at it with the customer has come in the reader's zone."""
        return rows.review_due(on=local_day(database_now(), self.request.user.time_zone))


class MeasurementFilter(django_filters.FilterSet):
    """Which measurements a list shows; only what stands."""

    account = IdFilter(field_name="target__account_id", label="Account")
    target = IdFilter(field_name="target_id", label="Target")
    source = django_filters.MultipleChoiceFilter(choices=MeasuredBy.choices, label="Whose figure")
    since = DayFilter(field_name="measured_on", lookup_expr="gte", label="Measured since")

    class Meta:
        model = Measurement
        fields: ClassVar[list[str]] = []


class ValueFilter(django_filters.FilterSet):
    """Which entries of the value log a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    target = IdFilter(field_name="target_id", label="Target")
    state = django_filters.MultipleChoiceFilter(choices=ProofState.choices, label="State")
    since = DayFilter(field_name="happened_on", lookup_expr="gte", label="Since")
    until = DayFilter(field_name="happened_on", lookup_expr="lte", label="Until")

    class Meta:
        model = ValueEntry
        fields: ClassVar[list[str]] = []


class GoodwillFilter(django_filters.FilterSet):
    """Which added value a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    not_told = YesFilter(method="is_not_told", label="Given, not told")

    class Meta:
        model = GoodwillEntry
        fields: ClassVar[list[str]] = []

    def is_not_told(self, rows: GoodwillQuerySet, name: str, value: Any) -> QuerySet[GoodwillEntry]:
        """Given two weeks ago or longer, and nobody told them."""
        return rows.not_told(on=local_day(database_now(), self.request.user.time_zone))


class ChangeFilter(django_filters.FilterSet):
    """Which moved goalposts a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    target = IdFilter(field_name="target_id", label="Target")
    decision = django_filters.MultipleChoiceFilter(choices=Decision.choices, label="Decision")
    side = django_filters.ChoiceFilter(choices=Side.choices, label="Who asked")
    absorbed = YesFilter(method="is_absorbed", label="Absorbed silently")

    class Meta:
        model = ChangeRecord
        fields: ClassVar[list[str]] = []

    def is_absorbed(self, rows: ChangeQuerySet, name: str, value: Any) -> QuerySet[ChangeRecord]:
        """Accepted more than ten days ago, acknowledged by nobody."""
        return rows.absorbed(on=local_day(database_now(), self.request.user.time_zone))


class GapFilter(django_filters.FilterSet):
    """Which expectation gaps a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Who expects it")
    open = YesFilter(method="is_open", label="Not settled")

    class Meta:
        model = ExpectationGap
        fields: ClassVar[list[str]] = []

    def is_open(self, rows: GapQuerySet, name: str, value: Any) -> QuerySet[ExpectationGap]:
        """Nothing was agreed yet."""
        return rows.open()
