"""What filters of lists of lessons mean."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from accounts.filters import owners_for
from retention.lib.clock import database_now
from retention.lib.filtering import DayFilter, IdFilter, OwnerFilter, YesFilter
from retention.lib.zones import local_day

from .choices import Adopted
from .models import Lesson
from .models.education import LessonQuerySet


class LessonFilter(django_filters.FilterSet):
    """Which lessons a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    owner = OwnerFilter(queryset=owners_for, label="Who teaches it", empty_label="Anybody")
    open = YesFilter(method="is_open", label="Not taught yet")
    late = YesFilter(method="is_late", label="Late")
    taught = YesFilter(method="was_taught", label="Taught")
    adopted = django_filters.MultipleChoiceFilter(choices=Adopted.choices, label="Do they use it")
    since = DayFilter(field_name="taught_on", lookup_expr="gte", label="Taught since")
    until = DayFilter(field_name="taught_on", lookup_expr="lte", label="Taught until")

    class Meta:
        model = Lesson
        fields: ClassVar[list[str]] = []

    def is_open(self, rows: LessonQuerySet, name: str, value: Any) -> QuerySet[Lesson]:
        """Planned, neither taught nor dropped."""
        return rows.open()

    def is_late(self, rows: LessonQuerySet, name: str, value: Any) -> QuerySet[Lesson]:
        """Its day has passed in the reader's zone."""
        return rows.open().filter(planned_for__lt=local_day(database_now(), self.request.user.time_zone))

    def was_taught(self, rows: LessonQuerySet, name: str, value: Any) -> QuerySet[Lesson]:
        """It was taught."""
        return rows.standing().filter(taught_on__isnull=False)
