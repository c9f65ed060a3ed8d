"""Forms on a contract in force: its terms, notice, end, breaks, and its lines."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import (
    add_break_option,
    add_line,
    amend_line,
    edit_contract,
    end_contract,
    record_notice,
    resume_line,
    suspend_line,
)
from accounts.forms.contract_changes import (
    AddLineForm,
    AmendLineForm,
    BreakForm,
    EndContractForm,
    ResumeForm,
    SuspendForm,
)
from accounts.forms.contracts import ContractForm, NoticeForm
from accounts.lines import LineInput
from accounts.models import Contract, ContractLine, LineSuspension
from retention.lib.clock import database_now
from retention.lib.forms import ActionForm
from retention.lib.zones import local_day

from ..editing import form_page
from ..reader import reader, refuse_others
from .contracts import the_contract

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


def _form(
    request: HttpRequest,
    contract: Contract,
    form: ActionForm,
    title: str,
    save: Callable[[], str],
    **more: Any,
) -> HttpResponse:
    back = reverse("contract", args=[contract.pk])
    return form_page(request, form, title=title, save=save, back=back, **more)


def _editable(request: HttpRequest, pk: int) -> Contract:
    row = the_contract(request, pk)
    refuse_others(request, row)
    return row


def _line(request: HttpRequest, pk: int) -> ContractLine:
    rows = ContractLine.objects.visible_to(reader(request)).select_related("contract__account", "product")
    row = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    return row


@require_http_methods(SHOWS_AND_SAVES)
def contract_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the terms; a stale page shows both versions."""
    row, user = _editable(request, pk), reader(request)
    form = ContractForm(request.POST or None, user=user, account=row.account, contract=row)
    form.initial.setdefault("version", row.version)

    def save() -> str:
        changes = form.changes()
        why = changes.pop("correction", "")
        edit_contract(
            contract=row,
            changes=changes,
            by=user,
            at=database_now(),
            expected_version=form.expected_version,
            correction=why,
        )
        return "Saved."

    fresh = Contract.objects.visible_to(user)
    return _form(
        request, row, form, f"Edit {row.reference}", save, record=lambda: get_object_or_404(fresh, pk=pk)
    )


@require_http_methods(SHOWS_AND_SAVES)
def contract_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the customer gave notice."""
    row, user = _editable(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    form = NoticeForm(request.POST or None, initial={"received_on": today})

    def save() -> str:
        record_notice(contract=row, by=user, at=database_now(), **form.fields_said())
        return "Notice written down."

    return _form(request, row, form, f"Notice on {row.reference}", save)


@require_http_methods(SHOWS_AND_SAVES)
def contract_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a contract before its term does."""
    row, user = _editable(request, pk), reader(request)
    form = EndContractForm(request.POST or None)

    def save() -> str:
        end_contract(contract=row, by=user, at=database_now(), **form.fields_said())
        return "The end is written down."

    return _form(request, row, form, f"End {row.reference}", save)


@require_http_methods(SHOWS_AND_SAVES)
def break_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a day on which the customer may leave."""
    row, user = _editable(request, pk), reader(request)
    form = BreakForm(request.POST or None)

    def save() -> str:
        add_break_option(contract=row, by=user, at=database_now(), **form.fields_said())
        return "Break added."

    return _form(request, row, form, f"Break option of {row.reference}", save)


@require_http_methods(SHOWS_AND_SAVES)
def line_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line to a contract in force."""
    row, user = _editable(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    form = AddLineForm(request.POST or None, user=user, contract=row, initial={"start_on": today})

    def save() -> str:
        said = form.fields_said()
        why = said.pop("correction", "")
        add_line(contract=row, line=LineInput(**said), by=user, at=database_now(), correction=why)
        return "Line added."

    return _form(request, row, form, f"Add a line to {row.reference}", save)


@require_http_methods(SHOWS_AND_SAVES)
def line_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a line from a day on."""
    row, user = _line(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    form = AmendLineForm(request.POST or None, user=user, line=row, initial={"effective_on": today})

    def save() -> str:
        day, why = form.cleaned_data["effective_on"], form.cleaned_data.get("correction", "")
        amend_line(line=row, effective_on=day, by=user, at=database_now(), correction=why, **form.changes())
        return "Line changed."

    return _form(request, row.contract, form, f"Change “{row}”", save)


@require_http_methods(SHOWS_AND_SAVES)
def line_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a line pause."""
    row, user = _line(request, pk), reader(request)
    form = SuspendForm(request.POST or None)

    def save() -> str:
        suspend_line(line=row, by=user, at=database_now(), **form.fields_said())
        return "Line suspended."

    return _form(request, row.contract, form, f"Suspend “{row}”", save)


@require_http_methods(SHOWS_AND_SAVES)
def line_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a suspended line run again."""
    user = reader(request)
    rows = LineSuspension.objects.visible_to(user).select_related("line__contract__account", "line__product")
    pause = get_object_or_404(rows, pk=pk)
    refuse_others(request, pause)
    today = local_day(database_now(), user.time_zone)
    form = ResumeForm(request.POST or None, initial={"on": today})

    def save() -> str:
        resume_line(suspension=pause, by=user, at=database_now(), **form.fields_said())
        return "The line runs again."

    return _form(request, pause.line.contract, form, f"Resume “{pause.line}”", save)
