"""How a renewal ended, that it never was one, and taking that back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.renewals.actions import close_renewal, reopen_renewal, void_renewal

from ..editing import form_page
from ..outcome_forms import OutcomeForm
from ..reader import reader
from ..renewal_forms import ReopenForm, VoidForm
from .renewal import FORM, editable_renewal, title_of


@FORM
def renewal_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what became of a renewal, line by line, and why."""
    row, user, at = editable_renewal(request, pk), reader(request), database_now()
    start = {"on": local_day(at, user.time_zone), "version": row.version}
    form = OutcomeForm(request.POST or None, renewal=row, user=user, initial=start)

    def save() -> str:
        said = form.cleaned_data
        closed = close_renewal(
            renewal=row,
            stage=said["stage"],
            on=said["on"],
            note=said["note"],
            successor=said["successor"],
            win_reasons=said["win_reasons"],
            lines=form.worth,
            reason=form.reason or None,
            line_reasons=form.line_reasons,
            by=user,
            at=at,
            expected_version=form.expected_version,
        )
        return _("Closed: {outcome}.").format(outcome=closed.get_stage_display())

    return form_page(request, form, title=title_of(row, _("Close")), save=save, back=f"/renewals/{pk}/")


@FORM
def renewal_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an outcome back."""
    row = editable_renewal(request, pk)
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

    return form_page(request, form, title=title_of(row, _("Open again")), save=save, back=f"/renewals/{pk}/")


@FORM
def renewal_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that this never was a renewal."""
    row = editable_renewal(request, pk)
    form = VoidForm(request.POST or None, initial={"version": row.version})

    def save() -> str:
        void_renewal(
            renewal=row,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            by=reader(request),
            at=database_now(),
            expected_version=form.expected_version,
        )
        return _("Void. It counts nowhere, and can be opened again.")

    return form_page(request, form, title=title_of(row, _("Void")), save=save, back=f"/renewals/{pk}/")
