"""What the filters of lists of what we know mean, for pages, API and files alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet

from accounts.filters import owners_for
from retention.lib.clock import database_now
from retention.lib.filtering import DayFilter, IdFilter, OwnerFilter, SearchFilter, YesFilter
from retention.lib.folding import folded
from retention.lib.zones import local_day

from .knowledge.competitors import keys_of
from .knowledge.our_words import names_it, names_of_one, our_lists
from .knowledge.ratings import without_action
from .knowledge.words import RATED, FactOutcome, FactSource, Threat, Topic
from .models import KnownFact, KnownFactQuerySet


class FactFilter(django_filters.FilterSet):
    """What is known of which account; superseded and taken back only when asked for."""

    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Contact")
    topic = django_filters.MultipleChoiceFilter(choices=Topic.choices, label="Question")
    source = django_filters.MultipleChoiceFilter(choices=FactSource.choices, label="How we know")
    idle = YesFilter(method="is_idle", label="Nothing done in 60 days")
    stale_on = DayFilter(field_name="fresh_until", lookup_expr="lt", label="Stale on")
    is_current = django_filters.BooleanFilter(label="Stands")

    class Meta:
        model = KnownFact
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: KnownFactQuerySet) -> QuerySet[KnownFact]:
        """What was asked for; what no longer stands is left out unless it was asked for."""
        rows: KnownFactQuerySet = super().filter_queryset(queryset)
        return rows.current() if self.form.cleaned_data.get("is_current") is None else rows

    def is_idle(self, rows: KnownFactQuerySet, name: str, value: Any) -> QuerySet[KnownFact]:
        """Why they stay and what they judge us by, where nobody did anything for sixty days."""
        user = self.request.user
        about = rows.filter(topic__in=RATED, outcome=FactOutcome.ANSWERED)
        return without_action(about, on=local_day(database_now(), user.time_zone), reader=user)


class CompetitorFilter(django_filters.FilterSet):
    """Which competitors named by customers a list shows."""

    q = SearchFilter(method="called", label="Competitor")
    named = SearchFilter(method="of_one", label="Named")
    value = django_filters.MultipleChoiceFilter(choices=Threat.choices, label="How near they are")
    account = IdFilter(field_name="account_id", label="Account")
    owner = OwnerFilter(
        field_name="account__owner", queryset=owners_for, label="Account owner", empty_label="Anybody"
    )
    decides_before = DayFilter(
        field_name="account__next_decision_on", lookup_expr="lt", label="Decides before"
    )
    ours = django_filters.BooleanFilter(method="of_ours", label="On our list")

    class Meta:
        model = KnownFact
        fields: ClassVar[list[str]] = []

    def called(self, rows: QuerySet[KnownFact], name: str, value: str) -> QuerySet[KnownFact]:
        """A piece of the name, whatever its case and accents."""
        return rows.filter(named_key__contains=folded(value))

    def of_one(self, rows: QuerySet[KnownFact], name: str, value: str) -> QuerySet[KnownFact]:
        """One competitor, however customers spell capitals and accents, by any name our own list has."""
        return rows.filter(named_key__in=names_of_one(value, our_lists()))

    def of_ours(self, rows: QuerySet[KnownFact], name: str, value: bool) -> QuerySet[KnownFact]:
        """Those whom we count ourselves, or those whom we do not."""
        ours = Q(named_key__in=keys_of(our_lists()))
        return rows.filter(ours if value else ~ours)


class PlaceFilter(django_filters.NumberFilter):
    """A place on our own list, the first is 1; 0 stands for none of them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"min_value": 0, "max_value": 99, "decimal_places": 0, **options})

    def get_max_validator(self) -> None:
        """The field has its own bound."""
        return None


class DifferenceFilter(django_filters.FilterSet):
    """Which answers on what sets us apart a list shows."""

    q = SearchFilter(method="saying", label="Search")
    ours = PlaceFilter(method="of_ours", label="Which of ours")
    account = IdFilter(field_name="account_id", label="Account")
    owner = OwnerFilter(
        field_name="account__owner", queryset=owners_for, label="Account owner", empty_label="Anybody"
    )

    class Meta:
        model = KnownFact
        fields: ClassVar[list[str]] = []

    def saying(self, rows: QuerySet[KnownFact], name: str, value: str) -> QuerySet[KnownFact]:
        """A piece of what was said, whatever its case and accents."""
        return rows.filter(Q(folded_text__contains=folded(value)))

    def of_ours(self, rows: QuerySet[KnownFact], name: str, value: Any) -> QuerySet[KnownFact]:
        """One of ours by its place, or with 0 what names none of ours."""
        words, place = our_lists().differences, int(value)
        if place > len(words):
            return rows.none()
        wanted = words[place - 1 : place] if place else words
        said = Q(pk__in=[])
        for word in wanted:
            said |= names_it(word)
        return rows.filter(said if place else ~said)


class RatedFilter(django_filters.FilterSet):
    """Which reasons to stay, and things they judge us by, a list shows."""

    topic = django_filters.ChoiceFilter(
        choices=[(topic.value, topic.label) for topic in RATED], label="What it is", empty_label="Both"
    )
    idle = YesFilter(method="is_idle", label="Nothing done in 60 days")
    account = IdFilter(field_name="account_id", label="Account")
    owner = OwnerFilter(
        field_name="account__owner", queryset=owners_for, label="Account owner", empty_label="Anybody"
    )
    importance = django_filters.NumberFilter(
        min_value=1, max_value=5, decimal_places=0, lookup_expr="gte", label="Importance from"
    )

    class Meta:
        model = KnownFact
        fields: ClassVar[list[str]] = []

    def is_idle(self, rows: QuerySet[KnownFact], name: str, value: Any) -> QuerySet[KnownFact]:
        """Known for sixty days, with no step open and none finished meanwhile."""
        user = self.request.user
        return without_action(rows, on=local_day(database_now(), user.time_zone), reader=user)
