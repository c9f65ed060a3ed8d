"""Reports of a period: made when their day comes, approved, sent, skipped (docs/methods.md, Reports)."""

import uuid
from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.rights import editable_account
from accounts.timeline import record
from contacts.actions.steps import CannotOwn, add_step, settle_step
from contacts.choices import StepState
from contacts.models import NextStep
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day, to_instant
from retention.team.machine import the_machine
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..building import build
from ..content import fingerprint, kept
from ..models import ReportIssue, ReportMail, ReportReader, Subscription
from ..rhythm import ReportPeriod, due_on, following, latest_to_prepare, period_of
from ..words import IssueState
from .subscriptions import calendar_for, set_next

ORIGIN = "report"
LEAVES_AT = time(8, 0)
OVERTAKEN = "Overtaken: a newer period was due when Keel came to it."
_reason = accepts.text("Why it is skipped", 300, required=True)


class NotWaiting(DomainError):
    """The report waits for nothing: it was approved, sent or skipped."""


class NobodyReads(DomainError):
    """Nobody gets this report."""


@transaction.atomic
def prepare(*, subscription_id: int, at: datetime) -> ReportIssue | None:
    """Make the report that is due; after a time without Keel only the latest, the others are skipped.

    None when another process has the row, when nothing is due, or when nobody reads it.
    """
    rows = Subscription.objects.current().select_for_update(of=("self",), skip_locked=True)
    row = rows.select_related("account", "owner", "approver").filter(pk=subscription_id).first()
    if row is None:
        return None
    calendar, first = calendar_for(row), period_of(row.frequency, row.next_on)
    today = local_day_of(row.owner, at)
    is_approved = row.approver_id is not None
    due = latest_to_prepare(row.frequency, first, row.day, calendar, is_approved=is_approved, on=today)
    if not due:
        return None
    for period in due[:-1]:
        _skip_period(row, period)
    made = _make(row, due[-1], at)
    set_next(row, following(row.frequency, due[-1]))
    row.save(update_fields=["next_on", "due_on", "prepare_on"])
    return made


@transaction.atomic
def approve_issue(*, issue: ReportIssue, by: User, at: datetime) -> ReportIssue:
    """It may go as it is, on its day. Raises PermissionDenied, NotWaiting, NobodyReads."""
    row = _waiting(issue, by)
    _refuse_others(row, by)
    _approve(row, by, at)
    _tell(row, "report_approved", f"Report approved: {_named(row)}", by, at)
    return row


@transaction.atomic
def prepare_again(*, issue: ReportIssue, by: User, at: datetime) -> ReportIssue:
    """Make a report that waits anew, from what is known now. Raises PermissionDenied, NotWaiting."""
    row = _waiting(issue, by)
    made = build(row.subscription, period_of(row.subscription.frequency, row.period_on), at=at)
    row.content, row.sources, row.as_of = kept(made.content), made.sources, at
    row.sha256 = fingerprint(row.content)
    row.version += 1
    row.save(update_fields=["content", "sources", "as_of", "sha256", "version"])
    return row


@transaction.atomic
def send_issue(*, issue: ReportIssue, by: User, at: datetime) -> ReportIssue:
    """Do not wait for its day: approve it where it waits, and send it with the next round.

    Raises PermissionDenied, NotWaiting, NobodyReads.
    """
    row = _open(issue, by)
    if row.state == IssueState.PREPARED:
        _refuse_others(row, by)
        _approve(row, by, at)
    ReportMail.objects.filter(issue=row, state="pending", attempts=0).update(next_try_at=at)
    _tell(row, "report_sent_early", f"Report sent at once: {_named(row)}", by, at)
    return row


@transaction.atomic
def skip_issue(*, issue: ReportIssue, reason: str, by: User, at: datetime) -> ReportIssue:
    """This one is not sent, and why. Raises PermissionDenied, NotWaiting, InputRefused."""
    row = _open(issue, by)
    why = _reason(reason, "reason")
    mails = ReportMail.objects.filter(issue=row).select_for_update()
    if any(mail.state != "pending" or mail.attempts for mail in mails):
        raise NotWaiting("It is on its way already.")
    mails.update(state="suppressed", reason=f"Skipped: {why}"[:300])
    row.state, row.skipped_reason = IssueState.SKIPPED, why
    row.save(update_fields=["state", "skipped_reason"])
    _settle_asking(row, by, at)
    _tell(row, "report_skipped", f"Report skipped: {_named(row)}. {why}", by, at)
    return row


def local_day_of(person: User, at: datetime) -> date:
    """The day where somebody is."""
    return local_day(at, person.time_zone)


