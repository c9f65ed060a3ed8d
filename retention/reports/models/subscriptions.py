"""Who gets which report, how often, in which form, and who approves it."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account
from contacts.models import Contact
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited

from ..words import ReportFormat, ReportFrequency, ReportKind
from .guards import reads_what_is_theirs
from .scope import ReportRows


class SubscriptionQuerySet(ReportRows["Subscription"]):
    """Questions over subscriptions."""

    via: ClassVar[str] = "account__"

    def current(self) -> Self:
        """Still sent."""
        return self.filter(ended_on__isnull=True)

    def to_prepare(self, *, on: date) -> Self:
        """The day on which the next report is made has come."""
        return self.current().filter(prepare_on__lte=on)


@audited(exclude=["next_on", "due_on", "prepare_on"])
class Subscription(Recorded, Versioned):
    """A report of an account, again and again; a portfolio is of no account but of its owner, who reads it.

    ``day`` counts from the last day of the period: 5 is the fifth day after it. ``next_on`` is the first day
    of the period that comes next; ``due_on`` and ``prepare_on`` are derived from it
    (docs/methods.md, Reports).
    """

    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="report_subscriptions"
    )
    kind = models.CharField(max_length=9, choices=ReportKind.choices)
    frequency = models.CharField(max_length=7, choices=ReportFrequency.choices, default=ReportFrequency.MONTH)
    day = models.PositiveSmallIntegerField(default=5)
    form = models.CharField(max_length=4, choices=ReportFormat.choices, default=ReportFormat.PDF)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reports_to_approve"
    )
    next_on = models.DateField(editable=False)
    due_on = models.DateField(editable=False)
    prepare_on = models.DateField(editable=False)
    ended_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
            models.CheckConstraint(
                condition=Q(frequency__in=ReportFrequency.values), name="report_frequency_known"
            ),
            models.CheckConstraint(condition=Q(form__in=ReportFormat.values), name="report_format_known"),
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=28), name="report_day_range"),
            models.CheckConstraint(
                condition=Q(kind=ReportKind.PORTFOLIO, account__isnull=True, approver__isnull=True)
                | ~Q(kind=ReportKind.PORTFOLIO) & Q(account__isnull=False),
                name="report_of_account_or_person",
            ),
            models.UniqueConstraint(
                fields=["owner", "frequency"],
                name="portfolio_subscribed_once",
                condition=Q(ended_on__isnull=True, kind=ReportKind.PORTFOLIO),
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "frequency"],
                name="report_subscribed_once",
                condition=Q(ended_on__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["prepare_on", "id"], name="report_to_prepare", condition=Q(ended_on__isnull=True)
            ),
            models.Index(fields=["account", "id"], name="report_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_frequency_display().lower()}"


class ReaderQuerySet(ReportRows["ReportReader"]):
    """Questions over who gets a report."""

    via: ClassVar[str] = "subscription__account__"


@audited()
class ReportReader(Recorded):
    """Somebody of either side who gets a report: a contact of the account, or one of ours."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="readers")
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="reports_received"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reports_received"
    )

    objects: ClassVar = ReaderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, user__isnull=True)
                | Q(contact__isnull=True, user__isnull=False),
                name="report_reader_is_one_person",
            ),
            models.UniqueConstraint(
                fields=["subscription", "contact", "user"], name="report_reader_once", nulls_distinct=False
            ),
        ]
        triggers: ClassVar = [reads_what_is_theirs()]

    def __str__(self) -> str:
        return f"Reader of {self.subscription_id}"
