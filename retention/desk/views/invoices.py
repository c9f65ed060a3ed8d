"""Invoices of an account: the list, entering one, and what happened to it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.invoices import (
    correct_invoice,
    dispute_invoice,
    enter_invoice,
    record_payment,
    settle_dispute,
    void_invoice,
)
from accounts.forms.invoices import DisputeForm, InvoiceForm, PaymentForm, SettleForm, VoidForm
from accounts.models import Account, Invoice
from accounts.overdue import overdue_of
from retention.lib.clock import database_now
from retention.lib.forms import ActionForm
from retention.lib.keyset import Sort, keyset_page
from retention.lib.zones import local_day

from ..account.billing import overdue_words
from ..editing import form_page
from ..parts import Pager
from ..reader import reader, refuse_others
from .account import frame, the_account
from .account_edit import SHOWS_AND_SAVES

BY_DUE_DAY = {"due": Sort("due_on", "Due", date.fromisoformat, descending=True)}
STATE_TAGS = {"overdue": "at_risk", "disputed": "watch"}


@require_safe
def account_invoices(request: HttpRequest, pk: int) -> HttpResponse:
    """What was billed and what is still open, the latest first."""
    row, user = the_account(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = Invoice.objects.visible_to(user).current().filter(account=row).select_related("contract")
    page = keyset_page(rows, sorts=BY_DUE_DAY, cursor=request.GET.get("cursor", ""), size=50)
    overdue = overdue_of([row.pk], user, on=today).get(row.pk)
    states = [(invoice, state := invoice.state_on(today), STATE_TAGS.get(state, "")) for invoice in page.rows]
    context = frame(row, "account_invoices") | {
        "invoices": states,
        "today": today,
        "answer": f"{overdue_words(overdue)}." if overdue else "",
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
        "pager": Pager(
            previous_url=f"?cursor={page.previous_cursor}" if page.previous_cursor else "",
            next_url=f"?cursor={page.next_cursor}" if page.next_cursor else "",
        ),
    }
    return render(request, "desk/accounts/invoices.html", context)


@require_http_methods(SHOWS_AND_SAVES)
def invoice_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an invoice by hand."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    form = InvoiceForm(request.POST or None, user=user, account=row)

    def save() -> str:
        made = enter_invoice(account=row, by=user, at=database_now(), **form.fields_said())
        return f"Invoice {made.number} entered."

    back = reverse("account_invoices", args=[pk])
    return form_page(request, form, title=f"Invoice of {row.name}", save=save, back=back)


@require_http_methods(SHOWS_AND_SAVES)
def invoice_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the invoice really says; a stale page shows both versions."""
    row, user = _the_invoice(request, pk), reader(request)
    form = InvoiceForm(request.POST or None, user=user, account=row.account, invoice=row)
    form.initial.setdefault("version", row.version)

    def save() -> str:
        correct_invoice(
            invoice=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return "Saved."

    return _page(request, row, form, f"Correct invoice {row.number}", save)


@require_http_methods(SHOWS_AND_SAVES)
def invoice_paid(request: HttpRequest, pk: int) -> HttpResponse:
    """Money came."""
    return _change(request, pk, PaymentForm, "Payment of invoice {}", record_payment, "Payment recorded.")


@require_http_methods(SHOWS_AND_SAVES)
def invoice_disputed(request: HttpRequest, pk: int) -> HttpResponse:
    """They contest it."""
    said = "Dispute recorded; the invoice no longer counts as overdue."
    return _change(request, pk, DisputeForm, "Dispute of invoice {}", dispute_invoice, said)


@require_http_methods(SHOWS_AND_SAVES)
def invoice_settled(request: HttpRequest, pk: int) -> HttpResponse:
    """The dispute is over."""
    return _change(request, pk, SettleForm, "Settle the dispute of {}", settle_dispute, "Dispute settled.")


@require_http_methods(SHOWS_AND_SAVES)
def invoice_void(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not hold."""
    return _change(request, pk, VoidForm, "Void invoice {}", void_invoice, "The invoice is void.")


def _the_invoice(request: HttpRequest, pk: int) -> Invoice:
    """The newest row of the invoice, or 404; 403 for who only sees it."""
    rows = Invoice.objects.visible_to(reader(request)).current().select_related("account", "contract")
    row = get_object_or_404(rows, thread=pk)
    refuse_others(request, row.account)
    return row


def _change(
    request: HttpRequest,
    pk: int,
    form_class: type[ActionForm],
    title: str,
    action: Callable[..., Any],
    said: str,
) -> HttpResponse:
    row, user = _the_invoice(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    days = {name: today for name in ("paid_on", "since", "on")}
    form = form_class(request.POST or None, initial={**days, "version": row.version})

    def save() -> str:
        version = form.expected_version
        action(invoice=row, by=user, at=database_now(), expected_version=version, **form.fields_said())
        return said

    return _page(request, row, form, title.format(row.number), save)


def _page(
    request: HttpRequest, row: Invoice, form: ActionForm, title: str, save: Callable[[], str]
) -> HttpResponse:
    rows = Invoice.objects.visible_to(reader(request)).current()
    return form_page(
        request,
        form,
        title=title,
        save=save,
        back=reverse("account_invoices", args=[row.account_id]),
        record=lambda: get_object_or_404(rows, thread=row.thread),
    )
