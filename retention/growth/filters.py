"""Which lost deals and targets a list shows, for pages and API alike."""

from typing import ClassVar

import django_filters
from django.db.models import QuerySet

from retention.lib.filtering import DayFilter, IdFilter, SearchFilter

from .models import LostDeal, LostDealQuerySet, LostReason, Target, TargetKind


class LostDealFilter(django_filters.FilterSet):
    """Which lost deals a list shows."""

    q = SearchFilter(field_name="prospect", lookup_expr="icontains")
    reason = django_filters.MultipleChoiceFilter(choices=LostReason.choices, label="Why")
    weak = django_filters.BooleanFilter(method="heard_a_weak_one", label="With a weak reference")
    lost_after = DayFilter(field_name="lost_on", lookup_expr="gt", label="Lost after")
    lost_before = DayFilter(field_name="lost_on", lookup_expr="lt", label="Lost before")

    class Meta:
        model = LostDeal
        fields: ClassVar[list[str]] = []

    def heard_a_weak_one(self, rows: LostDealQuerySet, name: str, value: bool) -> QuerySet[LostDeal]:
        """A reference was given by a customer who was not healthy on that day, or none was."""
        weak = rows.with_weak_reference()
        return weak if value else rows.exclude(pk__in=weak.values("pk"))


class TargetFilter(django_filters.FilterSet):
    """Which targets a list shows."""

    quarter = DayFilter(label="Quarter, by its first day")
    kind = django_filters.ChoiceFilter(choices=TargetKind.choices, label="Kind")
    owner = IdFilter(field_name="owner_id", label="Person")
    team = IdFilter(field_name="team_id", label="Team")

    class Meta:
        model = Target
        fields: ClassVar[list[str]] = []
