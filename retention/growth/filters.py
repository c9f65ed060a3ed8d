"""Which lost deals, asks, consents and targets a list shows, for pages and API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from accounts.choosing import people_of_ours
from retention.lib.filtering import DayFilter, IdFilter, PersonFilter, SearchFilter, YesFilter
from retention.team.models import User

from .models import (
    AdvocacyAsk,
    AdvocacyConsent,
    AdvocacyConsentQuerySet,
    AdvocacyKind,
    AskOutcome,
    LostDeal,
    LostDealQuerySet,
    LostReason,
    Target,
    TargetKind,
)


def people_for(request: Any) -> QuerySet[User]:
    """Our people to choose from; nobody without a request."""
    return people_of_ours() if request is not None else people_of_ours().none()


class AdvocacyFilter(django_filters.FilterSet):
    """Which asks a list shows."""

    q = SearchFilter(field_name="prospect", lookup_expr="icontains", label="For whom")
    kind = django_filters.MultipleChoiceFilter(choices=AdvocacyKind.choices, label="What for")
    outcome = django_filters.MultipleChoiceFilter(choices=AskOutcome.choices, label="What became of it")
    asked_by = PersonFilter(queryset=people_for, label="Asked by", empty_label="Anybody")
    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Contact")
    deal = django_filters.BooleanFilter(
        field_name="deal", lookup_expr="isnull", exclude=True, label="For a deal that was lost"
    )
    asked_after = DayFilter(field_name="asked_on", lookup_expr="gt", label="Asked after")
    asked_before = DayFilter(field_name="asked_on", lookup_expr="lt", label="Asked before")

    class Meta:
        model = AdvocacyAsk
        fields: ClassVar[list[str]] = []


class ConsentFilter(django_filters.FilterSet):
    """Which consents a list shows; those that ended only when asked for."""

    kind = django_filters.MultipleChoiceFilter(choices=AdvocacyKind.choices, label="What for")
    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Contact")
    ended = YesFilter(method="with_ended", label="Also those that ended")

    class Meta:
        model = AdvocacyConsent
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: AdvocacyConsentQuerySet) -> QuerySet[AdvocacyConsent]:
        """Only what stands, unless the question says otherwise."""
        found: QuerySet[AdvocacyConsent] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("ended") else found.filter(ended_on__isnull=True)

    def with_ended(self, rows: QuerySet[AdvocacyConsent], name: str, value: str) -> QuerySet[AdvocacyConsent]:
        """Read by ``filter_queryset``."""
        return rows


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
