"""Reports: who gets which, what waits for approval, what was sent, and one report as its readers see it."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Account
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort
from retention.reports.content import read_back
from retention.reports.documents import pdf_of
from retention.reports.filters import IssueFilter, SubscriptionFilter
from retention.reports.models import ReportIssue, ReportMail, ReportReader, Subscription
from retention.reports.models.subscriptions import SubscriptionQuerySet
from retention.reports.rhythm import period_of
from retention.reports.words import IssueState, ReportKind
from retention.team.models import User
from retention.team.visibility import may_look_after_accounts, runs_the_workspace

from ..answering import refused
from ..lists import Heading, listing, quick_views
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence
from .account import frame, the_account

SORTS = {"new": Sort("id", "Newest", int, descending=True)}
HEADINGS = (
    Heading("Report"), Heading("Account"), Heading("Goes to"), Heading("Next"), Heading("Approved by"),
)  # fmt: skip
ISSUE_HEADINGS = (
    Heading("Report"), Heading("Account"), Heading("Due"), Heading("State"), Heading("Sent"),
)  # fmt: skip
MANY = 500
OF_ISSUE = ("subscription__account__owner", "subscription__owner", "subscription__approver", "approved_by")


def with_readers(rows: SubscriptionQuerySet, user: User) -> SubscriptionQuerySet:
    """The rows with who gets them, in two queries."""
    seen: Any = ReportReader.objects.visible_to(user).select_related("contact__person", "user")
    rows = rows.select_related("account", "owner", "approver")
    return rows.prefetch_related(Prefetch("readers", seen.order_by("id")))


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Who gets which report, of every account the reader sees."""
    user = reader(request)
    rows = with_readers(Subscription.objects.visible_to(user), user)
    views = ((_("All"), ""), (_("Mine"), "owner=me"), (_("Ended"), "ended=1"))
    found = listing(request, rows, SubscriptionFilter, sorts=SORTS, headings=HEADINGS)
    own = Subscription.objects.visible_to(user).current().filter(kind=ReportKind.PORTFOLIO)
    may_begin = may_look_after_accounts(user) and not own.exists()
    context = {"list": found, "segments": quick_views(request, views), "answer": _answer(user)}
    return render(request, "desk/reports/list.html", context | {"may_begin": may_begin})


def _answer(user: User) -> SafeString:
    waiting = len(ReportIssue.objects.visible_to(user).waiting().order_by().values("pk")[:MANY])
    if not waiting:
        return answer(sentence(_("No report waits for approval.")))
    who = fact(opening(counted(waiting, "report waits", "reports wait")), "/reports/issues/?state=prepared")
    return answer(sentence(_("{who} for approval."), who=who))


@require_safe
def report_issues(request: HttpRequest) -> HttpResponse:
    """What waits for approval, what is on its way, and what was sent."""
    user = reader(request)
    rows = ReportIssue.objects.visible_to(user).select_related(*OF_ISSUE).defer("content", "sources")
    views = (
        (_("All"), ""),
        (_("Waiting for approval"), "state=prepared"),
        (_("Waiting for me"), "state=prepared&approver=me"),
        (_("Sent"), "state=sent"),
        (_("Skipped"), "state=skipped"),
    )
    found = listing(request, rows, IssueFilter, sorts=SORTS, headings=ISSUE_HEADINGS)
    context = {
        "list": found,
        "rows": [(row, named(row)) for row in found.rows],
        "segments": quick_views(request, views),
        "answer": _answer(user),
    }
    return render(request, "desk/reports/issues.html", context)


def named(row: ReportIssue) -> str:
    """“KPIs, October 2026”."""
    kind = row.subscription.get_kind_display()
    return f"{kind}, {period_of(row.subscription.frequency, row.period_on).name}"


@require_safe
def account_reports(request: HttpRequest, pk: int) -> HttpResponse:
    """The reports of one account: who gets them, and the last that were made."""
    row, user = the_account(request, pk), reader(request)
    rows = with_readers(Subscription.objects.visible_to(user).filter(account=row), user)
    issues = ReportIssue.objects.visible_to(user).filter(subscription__account=row).select_related(*OF_ISSUE)
    last = issues.defer("content", "sources").order_by("-due_on", "-id")[:24]
    context = frame(row, "account_reports") | {
        "rows": rows.current().order_by("kind", "id")[:20],
        "issues": [(each, named(each)) for each in last],
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/reports/account.html", context)


@require_safe
def report_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One report as its readers see it, what may be done with it, and the sent log."""
    row, user = the_issue(request, pk), reader(request)
    account, approver = row.subscription.account, row.subscription.approver_id
    rows = ReportIssue.objects.editable_by(user).filter(pk=row.pk)
    mails = ReportMail.objects.visible_to(user).filter(issue=row).select_related("contact__person", "user")
    may_edit = rows.exists()
    context = (frame(account, "account_reports") if account else {}) | {
        "issue": row,
        "name": named(row),
        "report": read_back(row.content) if row.content else None,
        "mails": mails.order_by("id")[:100],
        "may_edit": may_edit and row.state in (IssueState.PREPARED, IssueState.APPROVED),
        "may_approve": may_edit and row.state == IssueState.PREPARED
        and (approver in (None, user.pk) or runs_the_workspace(user)),
    }  # fmt: skip
    return render(request, "desk/reports/issue.html", context)


@require_safe
def report_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a PDF: made of the stored content, so the same file each time."""
    row = the_issue(request, pk)
    if not row.content:
        return refused(request, _("This report was skipped: there is no content."), back=_path(row))
    try:
        content = pdf_of(row)
    except DomainError as error:
        return refused(request, error.message, back=_path(row))
    name = f"report-{row.period_on}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def the_issue(request: HttpRequest, pk: int) -> ReportIssue:
    """The report, or 404 when it is not theirs to see."""
    rows = ReportIssue.objects.visible_to(reader(request)).select_related(*OF_ISSUE)
    return get_object_or_404(rows, pk=pk)


def _path(row: ReportIssue) -> str:
    return f"/report-issues/{row.pk}/"
