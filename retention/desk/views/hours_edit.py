"""Entering time, setting what is included, and deciding what becomes of too much."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions.hours import end_allowance, log_time, restore_time, set_allowance, withdraw_time
from plans.actions.over_service import decide_over_service
from plans.forms.hours import AllowanceEndForm, AllowanceForm, OverServiceForm, TimeForm
from plans.models import ServiceAllowance, TimeEntry
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..answering import done, refused, taken_back, way_back
from ..editing import form_page
from ..formats import hours_text
from ..reader import reader, refuse_others
from .account import the_account
from .account_edit import SHOWS_AND_SAVES
from .hours import FIRST_YEAR, LAST_YEAR


@require_http_methods(SHOWS_AND_SAVES)
def time_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter time that somebody worked for the account."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    initial = {"worked_on": local_day(at, user.time_zone)}
    form = TimeForm(request.POST or None, user=user, account=row, initial=initial)

    def save() -> str:
        made = log_time(account=row, by=user, at=at, **form.fields_said())
        return f"{hours_text(made.minutes)} entered for {made.worked_on:%-d %b}."

    back = way_back(request, reverse("account_hours", args=[pk]))
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=f"Time for {row.name}", save=save, back=back, more=more)


@require_POST
def time_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back."""
    entry, user = _the_entry(request, pk), reader(request)
    back = reverse("account_hours", args=[entry.account_id])
    try:
        withdraw_time(entry=entry, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    undo = reverse("time_restore", args=[pk])
    return done(request, f"Taken back: {entry.text}", undo_url=undo, back=back, gone=f"time-{pk}")


@require_POST
def time_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo taking it back."""
    entry = _the_entry(request, pk)
    restore_time(entry=entry, by=reader(request), at=database_now())
    back = reverse("account_hours", args=[entry.account_id])
    return taken_back(request, f"Counts again: {entry.text}", back=back)


def _the_entry(request: HttpRequest, pk: int) -> TimeEntry:
    rows = TimeEntry.objects.visible_to(reader(request)).select_related("account")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(SHOWS_AND_SAVES)
def allowance_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many hours a contract includes."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    refuse_others(request, row)
    initial = {"starts_on": local_day(at, user.time_zone).replace(day=1)}
    form = AllowanceForm(request.POST or None, user=user, account=row, initial=initial)

    def save() -> str:
        made = set_allowance(by=user, at=at, **form.fields_said())
        return f"{hours_text(made.minutes)} a month are included from {made.starts_on:%B %Y}."

    back = reverse("account_hours", args=[pk])
    return form_page(request, form, title=f"Hours included: {row.name}", save=save, back=back)


@require_http_methods(SHOWS_AND_SAVES)
def allowance_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an allowance end with a month."""
    user, at = reader(request), database_now()
    rows = ServiceAllowance.objects.visible_to(user).select_related("account", "contract")
    row = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    form = AllowanceEndForm(request.POST or None, initial={"ends_on": local_day(at, user.time_zone)})

    def save() -> str:
        end_allowance(allowance=row, by=user, at=at, **form.fields_said())
        return _("It ends with that month.")

    back = reverse("account_hours", args=[row.account_id])
    title = f"No more hours included: {row.contract}"
    return form_page(request, form, title=title, save=save, back=back)


@require_http_methods(SHOWS_AND_SAVES)
def over_service_decide(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    """Give, bill or swap a month's hours beyond those included."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    first = date(year, month, 1)
    form = OverServiceForm(request.POST or None)

    def save() -> str:
        made = decide_over_service(account=row, month=first, by=user, at=database_now(), **form.fields_said())
        return f"{hours_text(made.over)} of {first:%B}: {made.get_decision_display().lower()}."

    back = way_back(request, reverse("account_hours", args=[pk]))
    title = f"Hours beyond those included in {first:%B %Y}"
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=title, save=save, back=back, more=more)
