"""How a renewal ended and why, and taking that back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.renewals.actions import close_renewal, reopen_renewal
from retention.renewals.actions.judging import judge_cause
from retention.renewals.actions.reasons import give_reason
from retention.renewals.models import LossReason, Renewal

from ..editing import form_page
from ..outcome_forms import JudgeForm, OutcomeForm, ReasonForm
from ..reader import reader
from ..renewal_forms import ReopenForm
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
def renewal_reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a closed one was lost, or what the cause behind their words was."""
    row = editable_renewal(request, pk)
    known = LossReason.objects.visible_to(reader(request)).filter(renewal=row).order_by("id").first()
    return _judge(request, known) if known else _give(request, row)


def _give(request: HttpRequest, row: Renewal) -> HttpResponse:
    user, at, back = reader(request), database_now(), f"/renewals/{row.pk}/"
    form = ReasonForm(request.POST or None, renewal=row, user=user)

    def save() -> str:
        give_reason(renewal=row, reason=form.reason, by=user, at=at)
        return _("The reason is kept.")

    return form_page(request, form, title=title_of(row, _("Why they left")), save=save, back=back)


def _judge(request: HttpRequest, reason: LossReason) -> HttpResponse:
    user, at, row = reader(request), database_now(), reason.renewal
    regret = {True: "yes", False: "no"}.get(reason.is_regrettable, "")  # type: ignore[arg-type]
    start = {name: getattr(reason, name) for name in JudgeForm.base_fields if hasattr(reason, name)}
    start |= {"is_regrettable": regret, "version": reason.version}
    form = JudgeForm(request.POST or None, reason=reason, user=user, initial=start)

    def save() -> str:
        judge_cause(
            reason=reason, changes=form.judged, by=user, at=at, expected_version=form.expected_version
        )
        return _("The root cause is kept.")

    title = title_of(row, _("What it really was"))
    return form_page(request, form, title=title, save=save, back=f"/renewals/{row.pk}/")
