"""What the filters of the renewal list mean, for page and API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from accounts.choices import HealthBand, Tier
from accounts.filters import owners_for
from retention.lib.filtering import DayFilter, IdFilter, OwnerFilter, SearchFilter
from retention.lib.folding import folded

from .models import ForecastCategory, Renewal, RenewalQuerySet, RenewalStage


class RenewalFilter(django_filters.FilterSet):
    """Which renewals a list shows; closed ones only when asked for."""

    q = SearchFilter(method="named")
    account = IdFilter(field_name="account_id", label="Account")
    owner = OwnerFilter(
        field_name="account__owner", queryset=owners_for, label="Account owner", empty_label="Anybody"
    )
    stage = django_filters.MultipleChoiceFilter(choices=RenewalStage.choices, label="Stage")
    call = django_filters.MultipleChoiceFilter(choices=ForecastCategory.choices, label="Owner's call")
    tier = django_filters.MultipleChoiceFilter(field_name="account__tier", choices=Tier.choices, label="Tier")
    health = django_filters.MultipleChoiceFilter(
        field_name="account__health_band", choices=HealthBand.choices, label="Health"
    )
    decides_before = DayFilter(field_name="decision_on", lookup_expr="lt", label="To be decided before")
    decides_from = DayFilter(field_name="decision_on", lookup_expr="gte", label="To be decided from")
    closed = django_filters.BooleanFilter(method="is_closed", label="Closed")

    class Meta:
        model = Renewal
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: RenewalQuerySet) -> QuerySet[Renewal]:
        """Open ones unless a stage or closed ones were asked for."""
        rows: RenewalQuerySet = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        return rows if asked.get("stage") or asked.get("closed") is not None else rows.open()

    def named(self, rows: RenewalQuerySet, name: str, value: str) -> QuerySet[Renewal]:
        """By a part of the account's name."""
        return rows.filter(account__name_key__contains=folded(value))

    def is_closed(self, rows: RenewalQuerySet, name: str, value: Any) -> QuerySet[Renewal]:
        """Only closed ones, or only open ones."""
        return rows.filter(closed_on__isnull=not value)
