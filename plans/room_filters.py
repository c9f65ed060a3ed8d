"""What filters of lists of cells, plays and estimates of spend mean."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet

from accounts.choosing import people_at_work
from accounts.filters import owners_for
from contacts.knowledge.our_words import names_of_one, our_lists
from retention.lib.clock import database_now
from retention.lib.filtering import DayFilter, IdFilter, OwnerFilter, PersonFilter, SearchFilter, YesFilter
from retention.lib.zones import local_day
from retention.team.models import User

from .models import SpendEstimate, WhitespaceCell, WhitespacePlay
from .models.wallet import SpendEstimateQuerySet
from .models.whitespace import CellQuerySet, RoomPlayQuerySet
from .planning.room_words import CellState, RoomStage
from .planning.wallet import SpendSource


def people_for(request: Any) -> QuerySet[User]:
    """Those who may own a play; nobody without a request."""
    return people_at_work() if request is not None else User.objects.none()


class CellFilter(django_filters.FilterSet):
    """Which cells a list shows."""

    q = SearchFilter(method="named", label="Customer, product or competitor")
    account = IdFilter(field_name="account_id", label="Account")
    unit = IdFilter(field_name="unit_id", label="Unit")
    product = IdFilter(field_name="product_id", label="Product")
    state = django_filters.MultipleChoiceFilter(choices=CellState.choices, label="State")
    owner = OwnerFilter(
        field_name="account__owner", queryset=owners_for, label="Owner", empty_label="Anybody"
    )
    competitor = SearchFilter(method="of_competitor", label="Competitor")
    room = YesFilter(method="has_room", label="With room")
    ready = YesFilter(method="is_ready", label="Ready to buy")
    stale = YesFilter(method="is_stale", label="Not looked at for 180 days")
    displace = YesFilter(method="can_be_displaced", label="Competitor’s contract ends soon")

    class Meta:
        model = WhitespaceCell
        fields: ClassVar[list[str]] = []

    @property
    def today(self) -> date:
        """The reader's day."""
        return local_day(database_now(), self.request.user.time_zone)

    def named(self, rows: CellQuerySet, name: str, value: str) -> QuerySet[WhitespaceCell]:
        """A piece of the customer's, the product's or the competitor's name."""
        found = (Q(account__name__icontains=value) | Q(product__name__icontains=value)
                 | Q(competitor__icontains=value))  # fmt: skip
        return rows.filter(found)

    def of_competitor(self, rows: CellQuerySet, name: str, value: str) -> QuerySet[WhitespaceCell]:
        """Where this competitor is named, by any name that customers or our own list have for it."""
        return rows.filter(competitor_key__in=names_of_one(value, our_lists()))

    def has_room(self, rows: CellQuerySet, name: str, value: Any) -> QuerySet[WhitespaceCell]:
        """Something is still to be won."""
        return rows.with_room(on=self.today)

    def is_ready(self, rows: CellQuerySet, name: str, value: Any) -> QuerySet[WhitespaceCell]:
        """They could buy."""
        return rows.with_room(on=self.today).ready()

    def is_stale(self, rows: CellQuerySet, name: str, value: Any) -> QuerySet[WhitespaceCell]:
        """Nobody looked for 180 days."""
        return rows.stale(on=self.today)

    def can_be_displaced(self, rows: CellQuerySet, name: str, value: Any) -> QuerySet[WhitespaceCell]:
        """A competitor's contract ends within 180 days."""
        return rows.to_displace(on=self.today)


class RoomPlayFilter(django_filters.FilterSet):
    """Which plays a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    cell = IdFilter(field_name="cell_id", label="Cell")
    owner = PersonFilter(queryset=people_for, label="Owner", empty_label="Anybody")
    stage = django_filters.MultipleChoiceFilter(choices=RoomStage.choices, label="Stage")
    running = YesFilter(method="is_running", label="Running")
    target_to = DayFilter(field_name="target_on", lookup_expr="lte", label="Wanted by")

    class Meta:
        model = WhitespacePlay
        fields: ClassVar[list[str]] = []

    def is_running(self, rows: RoomPlayQuerySet, name: str, value: Any) -> QuerySet[WhitespacePlay]:
        """Neither won nor lost nor stopped."""
        return rows.running()


class SpendFilter(django_filters.FilterSet):
    """Which estimates of spend a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    family = django_filters.CharFilter(max_length=120, label="Family of products")
    source = django_filters.MultipleChoiceFilter(choices=SpendSource.choices, label="How we know")
    current = YesFilter(method="is_standing", label="That stand")

    class Meta:
        model = SpendEstimate
        fields: ClassVar[list[str]] = []

    def is_standing(self, rows: SpendEstimateQuerySet, name: str, value: Any) -> QuerySet[SpendEstimate]:
        """The newest of each family that was not taken back."""
        return rows.current()
