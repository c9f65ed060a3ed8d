"""What the filters of contact, touchpoint, step and promise lists mean, for pages, API and exports alike."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet

from accounts.choosing import people_of_ours
from accounts.filters import owners_for
from retention.lib.clock import database_now
from retention.lib.filtering import (
    DayFilter,
    DaysFilter,
    IdFilter,
    OwnerFilter,
    PersonFilter,
    SearchFilter,
    WordsFilter,
    YesFilter,
)
from retention.lib.folding import folded
from retention.lib.zones import day_bounds, local_day
from retention.team.models import User

from .choices import (
    BuyingRole,
    Channel,
    ContactStatus,
    Direction,
    Mood,
    Outcome,
    PromiseState,
    Purpose,
    Side,
    StepState,
)
from .models import (
    Contact,
    ContactQuerySet,
    FeedbackItem,
    FeedbackKind,
    FeedbackQuerySet,
    FeedbackState,
    NextStep,
    Objection,
    ObjectionQuerySet,
    Promise,
    PromiseQuerySet,
    SurveyAsked,
    SurveyKind,
    Touchpoint,
    TouchpointQuerySet,
)


def people_for(request: Any) -> QuerySet[User]:
    """Our people to choose from; nobody without a request."""
    return people_of_ours() if request is not None else people_of_ours().none()


class ContactFilter(django_filters.FilterSet):
    """Which contacts a list shows."""

    q = SearchFilter(method="named")
    account = IdFilter(field_name="account_id", label="Account")
    owner = OwnerFilter(
        field_name="account__owner", queryset=owners_for, label="Account owner", empty_label="Anybody"
    )
    buying_role = WordsFilter(choices=BuyingRole.choices, label="Buying role")
    status = WordsFilter(choices=ContactStatus.choices, label="Status")
    is_key = django_filters.BooleanFilter(label="Key contact")
    is_placeholder = django_filters.BooleanFilter(label="Nobody known yet")
    quiet_days = DaysFilter(method="quiet_for", label="No two-way touchpoint for (days)")

    class Meta:
        model = Contact
        fields: ClassVar[list[str]] = []

    def named(self, rows: ContactQuerySet, name: str, value: str) -> QuerySet[Contact]:
        """By a part of the name, or the whole e-mail address."""
        return rows.filter(
            Q(person__name_key__contains=folded(value)) | Q(person__email=value.strip().lower())
        )

    def quiet_for(self, rows: ContactQuerySet, name: str, value: Any) -> QuerySet[Contact]:
        """They did not speak with us for that many days, or ever."""
        since = database_now() - timedelta(days=int(value))
        return rows.in_seat().filter(Q(last_two_way_at__lt=since) | Q(last_two_way_at__isnull=True))


class SuppressionFilter(django_filters.FilterSet):
    """Whom a campaign asks about."""

    email = django_filters.CharFilter(method="of_address", max_length=254, label="E-mail")
    account = IdFilter(field_name="account_id", label="Account")

    class Meta:
        model = Contact
        fields: ClassVar[list[str]] = []

    def of_address(self, rows: ContactQuerySet, name: str, value: str) -> QuerySet[Contact]:
        """Exactly this address, in small letters as we keep it."""
        return rows.filter(person__email=value.strip().lower())


class ObjectionFilter(django_filters.FilterSet):
    """Which objections a list shows."""

    contact = IdFilter(field_name="contact_id", label="Contact")
    account = IdFilter(field_name="contact__account_id", label="Account")
    standing = YesFilter(method="still_stands", label="Standing")

    class Meta:
        model = Objection
        fields: ClassVar[list[str]] = []

    def still_stands(self, rows: ObjectionQuerySet, name: str, value: Any) -> QuerySet[Objection]:
        """Not lifted."""
        return rows.standing()


class TouchpointFilter(django_filters.FilterSet):
    """Which touchpoints a list shows; corrected and withdrawn ones only when asked for."""

    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_links__contact_id", label="Contact")
    logged_by = PersonFilter(queryset=people_for, label="Logged by", empty_label="Anybody")
    channel = WordsFilter(choices=Channel.choices, label="Channel")
    direction = django_filters.ChoiceFilter(choices=Direction.choices, label="Direction")
    outcome = WordsFilter(choices=Outcome.choices, label="Outcome")
    purpose = WordsFilter(choices=Purpose.choices, label="Purpose")
    mood = WordsFilter(choices=Mood.choices, label="Mood")
    two_way = django_filters.BooleanFilter(field_name="is_qualifying", label="Two-way")
    since = DayFilter(method="from_day", label="From")
    until = DayFilter(method="to_day", label="To")
    is_current = django_filters.BooleanFilter(label="Stands")

    class Meta:
        model = Touchpoint
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: TouchpointQuerySet) -> QuerySet[Touchpoint]:
        """What was asked for; what no longer stands is left out unless it was asked for."""
        rows: TouchpointQuerySet = super().filter_queryset(queryset)
        return rows.current() if self.form.cleaned_data.get("is_current") is None else rows

    def from_day(self, rows: TouchpointQuerySet, name: str, value: Any) -> QuerySet[Touchpoint]:
        """From the start of that day in the reader's zone."""
        return rows.filter(happened_at__gte=day_bounds(value, self.request.user.time_zone)[0])

    def to_day(self, rows: TouchpointQuerySet, name: str, value: Any) -> QuerySet[Touchpoint]:
        """Up to the end of that day in the reader's zone."""
        return rows.filter(happened_at__lt=day_bounds(value, self.request.user.time_zone)[1])


