"""What the filters of walks, steps, hand-offs and networks mean, for pages and API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from accounts.choices import TeamFunction
from accounts.choosing import people_of_ours
from retention.lib.clock import database_now
from retention.lib.filtering import ME, IdFilter, PersonFilter, SearchFilter, YesFilter
from retention.lib.zones import local_day
from retention.team.models import User

from .choices import HandoffState, Party, WalkState
from .models import (
    ContractWalk,
    Handoff,
    HandoffQuerySet,
    NetworkQuerySet,
    NetworkTie,
    WalkQuerySet,
    WalkStep,
)


def people_for(request: Any) -> QuerySet[User]:
    """Our people to choose from; nobody without a request."""
    return people_of_ours() if request is not None else people_of_ours().none()


class WalkFilter(django_filters.FilterSet):
    """Which walks a list shows; ended ones only when asked for."""

    account = IdFilter(field_name="contract__account_id", label="Account")
    contract = IdFilter(field_name="contract_id", label="Contract")
    state = django_filters.MultipleChoiceFilter(choices=WalkState.choices, label="State")
    holder = PersonFilter(queryset=people_for, method="held_by", label="Stands with", empty_label="Anybody")
    function = django_filters.ChoiceFilter(
        choices=TeamFunction.choices, method="stands_at", label="Stands at the function"
    )
    partner = SearchFilter(method="depends_on", label="Depends on the partner")
    late = YesFilter(method="is_late", label="Late")
    unheld = YesFilter(method="has_no_holder", label="A step without anybody")

    class Meta:
        model = ContractWalk
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: WalkQuerySet) -> QuerySet[ContractWalk]:
        """What was asked for; without a state those under way."""
        rows: WalkQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.under_way()

    def held_by(self, rows: WalkQuerySet, name: str, value: Any) -> WalkQuerySet:
        """It stands at a step of theirs, or waits for them to accept it."""
        return rows.held_by(self.request.user.pk if value == ME else value.pk)

    def stands_at(self, rows: WalkQuerySet, name: str, value: str) -> WalkQuerySet:
        """The step it stands at is done by this function."""
        return rows.standing_at(value)

    def depends_on(self, rows: WalkQuerySet, name: str, value: str) -> WalkQuerySet:
        """Any of its steps is with a partner of that name."""
        return rows.depending_on(value.strip())

    def is_late(self, rows: WalkQuerySet, name: str, value: Any) -> WalkQuerySet:
        """Past its day, in the reader's day."""
        return rows.late(on=local_day(database_now(), self.request.user.time_zone))

    def has_no_holder(self, rows: WalkQuerySet, name: str, value: Any) -> WalkQuerySet:
        """Nobody holds one of the steps still to be left."""
        return rows.with_a_step_of_nobody()


class WalkStepFilter(django_filters.FilterSet):
    """Which steps a list shows."""

    walk = IdFilter(field_name="walk_id", label="Walk")
    account = IdFilter(field_name="walk__contract__account_id", label="Account")
    owner_user = PersonFilter(queryset=people_for, label="Held by", empty_label="Anybody")
    party = django_filters.MultipleChoiceFilter(choices=Party.choices, label="Where")
    partner = SearchFilter(field_name="partner", lookup_expr="iexact", label="Partner")

    class Meta:
        model = WalkStep
        fields: ClassVar[list[str]] = []


class HandoffFilter(django_filters.FilterSet):
    """Which hand-offs a list shows; settled ones only when asked for."""

    walk = IdFilter(field_name="walk_id", label="Walk")
    account = IdFilter(field_name="walk__contract__account_id", label="Account")
    receiver = PersonFilter(
        field_name="to_step__owner_user", queryset=people_for, label="Received by", empty_label="Anybody"
    )
    state = django_filters.MultipleChoiceFilter(choices=HandoffState.choices, label="State")

    class Meta:
        model = Handoff
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: HandoffQuerySet) -> QuerySet[Handoff]:
        """What was asked for; without a state those that wait."""
        rows: HandoffQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.waiting()


class NetworkFilter(django_filters.FilterSet):
    """Which colleagues of one's network a list shows."""

    function = django_filters.MultipleChoiceFilter(choices=TeamFunction.choices, label="Function")
    late = YesFilter(method="is_late", label="Late")

    class Meta:
        model = NetworkTie
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: NetworkQuerySet) -> QuerySet[NetworkTie]:
        """Those one still keeps up with."""
        rows: NetworkQuerySet = super().filter_queryset(queryset)
        return rows.current()

    def is_late(self, rows: NetworkQuerySet, name: str, value: Any) -> QuerySet[NetworkTie]:
        """Their day has passed."""
        return rows.filter(next_on__lt=local_day(database_now(), self.request.user.time_zone))
