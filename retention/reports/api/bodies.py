"""The shapes of subscriptions, reports and the sent log: what is read and what may be written."""

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.models import Contact
from retention.lib.api.fields import Body, CleanText, RecordBody, Reference, VisibleReference

from ..models import ReportIssue, ReportMail, ReportReader, Subscription

CHANGED = ("day", "form", "owner_id", "approver_id")
COLUMNS = (
    "id", "version", "account_id", "kind", "frequency", *CHANGED, "next_on", "due_on", "ended_on",
    "recorded_at",
)  # fmt: skip
READER_COLUMNS = ("id", "contact_id", "user_id")
ISSUE_COLUMNS = (
    "id", "version", "subscription_id", "period_on", "due_on", "state", "content", "sha256", "as_of",
    "approved_by_id", "approved_at", "sent_at", "skipped_reason",
)  # fmt: skip
MAIL_COLUMNS = (
    "id", "issue_id", "contact_id", "user_id", "message_id", "state", "reason", "attempts", "sent_at",
    "maybe_twice",
)  # fmt: skip


def an_id(*, null: bool = False) -> serializers.IntegerField:
    """The id of another record."""
    return serializers.IntegerField(read_only=True, allow_null=null)


class ReaderRow(serializers.ModelSerializer[ReportReader]):
    """Somebody of either side who gets it."""

    contact_id, user_id = an_id(null=True), an_id(null=True)

    class Meta:
        model = ReportReader
        fields = READER_COLUMNS
        read_only_fields = fields


class SubscriptionRow(serializers.ModelSerializer[Subscription]):
    """A report that is sent again and again, with its readers."""

    account_id, owner_id, approver_id = an_id(null=True), an_id(), an_id(null=True)
    readers = ReaderRow(many=True, read_only=True)

    class Meta:
        model = Subscription
        fields = (*COLUMNS, "readers")
        read_only_fields = fields


class SubscriptionChange(RecordBody):
    """When, in which form, whose, approved by whom."""

    owner_id = Reference(lambda user: people_at_work(), source="owner", required=False)
    approver_id = Reference(lambda user: people_at_work(), source="approver", required=False, allow_null=True)

    class Meta:
        model = Subscription
        fields: tuple[str, ...] = CHANGED
        validators: ClassVar[list[Any]] = []


class SubscriptionWrite(SubscriptionChange):
    """What it tells, of which account, how often. A portfolio is the caller's own: nothing else is said."""

    account_id = VisibleReference(Account, source="account", required=False, allow_null=True)

    class Meta(SubscriptionChange.Meta):
        fields = ("account_id", "kind", "frequency", *CHANGED)


class ReaderWrite(Body):
    """One of theirs or one of ours."""

    contact_id = VisibleReference(Contact, source="contact", required=False, allow_null=True)
    user_id = Reference(lambda user: people_at_work(), source="user", required=False, allow_null=True)


class ReaderTaken(Body):
    """Who gets it no more."""

    reader_id = VisibleReference(ReportReader, source="reader")


class IssueRow(serializers.ModelSerializer[ReportIssue]):
    """The report of a period, with the very content that its readers see."""

    subscription_id, approved_by_id = an_id(), an_id(null=True)

    class Meta:
        model = ReportIssue
        fields = ISSUE_COLUMNS
        read_only_fields = fields


class MailRow(serializers.ModelSerializer[ReportMail]):
    """A line of the sent log; ``reason`` says why a mail was not sent."""

    issue_id, contact_id, user_id = an_id(), an_id(null=True), an_id(null=True)

    class Meta:
        model = ReportMail
        fields = MAIL_COLUMNS
        read_only_fields = fields


class SkipBody(Body):
    """Why it is not sent."""

    reason = CleanText(max_length=300)
