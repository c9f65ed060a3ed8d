"""One row of every table of reports."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model

from accounts.models import Account
from retention.reports.content import Part, ReportContent, fingerprint, kept
from retention.reports.models import ReportIssue, ReportMail, ReportReader, Subscription
from retention.team.models import User
from tests.cast import NOON

MONTH, DUE = date(2026, 10, 1), date(2026, 11, 5)


def make_subscription(account: Account, by: User, kind: str = "kpis", **fields: Any) -> Subscription:
    """A monthly report whose next one tells of October."""
    return Subscription.objects.create(
        account=account, kind=kind, owner=by, next_on=MONTH, due_on=DUE, prepare_on=DUE, by=by, **fields
    )


def make_issue(subscription: Subscription, words: str = "x", period: date = MONTH) -> ReportIssue:
    """A report that waits for approval."""
    part = Part("KPIs", ("What", "Figure"), ((words, "98"),), "", (1,))
    stored = kept(ReportContent("KPIs", words, "Keel", "October 2026", "5 November 2026", (part,)))
    return ReportIssue.objects.create(
        subscription=subscription, period_on=period, due_on=DUE, content=stored, as_of=NOON,
        sha256=fingerprint(stored), sources={"kpis": [], "readings": []},
    )  # fmt: skip


def make_line(issue: ReportIssue, user: User) -> ReportMail:
    """A line of the sent log."""
    return ReportMail.objects.create(
        issue=issue, user=user, message_id=f"<{issue.pk}@keel.test>", next_try_at=NOON
    )


REPORT_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "reports.Subscription": make_subscription,
    "reports.ReportReader": lambda account, by: ReportReader.objects.create(
        subscription=make_subscription(account, by), user=by
    ),
    "reports.ReportIssue": lambda account, by: make_issue(make_subscription(account, by)),
    "reports.ReportMail": lambda account, by: make_line(make_issue(make_subscription(account, by)), by),
}
