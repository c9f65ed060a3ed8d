"""What is done with reports: subscribed, read by whom, approved, sent, skipped."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.reports.actions.issues import approve_issue, prepare_again, send_issue, skip_issue
from retention.reports.actions.portfolios import end_portfolio, subscribe_portfolio
from retention.reports.actions.subscriptions import (
    add_reader,
    edit_subscription,
    end_subscription,
    remove_reader,
    subscribe,
)
from retention.reports.forms.subscriptions import ChangeForm, ReaderForm, SkipForm, SubscriptionForm
from retention.reports.models import ReportReader, Subscription

from ..answering import done, refused
from ..editing import form_page
from ..reader import reader, refuse_others
from .account import the_account
from .reports import named, the_issue

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_AND_SAVES)
def report_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a report sent from now on."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    form = SubscriptionForm(request.POST or None, user=user, account=row)

    def save() -> str:
        made = subscribe(account=row, by=user, at=database_now(), **form.fields_said())
        return _("{report} from now on. Who gets it?").format(report=made)

    return form_page(request, form, title=_("Report"), save=save, back=reverse("account_reports", args=[pk]))


@require_http_methods(SHOWS_AND_SAVES)
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change when it goes, in which form, and who approves it; a stale page shows both versions."""
    row, user = _of_account(request, pk), reader(request)
    form = ChangeForm(request.POST or None, user=user, account=row.account, row=row)

    def save() -> str:
        edit_subscription(
            subscription=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    return form_page(
        request, form, title=str(row), save=save, back=_back(row), record=lambda: _one(request, pk)
    )


@require_POST
def report_end(request: HttpRequest, pk: int) -> HttpResponse:
    """It is sent no more."""
    row = _editable(request, pk)
    ends = end_portfolio if row.account is None else end_subscription
    return _do(request, ends, _back(row), _("Sent no more."), subscription=row)


@require_POST
def portfolio_new(request: HttpRequest) -> HttpResponse:
    """Have one's own portfolio told every week."""
    told = _("You get your portfolio on the first working day of every week.")
    return _do(request, subscribe_portfolio, reverse("reports"), told)


@require_http_methods(SHOWS_AND_SAVES)
def report_reader_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who gets it."""
    row, user = _of_account(request, pk), reader(request)
    form = ReaderForm(request.POST or None, user=user, row=row)

    def save() -> str:
        add_reader(subscription=row, by=user, at=database_now(), **form.fields_said())
        return _("Saved.")

    title = _("Who gets {report}").format(report=row)
    return form_page(request, form, title=title, save=save, back=_back(row))


@require_POST
def report_reader_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody gets it no more."""
    rows = ReportReader.objects.visible_to(reader(request)).select_related("subscription__account")
    row = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    back = _back(row.subscription)
    return _do(request, remove_reader, back, _("They get it no more."), reader=row)


@require_POST
def issue_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """It may go as it is."""
    return _on_issue(request, pk, approve_issue, _("Approved: {report}"))


@require_POST
def issue_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it anew, from what is known now."""
    return _on_issue(request, pk, prepare_again, _("Made anew: {report}"))


@require_POST
def issue_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it at once."""
    return _on_issue(request, pk, send_issue, _("On its way: {report}"))


@require_http_methods(SHOWS_AND_SAVES)
def issue_skip(request: HttpRequest, pk: int) -> HttpResponse:
    """This one is not sent, and why."""
    row, user = the_issue(request, pk), reader(request)
    refuse_others(request, row)
    form = SkipForm(request.POST or None)

    def save() -> str:
        skip_issue(issue=row, by=user, at=database_now(), **form.fields_said())
        return _("Skipped.")

    return form_page(request, form, title=named(row), save=save, back=reverse("report_issue", args=[pk]))


def _on_issue(request: HttpRequest, pk: int, act: Callable[..., Any], words: str) -> HttpResponse:
    row = the_issue(request, pk)
    refuse_others(request, row)
    back = reverse("report_issue", args=[pk])
    return _do(request, act, back, words.format(report=named(row)), issue=row)


def _do(request: HttpRequest, act: Callable[..., Any], back: str, words: str, **what: Any) -> HttpResponse:
    try:
        act(**what, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, words, back=back)


def _one(request: HttpRequest, pk: int) -> Subscription:
    rows = Subscription.objects.visible_to(reader(request)).select_related("account__owner")
    return get_object_or_404(rows, pk=pk)


def _editable(request: HttpRequest, pk: int) -> Subscription:
    row = _one(request, pk)
    refuse_others(request, row)
    return row


def _of_account(request: HttpRequest, pk: int) -> Subscription:
    """A portfolio has nothing to choose."""
    row = _editable(request, pk)
    if row.account is None:
        raise Http404
    return row


def _back(row: Subscription) -> str:
    return reverse("reports") if row.account_id is None else reverse("account_reports", args=[row.account_id])