def _make(row: Subscription, period: ReportPeriod, at: datetime) -> ReportIssue | None:
    made = build(row, period, at=at)
    content = kept(made.content)
    issue = ReportIssue(
        subscription=row, period_on=period.first, due_on=due_on(period, row.day, calendar_for(row)),
        content=content, sources=made.sources, sha256=fingerprint(content), as_of=at,
    )  # fmt: skip
    if not ReportReader.objects.filter(subscription=row).exists():
        issue.state, issue.skipped_reason = IssueState.SKIPPED, "Nobody gets this report."
        issue.save(force_insert=True)
        return issue
    issue.save(force_insert=True)
    machine = the_machine()
    if row.approver is None:
        _approve(issue, machine, at)
    else:
        _ask(issue, row.approver, machine, at)
    return issue


def _skip_period(row: Subscription, period: ReportPeriod) -> None:
    ReportIssue.objects.create(
        subscription=row, period_on=period.first, due_on=due_on(period, row.day, calendar_for(row)),
        state=IssueState.SKIPPED, skipped_reason=OVERTAKEN,
    )  # fmt: skip


def _approve(row: ReportIssue, by: User, at: datetime) -> None:
    readers = list(ReportReader.objects.filter(subscription=row.subscription_id).order_by("pk"))
    if not readers:
        raise NobodyReads("Nobody gets this report: name a reader first.")
    row.state, row.approved_by, row.approved_at = IssueState.APPROVED, by, at
    row.save(update_fields=["state", "approved_by", "approved_at"])
    host = urlsplit(settings.KEEL_BASE_URL).hostname or "localhost"
    leaves = max(at, to_instant(row.due_on, LEAVES_AT, row.subscription.owner.time_zone))
    ReportMail.objects.bulk_create(
        ReportMail(
            issue=row, contact_id=each.contact_id, user_id=each.user_id, next_try_at=leaves,
            message_id=f"<report.{uuid.uuid4()}@{host}>",
        )
        for each in readers
    )  # fmt: skip
    _settle_asking(row, by, at)


def _ask(row: ReportIssue, approver: User, by: User, at: datetime) -> None:
    """The report waits in the approver's day; where they see the account no more, in its owner's."""
    account = row.subscription.account
    if account is None:  # nobody approves a portfolio
        return
    for person in dict.fromkeys(filter(None, (approver, account.owner))):
        try:
            with transaction.atomic():
                add_step(
                    account=account, owner=person, text=f"Approve the report: {_named(row)}"[:300],
                    due_on=row.due_on, by=by, at=at, origin=ORIGIN, origin_key=str(row.pk),
                )  # fmt: skip
        except CannotOwn:
            continue
        return


def _settle_asking(row: ReportIssue, by: User, at: datetime) -> None:
    steps = NextStep.objects.filter(origin=ORIGIN, origin_key=str(row.pk), state=StepState.OPEN)
    for step in steps:
        settle_step(step=step, state=StepState.DONE, by=by, at=at)


def _open(issue: ReportIssue, by: User) -> ReportIssue:
    of = issue.subscription
    account = None if of.account_id is None else editable_account(of.account_id, by)
    if account is None and of.owner_id != by.pk:
        raise PermissionDenied
    rows = ReportIssue.objects.select_for_update(of=("self",)).filter(pk=issue.pk)
    row = rows.select_related("subscription__owner", "subscription__approver").first()
    if row is None:
        raise PermissionDenied
    row.subscription.account = account
    if row.state not in (IssueState.PREPARED, IssueState.APPROVED):
        raise NotWaiting(f"This report is {row.get_state_display().lower()} already.")
    return row


def _waiting(issue: ReportIssue, by: User) -> ReportIssue:
    row = _open(issue, by)
    if row.state != IssueState.PREPARED:
        raise NotWaiting("This report is approved already.")
    return row


def _refuse_others(row: ReportIssue, by: User) -> None:
    """Whoever was named approves, or an admin. Raises PermissionDenied."""
    if row.subscription.approver_id not in (None, by.pk) and not runs_the_workspace(by):
        raise PermissionDenied("Only who was named to approve it, or an admin, may approve this report.")


def _named(row: ReportIssue) -> str:
    subscription = row.subscription
    return f"{subscription.get_kind_display()}, {period_of(subscription.frequency, row.period_on).name}"


def _tell(row: ReportIssue, kind: str, text: str, by: User, at: datetime) -> None:
    account = row.subscription.account
    if account is not None:
        record(account, kind, text[:500], by=by, at=at, subject=("report", row.subscription_id))