class StepFilter(django_filters.FilterSet):
    """Which next steps a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    owner = PersonFilter(queryset=people_for, label="Whose", empty_label="Anybody")
    state = WordsFilter(choices=StepState.choices, label="State")
    due_before = DayFilter(field_name="due_on", lookup_expr="lt", label="Due before")

    class Meta:
        model = NextStep
        fields: ClassVar[list[str]] = []


class FeedbackFilter(django_filters.FilterSet):
    """Which complaints, ideas and praise a list shows; closed ones only when asked for."""

    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Contact")
    owner = PersonFilter(queryset=people_for, label="Who replies", empty_label="Anybody")
    about_user = PersonFilter(queryset=people_for, label="Praise is for", empty_label="Anybody")
    kind = WordsFilter(choices=FeedbackKind.choices, label="What it is")
    state = WordsFilter(choices=FeedbackState.choices, label="State")
    late = YesFilter(method="is_late", label="Late")

    class Meta:
        model = FeedbackItem
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: FeedbackQuerySet) -> QuerySet[FeedbackItem]:
        """What was asked for; what is closed is left out unless a state was asked for."""
        rows: FeedbackQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.open()

    def is_late(self, rows: FeedbackQuerySet, name: str, value: Any) -> QuerySet[FeedbackItem]:
        """Something is owed to them, and its day has passed in the reader's zone."""
        return rows.late(on=local_day(database_now(), self.request.user.time_zone))


class SurveyFilter(django_filters.FilterSet):
    """Which surveys a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Contact")
    kind = WordsFilter(choices=SurveyKind.choices, label="Question")
    answered = django_filters.BooleanFilter(
        field_name="score", lookup_expr="isnull", exclude=True, label="Answered"
    )

    class Meta:
        model = SurveyAsked
        fields: ClassVar[list[str]] = []


class PromiseFilter(django_filters.FilterSet):
    """Which promises a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Contact")
    user = PersonFilter(queryset=people_for, label="Who keeps it", empty_label="Anybody")
    side = django_filters.ChoiceFilter(choices=Side.choices, label="Whose promise")
    state = WordsFilter(choices=PromiseState.choices, label="State")
    due_before = DayFilter(field_name="due_on", lookup_expr="lt", label="Due before")
    late = YesFilter(method="is_late", label="Late")

    class Meta:
        model = Promise
        fields: ClassVar[list[str]] = []

    def is_late(self, rows: PromiseQuerySet, name: str, value: Any) -> QuerySet[Promise]:
        """Open, and past their day in the reader's zone."""
        return rows.late(on=local_day(database_now(), self.request.user.time_zone))
