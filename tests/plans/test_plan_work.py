"""Actions, risks and reviews of a running plan: each is one step in somebody's day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.ownership import change_owner
from accounts.models import Account
from contacts.actions.steps import edit_step, move_step, reopen_step, settle_step
from contacts.models import NextStep
from plans.actions.doing import add_action, edit_action, set_action_state
from plans.actions.moving import move_plan
from plans.actions.risks import RiskClosed, add_risk, edit_risk, look_at_risk
from plans.models import AccountPlan
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .plan_book import draft, objective, running

pytestmark = pytest.mark.django_db


def test_actions_of_a_running_plan_are_steps_in_somebodys_day(vela: Account, lena: User, nadia: User) -> None:
    plan, ana = draft(vela, lena), make_contact(vela)
    row = objective(plan, lena)
    ours = add_action(objective=row, text="Show the figures", owner=lena, due_on=date(2026, 12, 1), by=lena,
                      at=NOON, our_benefit="Trust")  # fmt: skip
    theirs = add_action(objective=row, text="Send the list", their_owner=ana, due_on=date(2026, 12, 2),
                        by=lena, at=NOON)  # fmt: skip
    assert not NextStep.objects.exists()
    AccountPlan.objects.filter(pk=plan.pk).update(signed_by=nadia, signed_on=TODAY)
    for move, who in (("submit", lena), ("approve", nadia), ("start", lena)):
        move_plan(plan=plan, move=move, by=who, at=NOON)
    step = NextStep.objects.get(origin_key=f"action:{ours.pk}")
    asks = NextStep.objects.get(origin_key=f"action:{theirs.pk}")
    assert (step.owner, step.due_on) == (lena, ours.due_on)
    assert asks.owner == lena and asks.contact == ana and asks.text.startswith("Ask whether it is done")
    settle_step(step=step, state="done", by=lena, at=NOON)
    ours.refresh_from_db()
    assert ours.state == "done"
    reopen_step(step=step, by=lena, at=NOON)
    move_step(step=step, due_on=date(2026, 12, 9), by=lena, at=NOON)
    ours.refresh_from_db()
    assert (ours.state, ours.due_on) == ("todo", date(2026, 12, 9))
    edit_action(action=ours, changes={"text": "Show them all"}, by=lena, at=NOON)
    set_action_state(action=theirs, state="done", by=lena, at=NOON)
    asks.refresh_from_db()
    step.refresh_from_db()
    assert (asks.state, step.text) == ("done", "Show them all")
    move_plan(plan=plan, move="miss", by=lena, at=NOON, note="They left")
    step.refresh_from_db()
    ours.refresh_from_db()
    assert (step.state, ours.state) == ("dropped", "todo")
    assert not NextStep.objects.filter(state="open").exists()


def test_a_risk_has_a_clock_and_looking_winds_it(vela: Account, lena: User, nadia: User, sol: User) -> None:
    plan = running(vela, lena, nadia)
    risk = add_risk(plan=plan, by=lena, at=NOON, description="They build their own", likelihood=4,
                    impact=Decimal(50000), owner=sol)  # fmt: skip
    assert (risk.look_on, risk.weight) == (TODAY + timedelta(30), 200000)
    late = NOON + timedelta(days=31)
    assert risk.is_overdue(on=late.date()) and plan.risks.overdue(on=late.date()).exists()
    step = NextStep.objects.get(origin="plan-risk")
    assert (step.owner, step.due_on) == (sol, risk.look_on)
    settle_step(step=step, state="done", by=sol, at=late)
    risk.refresh_from_db()
    assert (risk.looked_on, risk.look_on) == (late.date(), late.date() + timedelta(30))
    assert NextStep.objects.get(origin="plan-risk", state="open").due_on == risk.look_on
    edit_step(step=risk.step, changes={"owner": lena}, by=lena, at=late)
    risk.refresh_from_db()
    assert risk.owner == lena
    with pytest.raises(PermissionDenied):
        look_at_risk(risk=risk, by=sol, at=late)
    with pytest.raises(InputRefused):
        look_at_risk(risk=risk, by=lena, at=late, look_on=late.date())
    edit_risk(risk=risk, changes={"state": "closed"}, by=lena, at=late)
    assert not NextStep.objects.filter(origin="plan-risk", state="open").exists()
    with pytest.raises(RiskClosed):
        look_at_risk(risk=risk, by=lena, at=late)


def test_a_review_ticked_off_in_the_day_has_happened(vela: Account, lena: User, nadia: User) -> None:
    plan = running(vela, lena, nadia)
    step = NextStep.objects.get(origin="plan-review")
    assert step.due_on == plan.next_review_on
    later = NOON + timedelta(days=90)
    settle_step(step=step, state="done", by=lena, at=later)
    plan.refresh_from_db()
    assert plan.last_reviewed_on == later.date()
    assert NextStep.objects.get(origin="plan-review", state="open").due_on == plan.next_review_on


def test_a_plan_follows_its_account_to_the_next_owner(
    vela: Account, lena: User, nadia: User, ada: User
) -> None:
    plan = draft(vela, lena, template="grow")
    AccountPlan.objects.filter(pk=plan.pk).update(signed_by=nadia, signed_on=TODAY)
    risk = add_risk(plan=plan, by=lena, at=NOON, description="Budget cut", likelihood=2)
    for move, who in (("submit", lena), ("approve", nadia), ("start", lena)):
        move_plan(plan=plan, move=move, by=who, at=NOON)
    change_owner(account=vela, owner=nadia, by=ada, at=NOON)
    plan.refresh_from_db()
    risk.refresh_from_db()
    assert (plan.owner, risk.owner) == (nadia, nadia)
    assert set(plan.objectives.values_list("owner", flat=True)) == {nadia.pk}
    steps = NextStep.objects.filter(origin__startswith="plan", state="open")
    assert steps.count() == 7 and set(steps.values_list("owner", flat=True)) == {nadia.pk}
