"""Actions, risks and reviews of a running plan stand in people's days: each is one next step."""

from datetime import date, datetime
from typing import Any

from contacts.actions.steps import add_step, edit_step, reopen_step, settle_step
from contacts.choices import StepState
from contacts.models import Contact, NextStep
from retention.team.models import User

from .models import AccountPlan, PlanAction, PlanRisk
from .planning.words import BEFORE_APPROVAL, RUNNING, ActionState

OF_ACTION, OF_RISK, OF_REVIEW = "plan", "plan-risk", "plan-review"
LONGEST = 300


def follow_action(action: PlanAction, plan: AccountPlan, by: User, at: datetime) -> None:
    """Make the action's step be as the action is; drop it when there is nothing to do."""
    worker = action.owner or (plan.owner if action.their_owner_id else None)
    if plan.state not in RUNNING or not action.is_open or action.due_on is None or worker is None:
        waits = plan.state in BEFORE_APPROVAL and action.is_open
        if not waits:
            _settle(action.step, done=action.state == ActionState.DONE, by=by, at=at)
        return
    text = action.text if action.owner else f"Ask whether it is done: {action.text}"
    key = f"action:{action.pk}"
    step = _stand(
        action.step, plan, OF_ACTION, key, worker, text, action.due_on, action.their_owner, by=by, at=at
    )
    if action.step_id != step.pk:
        PlanAction.objects.filter(pk=action.pk).update(step=step)
        action.step = step


def follow_risk(risk: PlanRisk, plan: AccountPlan, by: User, at: datetime) -> None:
    """Let the next look at a risk stand in its owner's day while the plan runs."""
    if plan.state not in RUNNING or not risk.is_open:
        if plan.state not in BEFORE_APPROVAL or not risk.is_open:
            _settle(risk.step, done=False, by=by, at=at)
        return
    text, key = f"Look at the risk: {risk.description}", f"{risk.pk}:{risk.look_on}"
    known = risk.step if risk.step is not None and risk.step.state == StepState.OPEN else None
    step = _stand(known, plan, OF_RISK, key, risk.owner, text, risk.look_on, None, by=by, at=at)
    if risk.step_id != step.pk:
        PlanRisk.objects.filter(pk=risk.pk).update(step=step)
        risk.step = step


def follow_review(plan: AccountPlan, by: User, at: datetime) -> None:
    """Let the next review of a running plan stand in its owner's day; former ones are dropped."""
    key = f"{plan.pk}:{plan.next_review_on}"
    rows = NextStep.objects.filter(origin=OF_REVIEW, origin_key__startswith=f"{plan.pk}:")
    for step in rows.filter(state=StepState.OPEN).exclude(origin_key=key).order_by("id"):
        settle_step(step=step, state=StepState.DROPPED, by=by, at=at)
    if plan.state in RUNNING and plan.next_review_on is not None:
        known = rows.filter(origin_key=key).first()
        text = f"Review the plan: {plan.title}"
        _stand(known, plan, OF_REVIEW, key, plan.owner, text, plan.next_review_on, None, by=by, at=at)
    elif plan.state not in BEFORE_APPROVAL:
        for step in rows.filter(state=StepState.OPEN).order_by("id"):
            settle_step(step=step, state=StepState.DROPPED, by=by, at=at)


def follow_plan(plan: AccountPlan, by: User, at: datetime) -> None:
    """Everything of a plan whose state has moved."""
    actions = PlanAction.objects.filter(objective__plan=plan)
    for action in actions.select_related("owner", "their_owner__person", "step").order_by("id"):
        follow_action(action, plan, by, at)
    for risk in PlanRisk.objects.filter(plan=plan).select_related("owner", "step").order_by("id"):
        follow_risk(risk, plan, by, at)
    follow_review(plan, by, at)


def _stand(
    step: NextStep | None,
    plan: AccountPlan,
    origin: str,
    key: str,
    owner: User,
    text: str,
    due_on: date,
    contact: Contact | None,
    *,
    by: User,
    at: datetime,
) -> NextStep:
    """The step open and saying this: made, opened again or changed."""
    said: dict[str, Any] = {"owner": owner, "text": text[:LONGEST], "due_on": due_on, "contact": contact}
    if step is None:
        made = add_step(account=plan.account, by=by, at=at, origin=origin, origin_key=key, **said)
        if made.state == StepState.OPEN:
            return made
        step = made
    if step.state != StepState.OPEN:
        step = reopen_step(step=step, by=by, at=at)
    changes = {name: value for name, value in said.items() if getattr(step, name) != value}
    return edit_step(step=step, changes=changes, by=by, at=at) if changes else step


def _settle(step: NextStep | None, *, done: bool, by: User, at: datetime) -> None:
    if step is not None and step.state == StepState.OPEN:
        settle_step(step=step, state=StepState.DONE if done else StepState.DROPPED, by=by, at=at)
