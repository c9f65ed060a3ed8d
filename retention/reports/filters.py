"""Which subscriptions, reports and lines of the sent log a list shows."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from contacts.filters import people_for
from retention.lib.filtering import DayFilter, IdFilter, PersonFilter, YesFilter

from .models import IssueQuerySet, ReportIssue, ReportMail, Subscription, SubscriptionQuerySet
from .words import IssueState, MailState, ReportFrequency, ReportKind


class SubscriptionFilter(django_filters.FilterSet):
    """Which subscriptions a list shows; ended ones only when asked for."""

    account = IdFilter(field_name="account_id", label="Account")
    kind = django_filters.MultipleChoiceFilter(choices=ReportKind.choices, label="What it tells")
    frequency = django_filters.ChoiceFilter(choices=ReportFrequency.choices, label="How often")
    owner = PersonFilter(queryset=people_for, label="Owner", empty_label="Anybody")
    due_before = DayFilter(field_name="due_on", lookup_expr="lt", label="Due before")
    ended = YesFilter(method="has_ended", label="Ended")

    class Meta:
        model = Subscription
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: SubscriptionQuerySet) -> QuerySet[Subscription]:
        """What was asked for; ended ones are left out unless asked for."""
        rows: SubscriptionQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("ended") else rows.current()

    def has_ended(self, rows: SubscriptionQuerySet, name: str, value: Any) -> QuerySet[Subscription]:
        """Sent no more."""
        return rows.filter(ended_on__isnull=False)


class IssueFilter(django_filters.FilterSet):
    """Which reports a list shows."""

    account = IdFilter(field_name="subscription__account_id", label="Account")
    subscription = IdFilter(field_name="subscription_id", label="Subscription")
    state = django_filters.MultipleChoiceFilter(choices=IssueState.choices, label="State")
    approver = PersonFilter(
        field_name="subscription__approver", queryset=people_for, label="Who approves", empty_label="Anybody"
    )
    due_before = DayFilter(field_name="due_on", lookup_expr="lt", label="Due before")

    class Meta:
        model = ReportIssue
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: IssueQuerySet) -> QuerySet[ReportIssue]:
        """What was asked for."""
        rows: IssueQuerySet = super().filter_queryset(queryset)
        return rows


class MailFilter(django_filters.FilterSet):
    """Which lines of the sent log a list shows."""

    account = IdFilter(field_name="issue__subscription__account_id", label="Account")
    issue = IdFilter(field_name="issue_id", label="Report")
    contact = IdFilter(field_name="contact_id", label="Contact")
    state = django_filters.MultipleChoiceFilter(choices=MailState.choices, label="State")

    class Meta:
        model = ReportMail
        fields: ClassVar[list[str]] = []
