"""What is done with KPIs: written down, agreed, read, corrected, ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from plans.actions.kpi_readings import close_reading, correct_reading, read_kpi, void_reading
from plans.actions.kpis import add_kpi, agree_kpi, edit_kpi, end_kpi
from plans.forms.kpis import CorrectReadingForm, KpiAgreedForm, KpiForm, ReadingForm, VoidReadingForm
from plans.kpi_results import span_of
from plans.models import Kpi, KpiReading
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..answering import done, refused
from ..editing import form_page
from ..reader import reader, refuse_others
from .account import frame, the_account

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_AND_SAVES)
def kpi_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what of our work is measured."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    initial = {"starts_on": local_day(database_now(), user.time_zone)}
    form = KpiForm(request.POST or None, user=user, account=row, initial=initial)

    def save() -> str:
        made = add_kpi(account=row, by=user, at=database_now(), **form.fields_said())
        return _("{name} added. Who of theirs agrees to it?").format(name=made.name)

    return form_page(request, form, title=_("KPI"), save=save, back=_back(row.pk))


@require_http_methods(SHOWS_AND_SAVES)
def kpi_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a KPI; a stale page shows both versions."""
    row, user = _editable(request, pk), reader(request)
    form = KpiForm(request.POST or None, user=user, account=row.account, kpi=row)

    def save() -> str:
        edit_kpi(
            kpi=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    return form_page(
        request, form, title=row.name, save=save, back=_back(row.account_id),
        record=lambda: _one(request, pk),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def kpi_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who of theirs agreed to it."""
    row, user = _editable(request, pk), reader(request)
    initial = {"on": local_day(database_now(), user.time_zone)}
    form = KpiAgreedForm(request.POST or None, user=user, account=row.account, initial=initial)

    def save() -> str:
        agree_kpi(kpi=row, by=user, at=database_now(), **form.fields_said())
        return _("Agreed: {name}").format(name=row.name)

    title = _("Who agreed to {name}").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=_back(row.account_id))


@require_POST
def kpi_end(request: HttpRequest, pk: int) -> HttpResponse:
    """It is measured no more."""
    row = _editable(request, pk)
    try:
        end_kpi(kpi=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=_back(row.account_id))
    return done(request, _("Measured no more: {name}").format(name=row.name), back=_back(row.account_id))


@require_http_methods(SHOWS_AND_SAVES)
def kpi_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what it was in a period."""
    row, user = _editable(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    initial = {"period_on": request.GET.get("period", "")}
    form = ReadingForm(request.POST or None, kpi=row, on=today, initial=initial)

    def save() -> str:
        made = read_kpi(kpi=row, by=user, at=database_now(), **form.fields_said())
        return _("{period} entered.").format(period=span_of(row.frequency, made.period_on).name)

    return form_page(request, form, title=row.name, save=save, back=_back(row.account_id))


@require_safe
def kpi_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """A period of a KPI: what stands, what stood before, and when the customer was told."""
    row = _reading(request, pk)
    user, account = reader(request), row.kpi.account
    rows = KpiReading.objects.visible_to(user).filter(thread=row.thread).select_related("by")
    context = frame(account, "account_kpis") | {
        "kpi": row.kpi,
        "reading": row,
        "span": span_of(row.kpi.frequency, row.period_on),
        "versions": rows.order_by("-version")[:50],
        "may_edit": Account.objects.editable_by(user).filter(pk=account.pk).exists(),
    }
    return render(request, "desk/kpis/reading.html", context)


@require_http_methods(SHOWS_AND_SAVES)
def kpi_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it really was; a closed period wants a reason."""
    row, user = _reading(request, pk, edit=True), reader(request)
    form = CorrectReadingForm(request.POST or None, reading=row)

    def save() -> str:
        changes = form.changes()
        reason = changes.pop("reason", "")
        correct_reading(
            reading=row, changes=changes, reason=reason, by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Corrected.")

    return form_page(
        request, form, title=_title(row), save=save, back=_back(row.kpi.account_id),
        record=lambda: _reading(request, pk),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def kpi_void(request: HttpRequest, pk: int) -> HttpResponse:
    """It was entered by mistake."""
    row, user = _reading(request, pk, edit=True), reader(request)
    form = VoidReadingForm(request.POST or None)

    def save() -> str:
        void_reading(reading=row, by=user, at=database_now(), **form.fields_said())
        return _("Taken back.")

    return form_page(request, form, title=_title(row), save=save, back=_back(row.kpi.account_id))


@require_POST
def kpi_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a period."""
    row = _reading(request, pk, edit=True)
    back = _back(row.kpi.account_id)
    try:
        close_reading(reading=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("Closed: {period}").format(period=_title(row)), back=back)


def _title(row: KpiReading) -> str:
    return f"{row.kpi.name}, {span_of(row.kpi.frequency, row.period_on).name}"


def _one(request: HttpRequest, pk: int) -> Kpi:
    rows = Kpi.objects.visible_to(reader(request)).select_related("account__owner", "owner")
    return get_object_or_404(rows, pk=pk)


def _editable(request: HttpRequest, pk: int) -> Kpi:
    row = _one(request, pk)
    refuse_others(request, row)
    return row


def _reading(request: HttpRequest, pk: int, *, edit: bool = False) -> KpiReading:
    """What stands of the period, whichever of its rows was asked for."""
    seen = KpiReading.objects.visible_to(reader(request))
    asked = get_object_or_404(seen.only("first_id", "id"), pk=pk)
    standing = seen.current().filter(thread=asked.first_id or asked.pk)
    row: KpiReading = get_object_or_404(standing.select_related("kpi__account__owner", "by"))
    if edit:
        refuse_others(request, row)
    return row


def _back(account_id: int) -> str:
    return reverse("account_kpis", args=[account_id])
