"""What the filters of the renewal list mean, for page and API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms import ValidationError

from accounts.choices import HealthBand, Tier
from accounts.filters import owners_for, teams_for
from retention.lib.clock import database_now
from retention.lib.filtering import (
    ChoiceOfRecord,
    DayFilter,
    IdFilter,
    OwnerFilter,
    SearchFilter,
    WordsFilter,
    YesFilter,
)
from retention.lib.folding import folded
from retention.lib.periods import period_named
from retention.lib.zones import local_day

from .models import ForecastCategory, Renewal, RenewalQuerySet, RenewalStage
from .out_of_quarter import Timing, pulled_forward, slipped
from .questions import capped_calls, disputed, late_on, needs_today, stuck_on, to_review


def _period(value: str) -> None:
    """Raise ValidationError for what is no period."""
    if period_named(value) is None:
        raise ValidationError(f"“{value[:20]}” is not a period. Write it like 2027Q1, 2027-01 or 2027.")


class RenewalFilter(django_filters.FilterSet):
    """Which renewals a list shows; closed ones only when asked for."""

    q = SearchFilter(method="named")
    account = IdFilter(field_name="account_id", label="Account")
    owner = OwnerFilter(
        field_name="account__owner", queryset=owners_for, label="Account owner", empty_label="Anybody"
    )
    team = ChoiceOfRecord(
        field_name="account__team", queryset=teams_for, label="Team", empty_label="All teams"
    )
    period = django_filters.CharFilter(
        method="renewing_in", max_length=20, validators=[_period], label="Renews in"
    )
    stage = WordsFilter(choices=RenewalStage.choices, label="Stage")
    call = WordsFilter(choices=ForecastCategory.choices, label="Owner's call")
    tier = WordsFilter(field_name="account__tier", choices=Tier.choices, label="Tier")
    health = WordsFilter(field_name="account__health_band", choices=HealthBand.choices, label="Health")
    decides_before = DayFilter(field_name="decision_on", lookup_expr="lt", label="To be decided before")
    decides_from = DayFilter(field_name="decision_on", lookup_expr="gte", label="To be decided from")
    notice_from = DayFilter(field_name="notice_deadline", lookup_expr="gte", label="Notice until, from")
    notice_before = DayFilter(field_name="notice_deadline", lookup_expr="lt", label="Notice until, before")
    late = YesFilter(method="is_late", label="Past its day")
    disagree = YesFilter(method="is_contradicted", label="They disagree")
    review = YesFilter(method="is_to_review", label="Calls to review")
    stuck = YesFilter(method="is_stuck", label="Too long in its stage")
    needs_me = YesFilter(method="waits_for_reader", label="Needs me today")
    timing = django_filters.ChoiceFilter(
        choices=Timing.choices, method="is_out_of_quarter", label="Out of its quarter"
    )
    closed_from = DayFilter(field_name="closed_on", lookup_expr="gte", label="Closed from")
    closed_before = DayFilter(field_name="closed_on", lookup_expr="lt", label="Closed before")
    closed = django_filters.BooleanFilter(method="is_closed", label="Closed")

    class Meta:
        model = Renewal
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: RenewalQuerySet) -> QuerySet[Renewal]:
        """Open ones unless a stage or closed ones were asked for, or what only closed ones can be."""
        rows: RenewalQuerySet = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        closed_too = any(asked.get(name) for name in ("stage", "timing", "closed_from", "closed_before"))
        return rows if closed_too or asked.get("closed") is not None else rows.open()

    def named(self, rows: RenewalQuerySet, name: str, value: str) -> QuerySet[Renewal]:
        """By a part of the account's name."""
        return rows.filter(account__name_key__contains=folded(value))

    def renewing_in(self, rows: RenewalQuerySet, name: str, value: str) -> QuerySet[Renewal]:
        """Its new term would begin in that year, quarter or month."""
        period = period_named(value)
        return rows.filter(renewal_due_on__range=(period.first, period.last)) if period else rows.none()

    def is_contradicted(self, rows: RenewalQuerySet, name: str, value: Any) -> QuerySet[Renewal]:
        """Call, estimate and assessments contradict each other."""
        return rows.filter(disputed())

    def is_to_review(self, rows: RenewalQuerySet, name: str, value: Any) -> QuerySet[Renewal]:
        """A call that is contradicted, rests on nothing recorded, or is missing; or too long in its stage."""
        day = local_day(database_now(), self.request.user.time_zone)
        return rows.filter(to_review(day) | capped_calls(rows))

    def is_out_of_quarter(self, rows: RenewalQuerySet, name: str, value: str) -> QuerySet[Renewal]:
        """Signed in an earlier quarter than it was due in, or decided in a later one, or not yet."""
        if value == Timing.PULLED_FORWARD:
            return rows.filter(pulled_forward())
        return rows.filter(slipped(local_day(database_now(), self.request.user.time_zone)))

    def is_late(self, rows: RenewalQuerySet, name: str, value: Any) -> QuerySet[Renewal]:
        """It should have been decided before today, and is not."""
        return rows.filter(late_on(local_day(database_now(), self.request.user.time_zone)))

    def is_stuck(self, rows: RenewalQuerySet, name: str, value: Any) -> QuerySet[Renewal]:
        """Longer in its stage than half as much again as is usual there."""
        return rows.filter(stuck_on(local_day(database_now(), self.request.user.time_zone)))

    def waits_for_reader(self, rows: RenewalQuerySet, name: str, value: Any) -> QuerySet[Renewal]:
        """Whoever asks looks after it and is to act today."""
        user = self.request.user
        return rows.filter(needs_today(user, local_day(database_now(), user.time_zone)))

    def is_closed(self, rows: RenewalQuerySet, name: str, value: Any) -> QuerySet[Renewal]:
        """Only closed ones, or only open ones."""
        return rows.filter(closed_on__isnull=not value)
