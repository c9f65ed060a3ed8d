"""Which reviews a list shows, for pages and API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from contacts.filters import people_for
from retention.lib.clock import database_now
from retention.lib.filtering import DayFilter, IdFilter, PersonFilter, YesFilter
from retention.lib.zones import local_day

from .choices import ReviewKind, ReviewState
from .models import BusinessReview, ReviewQuerySet


class ReviewFilter(django_filters.FilterSet):
    """Which reviews a list shows; without a state those that are neither held nor cancelled."""

    account = IdFilter(field_name="account_id", label="Account")
    owner = PersonFilter(queryset=people_for, label="Prepared by", empty_label="Anybody")
    kind = django_filters.MultipleChoiceFilter(choices=ReviewKind.choices, label="Which review")
    state = django_filters.MultipleChoiceFilter(choices=ReviewState.choices, label="State")
    late = YesFilter(method="is_late", label="Day has passed")
    recap = YesFilter(method="lacks_recap", label="Not summed up in time")
    before = DayFilter(field_name="day", lookup_expr="lt", label="Before")

    class Meta:
        model = BusinessReview
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: ReviewQuerySet) -> QuerySet[BusinessReview]:
        """What was asked for; what is over is left out unless asked for."""
        rows: ReviewQuerySet = super().filter_queryset(queryset)
        said = self.form.cleaned_data
        return rows if said.get("state") or said.get("recap") else rows.open()

    def is_late(self, rows: ReviewQuerySet, name: str, value: Any) -> QuerySet[BusinessReview]:
        """Not held although its day has passed in the reader's zone."""
        return rows.overdue(on=self._today())

    def lacks_recap(self, rows: ReviewQuerySet, name: str, value: Any) -> QuerySet[BusinessReview]:
        """Held, and what was agreed was not sent in time."""
        return rows.without_recap(on=self._today())

    def _today(self) -> Any:
        return local_day(database_now(), self.request.user.time_zone)
