"""`/api/v1/report-subscriptions/`, `/api/v1/report-issues/`, `/api/v1/report-mails/`."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Nothing
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.issues import approve_issue, prepare_again, send_issue, skip_issue
from ..actions.portfolios import end_portfolio, subscribe_portfolio
from ..actions.subscriptions import add_reader, edit_subscription, end_subscription, remove_reader, subscribe
from ..filters import IssueFilter, MailFilter, SubscriptionFilter
from ..models import ReportIssue, ReportMail, ReportReader, Subscription
from ..words import ReportKind
from .bodies import (
    COLUMNS,
    ISSUE_COLUMNS,
    MAIL_COLUMNS,
    READER_COLUMNS,
    IssueRow,
    MailRow,
    ReaderTaken,
    ReaderWrite,
    SkipBody,
    SubscriptionChange,
    SubscriptionRow,
    SubscriptionWrite,
)


class SubscriptionViewSet(ScopedViewSet):
    """Subscriptions of the accounts the caller may see."""

    resource = "reports"
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "contact", "user", "owner", "approver")}
    model = Subscription
    columns: ClassVar = COLUMNS
    filterset_class = SubscriptionFilter
    serializer_class = SubscriptionRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add the readers, in one query for the page."""
        by_id = {row["id"]: row for row in rows}
        for row in rows:
            row["readers"] = []
        seen = ReportReader.objects.visible_to(self.request.user).filter(subscription__in=list(by_id))
        for each in seen.order_by("id").values("subscription_id", *READER_COLUMNS):
            by_id[each.pop("subscription_id")]["readers"].append(each)
        return rows

    @reads(SubscriptionRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of subscriptions; ended ones only with `ended=1`."""
        return super().list(request)

    @reads(SubscriptionRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One subscription."""
        return super().retrieve(request, pk)

    @creates(SubscriptionWrite, SubscriptionRow)
    def create(self, request: Request) -> Response:
        """Have a report sent from the running period on; name its readers next."""
        said, told = self.said(SubscriptionWrite), {"by": self.caller, "at": database_now()}
        if said == {"kind": ReportKind.PORTFOLIO}:
            made = subscribe_portfolio(**told)
        elif said.get("account") is None:
            raise serializers.ValidationError({"account_id": ["Say of which account."]})
        else:
            made = subscribe(**said, **told)
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(SubscriptionChange, SubscriptionRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change day, form, owner or approver, starting from the version you have read."""
        row, version = self.record(pk), seen_version(request)
        said = self.said(SubscriptionChange, partial=True)
        edit_subscription(
            subscription=row, changes=said, by=self.caller, at=database_now(), expected_version=version
        )
        return self.told(row.pk)

    @creates(Nothing, SubscriptionRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """It is sent no more."""
        row = self.record(pk)
        self.said(Nothing)
        ends = end_portfolio if row.account_id is None else end_subscription
        ends(subscription=row, by=self.caller, at=database_now())
        return self.told(row.pk)

    @creates(ReaderWrite, SubscriptionRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def readers(self, request: Request, pk: str) -> Response:
        """Say who gets it: a contact of the account, or one of ours."""
        row = self.record(pk)
        add_reader(subscription=row, by=self.caller, at=database_now(), **self.said(ReaderWrite))
        return self.told(row.pk, status.HTTP_201_CREATED)

    @creates(ReaderTaken, SubscriptionRow, status=200)
    @action(
        detail=True, methods=["post"], url_path="readers-ended", filter_backends=(), pagination_class=None
    )
    def readers_ended(self, request: Request, pk: str) -> Response:
        """Say who gets it no more."""
        row, reader = self.record(pk), self.said(ReaderTaken)["reader"]
        if reader.subscription_id != row.pk:
            raise serializers.ValidationError({"reader_id": ["They read another report."]})
        remove_reader(reader=reader, by=self.caller, at=database_now())
        return self.told(row.pk)


class IssueViewSet(ScopedViewSet):
    """Reports of periods, at the accounts the caller may see."""

    resource = "reports"
    model = ReportIssue
    columns: ClassVar = ISSUE_COLUMNS
    filterset_class = IssueFilter
    serializer_class = IssueRow

    @reads(IssueRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of reports."""
        return super().list(request)

    @reads(IssueRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One report with its content."""
        return super().retrieve(request, pk)

    @creates(Nothing, IssueRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def approve(self, request: Request, pk: str) -> Response:
        """It may go as it is, on its day."""
        return self._does(approve_issue, pk, Nothing)

    @creates(Nothing, IssueRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def again(self, request: Request, pk: str) -> Response:
        """Make a report that waits anew, from what is known now."""
        return self._does(prepare_again, pk, Nothing)

    @creates(Nothing, IssueRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def send(self, request: Request, pk: str) -> Response:
        """Send it with the next round, whatever its day; one that waits is approved by it."""
        return self._does(send_issue, pk, Nothing)

    @creates(SkipBody, IssueRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def skip(self, request: Request, pk: str) -> Response:
        """This one is not sent, and why."""
        return self._does(skip_issue, pk, SkipBody)

    def _does(self, act: Any, pk: str, shape: Any) -> Response:
        row = self.record(pk)
        act(issue=row, by=self.caller, at=database_now(), **self.said(shape))
        return self.told(row.pk)


class ReportMailViewSet(ScopedViewSet):
    """The sent log, at the accounts the caller may see."""

    resource = "reports"
    model = ReportMail
    columns: ClassVar = MAIL_COLUMNS
    filterset_class = MailFilter
    serializer_class = MailRow

    @reads(MailRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of the sent log."""
        return super().list(request)

    @reads(MailRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One line of it."""
        return super().retrieve(request, pk)
