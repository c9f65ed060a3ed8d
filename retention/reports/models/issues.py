"""One report of one period: made, approved, sent or skipped; and what became of each mail."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from contacts.models import Contact
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited

from ..words import OPEN, IssueState, MailState
from .guards import log_is_added_to, sent_stays
from .scope import ReportRows
from .subscriptions import Subscription


class IssueQuerySet(ReportRows["ReportIssue"]):
    """Questions over reports."""

    via: ClassVar[str] = "subscription__account__"

    def waiting(self) -> Self:
        """Made, and not approved yet."""
        return self.filter(state=IssueState.PREPARED)

    def finished(self) -> Self:
        """Sent or skipped."""
        return self.exclude(state__in=OPEN)


@audited(exclude=["content", "sources"])
class ReportIssue(Recorded, Versioned):
    """The report of a period. ``content`` is what its readers see, ``sha256`` its fingerprint, ``as_of`` the
    moment whose knowledge it holds; ``sources`` are the rows it was made of. Sent, it never changes.
    """

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="issues")
    period_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=IssueState.choices, default=IssueState.PREPARED)
    content = models.JSONField(default=dict, blank=True)
    sources = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    as_of = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    skipped_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar = IssueQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=IssueState.values), name="issue_state_known"),
            models.CheckConstraint(
                condition=Q(state=IssueState.SKIPPED)
                | Q(sha256__regex=r"^[0-9a-f]{64}$", as_of__isnull=False),
                name="issue_has_its_content",
            ),
            models.CheckConstraint(
                condition=~Q(state=IssueState.SKIPPED) | ~Q(skipped_reason=""), name="issue_skipped_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(IssueState.PREPARED, IssueState.SKIPPED))
                | Q(approved_at__isnull=False),
                name="issue_approved_before_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state=IssueState.SENT) | Q(sent_at__isnull=False), name="issue_sent_says_when"
            ),
            models.UniqueConstraint(fields=["subscription", "period_on"], name="issue_once_a_period"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on", "id"], name="issue_open", condition=Q(state__in=OPEN)),
        ]
        triggers: ClassVar = [sent_stays()]

    def __str__(self) -> str:
        return f"Report {self.subscription_id} of {self.period_on}"


class ReportMailQuerySet(ReportRows["ReportMail"]):
    """Questions over the sent log."""

    via: ClassVar[str] = "issue__subscription__account__"


@audited(exclude=["claimed_at", "next_try_at", "attempts"])
class ReportMail(Recorded):
    """A line of the sent log: the mail of a report to one reader, with a Message-ID fixed before the first
    attempt. ``reason`` says why it was not sent. Finished, the line never changes.
    """

    issue = models.ForeignKey(ReportIssue, models.PROTECT, related_name="mails")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="report_mails")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="report_mails"
    )
    address = models.CharField(max_length=254, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.PENDING)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    maybe_twice = models.BooleanField(default=False)

    objects: ClassVar = ReportMailQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="report_mail_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=(MailState.SUPPRESSED, MailState.DEAD)) | ~Q(reason=""),
                name="report_mail_says_why_not",
            ),
            models.UniqueConstraint(
                fields=["issue", "contact", "user"], name="report_mail_once", nulls_distinct=False
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at", "id"], name="report_mail_due", condition=Q(state="pending")),
        ]
        triggers: ClassVar = [log_is_added_to()]

    def __str__(self) -> str:
        return self.message_id
