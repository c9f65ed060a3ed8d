"""Why renewals were lost: their words, the judged cause, agreeing to the unknown, the way back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.renewals.actions import approve_unknown, plan_return
from retention.renewals.actions.judging import judge_cause
from retention.renewals.actions.reasons import give_reason
from retention.renewals.models import LineOutcome, LossReason, Renewal

from ..answering import done, refused
from ..editing import form_page
from ..reader import reader, refuse_others
from ..reason_forms import JudgeForm, ReasonForm, ReturnForm
from .renewal import FORM, editable_renewal, title_of


def _one(request: HttpRequest, pk: int) -> LossReason:
    """The reason, or 404 when it is not theirs to see; who only sees it is told so."""
    rows = LossReason.objects.visible_to(reader(request))
    found: LossReason = get_object_or_404(rows.select_related("renewal__account", "line"), pk=pk)
    refuse_others(request, found.renewal)
    return found


@FORM
def renewal_reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a closed one was lost; of a line with ``?line=``. What is said already is judged."""
    row, user = editable_renewal(request, pk), reader(request)
    line = _line(request, row)
    known = LossReason.objects.visible_to(user).filter(renewal=row)
    said = known.filter(line=line.line_id if line else None).first()
    return _judge(request, said) if said else _give(request, row, line)


def _line(request: HttpRequest, row: Renewal) -> LineOutcome | None:
    asked = request.GET.get("line", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    rows = LineOutcome.objects.visible_to(reader(request)).filter(renewal=row)
    return get_object_or_404(rows.select_related("line"), line_id=int(asked))


def _give(request: HttpRequest, row: Renewal, line: LineOutcome | None) -> HttpResponse:
    user, at, back = reader(request), database_now(), f"/renewals/{row.pk}/"
    form = ReasonForm(request.POST or None, renewal=row, user=user)

    def save() -> str:
        give_reason(renewal=row, reason=form.reason, by=user, at=at, line_id=line.line_id if line else None)
        return _("The reason is kept.")

    title = title_of(row, _("Why they left"))
    if line is not None and line.line.description:
        title = f"{title}, {line.line.description}"
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=title, save=save, back=back, more=more)


@FORM
def reason_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the cause behind their words was."""
    return _judge(request, _one(request, pk))


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
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=title, save=save, back=f"/renewals/{row.pk}/", more=more)


@FORM
def reason_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether they would come back, and when to ask again."""
    reason = _one(request, pk)
    row, back = reason.renewal, f"/renewals/{reason.renewal_id}/"
    start = {name: getattr(reason, name) for name in ("would_return", "win_back_on", "version")}
    form = ReturnForm(request.POST or None, initial=start)

    def save() -> str:
        kept = plan_return(
            reason=reason,
            win_back_on=form.cleaned_data["win_back_on"],
            would_return=form.cleaned_data["would_return"],
            by=reader(request),
            at=database_now(),
            expected_version=form.expected_version,
        )
        return _("Somebody asks again that day.") if kept.win_back_on else _("Nobody asks again.")

    return form_page(request, form, title=title_of(row, _("The way back")), save=save, back=back)


@require_http_methods(["POST"])
def reason_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """A lead agrees that the cause cannot be found out."""
    reason = _one(request, pk)
    back = f"/renewals/{reason.renewal_id}/"
    try:
        approve_unknown(reason=reason, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("Agreed: the cause stays unknown."), back=back)
