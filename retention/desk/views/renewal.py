"""One renewal: what must be decided by when, who says what, and what may be done."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.renewals.actions import close_renewal, move_stage, reopen_renewal, set_call
from retention.renewals.models import Renewal

from ..editing import form_page
from ..reader import reader, refuse_others
from ..renewal_forms import CallForm, OutcomeForm, ReopenForm, StageForm

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _one(request: HttpRequest, pk: int) -> Renewal:
    rows = Renewal.objects.visible_to(reader(request))
    return get_object_or_404(rows.select_related("account__owner", "contract", "call_by"), pk=pk)


def _editable(request: HttpRequest, pk: int) -> Renewal:
    row = _one(request, pk)
    refuse_others(request, row)
    return row


def _may_edit(request: HttpRequest, row: Renewal) -> bool:
    return Account.objects.editable_by(reader(request)).filter(pk=row.account_id).exists()


def _title(row: Renewal, what: str) -> str:
    return _("{what}: {account}").format(what=what, account=row.account.name)


@require_safe
def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """One renewal: its days, its value, the owner's call and its way through the stages."""
    row = _one(request, pk)
    context = {
        "renewal": row,
        "may_edit": _may_edit(request, row),
        "moves": row.stage_changes.select_related("by").order_by("-at", "-id")[:50],
        "today": local_day(database_now(), reader(request).time_zone),
    }
    return render(request, "desk/renewals/detail.html", context)


@FORM
def renewal_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the owner expects, and what that rests on."""
    row = _editable(request, pk)
    said = {"call": row.call, "note": row.call_note, "version": row.version}
    form = CallForm(request.POST or None, initial=said)

    def save() -> str:
        words = form.cleaned_data
        set_call(
            renewal=row,
            call=words["call"],
            note=words["note"],
            forecast_arr=words["forecast_arr"],
            plan=form.plan,
            left_out_as=words["left_out_as"],
            by=reader(request),
            at=database_now(),
            expected_version=form.expected_version,
        )
        return _("Your call is saved.")

    def stands() -> SimpleNamespace:
        now = Renewal.objects.visible_to(reader(request)).get(pk=pk)
        return SimpleNamespace(call=now.call, note=now.call_note)

    title = _title(row, _("Your call"))
    return form_page(request, form, title=title, save=save, back=f"/renewals/{pk}/", record=stands)


@FORM
def renewal_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a renewal to another open stage."""
    row = _editable(request, pk)
    form = StageForm(request.POST or None, renewal=row, initial={"version": row.version})

    def save() -> str:
        moved = move_stage(
            renewal=row,
            stage=form.cleaned_data["stage"],
            reason=form.cleaned_data["reason"],
            by=reader(request),
            at=database_now(),
            expected_version=form.expected_version,
        )
        return _("Moved to {stage}.").format(stage=moved.get_stage_display())

    return form_page(request, form, title=_title(row, _("Move")), save=save, back=f"/renewals/{pk}/")


@FORM
def renewal_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what became of a renewal."""
    row, user, at = _editable(request, pk), reader(request), database_now()
    start = {"on": local_day(at, user.time_zone), "version": row.version}
    form = OutcomeForm(request.POST or None, renewal=row, initial=start)

    def save() -> str:
        closed = close_renewal(
            renewal=row,
            stage=form.cleaned_data["stage"],
            on=form.cleaned_data["on"],
            note=form.cleaned_data["note"],
            by=user,
            at=at,
            expected_version=form.expected_version,
        )
        return _("Closed: {outcome}.").format(outcome=closed.get_stage_display())

    return form_page(request, form, title=_title(row, _("Close")), save=save, back=f"/renewals/{pk}/")


@FORM
def renewal_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an outcome back."""
    row = _editable(request, pk)
    form = ReopenForm(request.POST or None, initial={"version": row.version})

    def save() -> str:
        opened = reopen_renewal(
            renewal=row,
            reason=form.cleaned_data["reason"],
            by=reader(request),
            at=database_now(),
            expected_version=form.expected_version,
        )
        return _("Open again at {stage}.").format(stage=opened.get_stage_display())

    return form_page(request, form, title=_title(row, _("Open again")), save=save, back=f"/renewals/{pk}/")
