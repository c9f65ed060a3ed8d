"""What hangs on a plan: objectives, key results, actions and risks, each by a form of its own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions.doing import add_action, edit_action, set_action_state
from plans.actions.measuring import add_key_result, edit_key_result, measure_key_result
from plans.actions.objectives import add_objective, edit_objective, reopen_objective, settle_objective
from plans.actions.risks import LOOK_DAYS, add_risk, edit_risk, look_at_risk
from plans.forms.plan_parts import (
    KeyResultForm,
    LookForm,
    MeasureForm,
    ObjectiveForm,
    PlanActionForm,
    PlanActionStateForm,
    PlanRiskForm,
    SettleObjectiveForm,
)
from plans.models import KeyResult, Objective, PlanAction, PlanNote, PlanRisk
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.forms import ActionForm
from retention.lib.zones import local_day

from ..answering import done, refused
from ..editing import form_page
from ..reader import reader, refuse_others
from .plan_edit import SHOWS_AND_SAVES, place, plan_of_theirs


def _theirs(request: HttpRequest, model: Any, pk: int, *more: str) -> Any:
    """The record, or 404 when it is not theirs to see; 403 when they may only read it."""
    row = get_object_or_404(model.objects.visible_to(reader(request)).select_related(*more), pk=pk)
    refuse_others(request, row)
    return row


def _page(
    request: HttpRequest,
    form: ActionForm,
    title: str,
    save: Callable[[], Any],
    back: str,
    again: Callable[[], Any] | None = None,
) -> HttpResponse:
    def saved() -> str:
        save()
        return _("Saved.")

    return form_page(request, form, title=title, save=saved, back=back, record=again)


@require_http_methods(SHOWS_AND_SAVES)
def objective_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an objective to a draft."""
    plan, user = plan_of_theirs(request, pk), reader(request)
    form = ObjectiveForm(request.POST or None, user=user, account=plan.account)
    return _page(
        request, form, _("Objective"), back=place(pk, "objectives"),
        save=lambda: add_objective(plan=plan, by=user, at=database_now(), **form.fields_said()),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def objective_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an objective of a draft."""
    row, user = _theirs(request, Objective, pk, "plan__account"), reader(request)
    form = ObjectiveForm(request.POST or None, user=user, account=row.plan.account, objective=row)
    return _page(
        request, form, _("Objective"), back=place(row.plan_id, f"objective-{pk}"),
        save=lambda: edit_objective(objective=row, changes=form.changes(), by=user, at=database_now(),
                                    expected_version=form.expected_version),
        again=lambda: _theirs(request, Objective, pk),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def objective_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how an objective ended, and who of theirs confirmed it."""
    row, user, at = _theirs(request, Objective, pk, "plan__account"), reader(request), database_now()
    initial = {"on": local_day(at, user.time_zone)}
    form = SettleObjectiveForm(request.POST or None, user=user, account=row.plan.account, initial=initial)
    return _page(
        request, form, _("How it ended: {text}").format(text=row.text[:80]),
        back=place(row.plan_id, f"objective-{pk}"),
        save=lambda: settle_objective(objective=row, by=user, at=at, **form.fields_said()),
    )  # fmt: skip


@require_POST
def objective_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the settling back."""
    row, user = _theirs(request, Objective, pk, "plan__account"), reader(request)
    back = place(row.plan_id, f"objective-{pk}")
    try:
        reopen_objective(objective=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("Open again: {text}").format(text=row.text), back=back)


@require_http_methods(SHOWS_AND_SAVES)
def key_result_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what an objective is measured by."""
    row, user = _theirs(request, Objective, pk, "plan__account"), reader(request)
    form = KeyResultForm(request.POST or None)
    return _page(
        request, form, _("Measured by"), back=place(row.plan_id, f"objective-{pk}"),
        save=lambda: add_key_result(objective=row, by=user, at=database_now(), **form.fields_said()),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def key_result_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is measured, in a draft."""
    row, user = _theirs(request, KeyResult, pk, "objective__plan"), reader(request)
    form = KeyResultForm(request.POST or None, key_result=row)
    return _page(
        request, form, _("Measured by"), back=place(row.objective.plan_id, f"objective-{row.objective_id}"),
        save=lambda: edit_key_result(key_result=row, changes=form.changes(), by=user, at=database_now(),
                                     expected_version=form.expected_version),
        again=lambda: _theirs(request, KeyResult, pk),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def key_result_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down where it stands."""
    row, user, at = _theirs(request, KeyResult, pk, "objective__plan"), reader(request), database_now()
    form = MeasureForm(request.POST or None, initial={"on": local_day(at, user.time_zone)})
    return _page(
        request, form, _("Measure: {name}").format(name=row.name),
        back=place(row.objective.plan_id, f"objective-{row.objective_id}"),
        save=lambda: measure_key_result(key_result=row, by=user, at=at, **form.fields_said()),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def plan_action_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an action of ours or of theirs to an objective."""
    row, user = _theirs(request, Objective, pk, "plan__account"), reader(request)
    form = PlanActionForm(
        request.POST or None, user=user, account=row.plan.account, initial={"owner": user.pk}
    )
    return _page(
        request, form, _("To do for: {text}").format(text=row.text[:80]),
        back=place(row.plan_id, f"objective-{pk}"),
        save=lambda: add_action(objective=row, by=user, at=database_now(), **form.fields_said()),
    )  # fmt: skip


def _action(request: HttpRequest, pk: int) -> Any:
    return _theirs(request, PlanAction, pk, "objective__plan__account", "owner")


@require_http_methods(SHOWS_AND_SAVES)
def plan_action_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an action; its step in somebody's day follows."""
    row, user = _action(request, pk), reader(request)
    plan = row.objective.plan
    refuse_others(request, plan)
    ours = PlanNote.objects.visible_to(user).filter(action=row).values_list("text", flat=True).first() or ""
    form = PlanActionForm(request.POST or None, user=user, account=plan.account, action=row, our_benefit=ours)
    return _page(
        request, form, _("To do"), back=place(plan.pk, f"objective-{row.objective_id}"),
        save=lambda: edit_action(action=row, changes=form.changes(), by=user, at=database_now(),
                                 expected_version=form.expected_version),
        again=lambda: _action(request, pk),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def plan_action_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far an action is."""
    row, user = _action(request, pk), reader(request)
    form = PlanActionStateForm(request.POST or None, initial={"state": row.state})
    return _page(
        request, form, row.text, back=place(row.objective.plan_id, f"objective-{row.objective_id}"),
        save=lambda: set_action_state(action=row, by=user, at=database_now(), **form.fields_said()),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def plan_risk_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a risk into the register."""
    plan, user, at = plan_of_theirs(request, pk), reader(request), database_now()
    later = local_day(at, user.time_zone) + timedelta(days=LOOK_DAYS)
    form = PlanRiskForm(request.POST or None, initial={"owner": plan.owner_id, "look_on": later})
    return _page(
        request, form, _("Risk"), back=place(pk, "risks"),
        save=lambda: add_risk(plan=plan, by=user, at=at, **form.fields_said()),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def plan_risk_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a risk, close it, or open it again."""
    row, user = _theirs(request, PlanRisk, pk, "plan"), reader(request)
    form = PlanRiskForm(request.POST or None, risk=row)
    return _page(
        request, form, _("Risk"), back=place(row.plan_id, "risks"),
        save=lambda: edit_risk(risk=row, changes=form.changes(), by=user, at=database_now(),
                               expected_version=form.expected_version),
        again=lambda: _theirs(request, PlanRisk, pk),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def plan_risk_look(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a look at a risk found, and when the next one is."""
    row, user, at = _theirs(request, PlanRisk, pk, "plan"), reader(request), database_now()
    later = local_day(at, user.time_zone) + timedelta(days=LOOK_DAYS)
    form = LookForm(request.POST or None, initial={"look_on": later})
    return _page(
        request, form, _("Look at: {risk}").format(risk=row.description[:80]),
        back=place(row.plan_id, "risks"),
        save=lambda: look_at_risk(risk=row, by=user, at=at, **form.fields_said()),
    )  # fmt: skip
