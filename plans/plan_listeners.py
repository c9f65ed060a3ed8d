"""What a step that was done, moved or given away means to its plan; who owns a plan with its account."""

from django.db.models import F

from accounts.announced import AccountChanged
from accounts.rights import may_edit
from contacts.announced import StepChanged
from contacts.choices import StepState
from contacts.models import NextStep
from retention.lib.zones import local_day
from retention.team.machine import the_machine
from retention.team.models import User

from .actions.lessons import OF_LESSON
from .actions.moving import review_plan
from .actions.risks import look_at_risk
from .models import AccountPlan, Lesson, Objective, PlanAction, PlanRisk
from .planning.words import OPEN_ACTIONS, RUNNING, ActionState, ObjectiveState
from .stepping import OF_ACTION, OF_REVIEW, OF_RISK, follow_plan
from .working import tell

ENDS = {StepState.DONE: ActionState.DONE, StepState.DROPPED: ActionState.DROPPED}


def after_step(fact: StepChanged) -> None:
    """Listener: the step and the plan's action are one thing; a look or review ticked off has happened."""
    step = NextStep.objects.filter(pk=fact.step_id).first()
    if step is None:
        return
    if step.origin == OF_ACTION:
        _follow_step(step)
    elif step.origin == OF_RISK:
        _looked(step, fact)
    elif step.origin == OF_LESSON:
        _lesson(step, fact)
    elif step.state == StepState.DONE and step.origin == OF_REVIEW:
        _reviewed(step, fact)


def _follow_step(step: NextStep) -> None:
    """State, day and doer of the action become those of the step, while the plan runs."""
    action = PlanAction.objects.filter(step=step, objective__plan__state__in=RUNNING).first()
    if action is None:
        return
    changes: dict[str, object] = {}
    if step.state == StepState.OPEN:
        if not action.is_open:
            changes["state"] = ActionState.TODO
        if action.due_on != step.due_on:
            changes["due_on"] = step.due_on
        if action.owner_id is not None and action.owner_id != step.owner_id:
            changes["owner"] = step.owner_id
    elif action.is_open:
        changes["state"] = ENDS[StepState(step.state)]
    if changes:
        PlanAction.objects.filter(pk=action.pk).update(**changes, version=F("version") + 1)


def _looked(step: NextStep, fact: StepChanged) -> None:
    """The risk goes with its step to whoever looks; done means that they looked."""
    risk = PlanRisk.objects.open().filter(step=step, plan__state__in=RUNNING).select_related("plan").first()
    if risk is None:
        return
    if risk.owner_id != step.owner_id:
        PlanRisk.objects.filter(pk=risk.pk).update(owner=step.owner_id, version=F("version") + 1)
        risk.refresh_from_db()
    if step.state == StepState.DONE:
        look_at_risk(risk=risk, by=User.objects.get(pk=fact.by_id), at=fact.at)


def _lesson(step: NextStep, fact: StepChanged) -> None:
    """Day and teacher of a lesson are those of its step; a step that is done was taught."""
    row = Lesson.objects.open().filter(step=step).first()
    if row is None:
        return
    if step.state == StepState.OPEN:
        if (row.planned_for, row.owner_id) != (step.due_on, step.owner_id):
            moved = {"planned_for": step.due_on, "owner": step.owner_id, "version": F("version") + 1}
            Lesson.objects.filter(pk=row.pk).update(**moved)
        return
    by = User.objects.get(pk=fact.by_id)
    end: dict[str, object] = {"version": F("version") + 1}
    day = local_day(fact.at, by.time_zone)
    if step.state == StepState.DONE:
        end |= {"taught_on": day, "taught_by": step.owner_id}
    else:
        end |= {"dropped_on": day}
    Lesson.objects.filter(pk=row.pk).update(**end)


def _reviewed(step: NextStep, fact: StepChanged) -> None:
    number, _, day = step.origin_key.partition(":")
    plan = AccountPlan.objects.running().filter(pk=int(number)).first()
    by = User.objects.get(pk=fact.by_id)
    if plan is not None and str(plan.next_review_on) == day and may_edit(plan.account_id, by):
        review_plan(plan=plan, by=by, at=fact.at)


def plans_follow_the_owner(fact: AccountChanged) -> None:
    """Listener: what the former owner of the account had in its plans is the new owner's, in their day too.

    The machine does it: whoever gave the account away may no longer see it.
    """
    if fact.former_owner_id is None:
        return
    owner = User.objects.active().filter(owned_accounts=fact.account_id).first()
    if owner is None:
        return
    plans = (
        AccountPlan.objects.unfinished().filter(account=fact.account_id).select_related("account", "owner")
    )
    for plan in plans.order_by("id"):
        former = {"owner": fact.former_owner_id}
        given = {"owner": owner, "version": F("version") + 1}
        Objective.objects.filter(plan=plan, state=ObjectiveState.OPEN, **former).update(**given)
        PlanAction.objects.filter(objective__plan=plan, state__in=OPEN_ACTIONS, **former).update(**given)
        PlanRisk.objects.open().filter(plan=plan, **former).update(**given)
        if plan.owner_id == fact.former_owner_id:
            AccountPlan.objects.filter(pk=plan.pk).update(**given)
            plan.owner = owner
            tell(plan, "plan_given", f"“{plan.title}” is {owner.name}’s now", the_machine(), fact.at)
        follow_plan(plan, the_machine(), fact.at)
