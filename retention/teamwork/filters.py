"""Which pairs, deliverables, praise and comments a list shows, for pages and API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from contacts.filters import people_for
from retention.lib.clock import database_now
from retention.lib.filtering import DayFilter, IdFilter, PersonFilter, SearchFilter, YesFilter
from retention.lib.zones import local_day

from .models import (
    Comment,
    CommentQuerySet,
    Deliverable,
    DeliverableKind,
    DeliverableQuerySet,
    ExecutivePairing,
    Kudos,
    Mention,
    PairingQuerySet,
)


class PairFilter(django_filters.FilterSet):
    """Which executive pairs a list shows; ended ones only when asked for."""

    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Contact")
    user = PersonFilter(queryset=people_for, label="Our executive", empty_label="Anybody")
    late = YesFilter(method="is_late", label="Talk is late")
    waiting = YesFilter(method="waits", label="Follow-up is late")
    broken = YesFilter(method="is_broken", label="One of the two has left")
    ended = YesFilter(method="has_ended", label="Ended")
    talk_before = DayFilter(field_name="talk_on", lookup_expr="lt", label="Next talk before")

    class Meta:
        model = ExecutivePairing
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: PairingQuerySet) -> QuerySet[ExecutivePairing]:
        """What was asked for; who is no pair any more is left out unless asked for."""
        rows: PairingQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("ended") else rows.current()

    def is_late(self, rows: PairingQuerySet, name: str, value: Any) -> QuerySet[ExecutivePairing]:
        """The day of their next talk has passed in the reader's zone."""
        return rows.overdue(on=self._today())

    def waits(self, rows: PairingQuerySet, name: str, value: Any) -> QuerySet[ExecutivePairing]:
        """Nobody said in time what follows from a talk."""
        return rows.with_late_follow_up(on=self._today())

    def is_broken(self, rows: PairingQuerySet, name: str, value: Any) -> QuerySet[ExecutivePairing]:
        """Ours or theirs is not there any more."""
        return rows.broken()

    def has_ended(self, rows: PairingQuerySet, name: str, value: Any) -> QuerySet[ExecutivePairing]:
        """No pair any more."""
        return rows.filter(ends_on__isnull=False)

    def _today(self) -> Any:
        return local_day(database_now(), self.request.user.time_zone)


class DeliverableFilter(django_filters.FilterSet):
    """Which deliverables a list shows; ended ones only when asked for."""

    q = SearchFilter(field_name="name", lookup_expr="icontains")
    account = IdFilter(field_name="account_id", label="Account")
    kind = django_filters.MultipleChoiceFilter(choices=DeliverableKind.choices, label="Kind")
    accountable_user = PersonFilter(queryset=people_for, label="Accountable", empty_label="Anybody")
    gap = YesFilter(method="has_gap", label="With a gap")
    unsent = YesFilter(method="has_no_recipient", label="Nobody receives it")
    ended = YesFilter(method="has_ended", label="Ended")

    class Meta:
        model = Deliverable
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: DeliverableQuerySet) -> QuerySet[Deliverable]:
        """What was asked for; what is delivered no more is left out unless asked for."""
        rows: DeliverableQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("ended") else rows.current()

    def has_gap(self, rows: DeliverableQuerySet, name: str, value: Any) -> QuerySet[Deliverable]:
        """Nobody receives it, does it, or whoever answers for it has left."""
        return rows.with_gaps()

    def has_no_recipient(self, rows: DeliverableQuerySet, name: str, value: Any) -> QuerySet[Deliverable]:
        """Nobody we know receives it."""
        return rows.without_recipient()

    def has_ended(self, rows: DeliverableQuerySet, name: str, value: Any) -> QuerySet[Deliverable]:
        """Delivered no more."""
        return rows.filter(ended_on__isnull=False)


class KudosFilter(django_filters.FilterSet):
    """Which praise a list shows."""

    to = PersonFilter(queryset=people_for, label="For", empty_label="Anybody")
    by = PersonFilter(queryset=people_for, label="From a colleague", empty_label="Anybody")
    account = IdFilter(field_name="account_id", label="Account")
    customers = django_filters.BooleanFilter(
        field_name="feedback", lookup_expr="isnull", exclude=True, label="From a customer"
    )
    given_after = DayFilter(field_name="given_on", lookup_expr="gt", label="After")

    class Meta:
        model = Kudos
        fields: ClassVar[list[str]] = []


class CommentFilter(django_filters.FilterSet):
    """Which comments a list shows; withdrawn ones are no news to anybody."""

    q = SearchFilter(field_name="text", lookup_expr="icontains")
    account = IdFilter(field_name="account_id", label="Account")
    author = PersonFilter(queryset=people_for, label="Written by", empty_label="Anybody")
    mentioned = PersonFilter(
        queryset=people_for, field_name="mentions__user", label="Names", empty_label="Anybody"
    )
    unanswered = YesFilter(method="waits_for_me", label="Waits for me")
    touchpoint = IdFilter(field_name="touchpoint_id", label="About the touchpoint")
    promise = IdFilter(field_name="promise_id", label="About the promise")
    renewal = IdFilter(field_name="renewal_id", label="About the renewal")
    feedback = IdFilter(field_name="feedback_id", label="About the feedback")
    plan = IdFilter(field_name="plan_id", label="About the plan")
    thread = IdFilter(field_name="parent_id", label="Answers the comment")

    class Meta:
        model = Comment
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: CommentQuerySet) -> QuerySet[Comment]:
        """What was asked for, of what stands."""
        rows: CommentQuerySet = super().filter_queryset(queryset)
        return rows.standing()

    def waits_for_me(self, rows: CommentQuerySet, name: str, value: Any) -> QuerySet[Comment]:
        """The reader is named and has not said that they know."""
        mine = Mention.objects.unanswered().filter(user=self.request.user)
        return rows.filter(pk__in=mine.values("comment"))
