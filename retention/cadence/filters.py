"""What the filters of the check-in list mean, for page and API alike."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from accounts.choices import Tier
from accounts.filters import owners_for
from retention.lib.clock import database_now
from retention.lib.filtering import IdFilter, OwnerFilter
from retention.lib.zones import local_day

from .models import CheckIn, CheckInQuerySet

STATES = [
    ("late", "Late"),
    ("today", "Due by today"),
    ("week", "Within a week"),
    ("put_off", "Put off"),
    ("gap", "Because of a gap"),
]


class CheckInFilter(django_filters.FilterSet):
    """Which check-ins a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    owner = OwnerFilter(
        field_name="account__owner", queryset=owners_for, label="Account owner", empty_label="Anybody"
    )
    tier = django_filters.MultipleChoiceFilter(field_name="account__tier", choices=Tier.choices, label="Tier")
    state = django_filters.ChoiceFilter(choices=STATES, method="in_state", label="When")

    class Meta:
        model = CheckIn
        fields: ClassVar[list[str]] = []

    def in_state(self, rows: CheckInQuerySet, name: str, value: Any) -> QuerySet[CheckIn]:
        """By the reader's today."""
        today = local_day(database_now(), self.request.user.time_zone)
        if value == "late":
            return rows.filter(shown_on__lt=today)
        if value == "today":
            return rows.due_by(today)
        if value == "gap":
            return rows.filter(gap__isnull=False)
        if value == "week":
            return rows.due_by(today + timedelta(days=7))
        return rows.filter(snoozed_until__gt=today)


class GapFilter(django_filters.FilterSet):
    """Which gaps."""

    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Contact")
    is_taken_back = django_filters.BooleanFilter(
        field_name="taken_back_at", lookup_expr="isnull", exclude=True, label="Taken back"
    )
