"""What a script can send about account plans: of a draft, and of one that was approved."""

from datetime import timedelta
from typing import Any

from accounts.models import AccountTeamMember
from plans.models import (
    AccountPlan,
    GrowthLine,
    KeyResult,
    Objective,
    PlanAction,
    PlanRisk,
    TeamPlanTemplate,
)
from retention.lib.clock import database_now
from retention.team.models import User
from tests.security.account_plans import plan

from .tries import House, Try

OF_PLANS = (
    "plan", "plan changed", "plan submitted", "plan signed", "plan reviewed", "plan copied", "plan written",
    "plan growth", "objective", "objective changed", "objective settled", "objective open again",
    "key result", "key result changed", "key result measured", "plan action", "plan action changed",
    "plan action done",
    "plan from template", "plan template", "plan template changed", "plan template withdrawn",
    "plan risk", "plan risk changed", "plan risk looked at", "growth line", "growth line changed",
)  # fmt: skip


def tries_of_plans(house: House) -> dict[str, Try]:
    """A draft with one of everything; Ada is the sponsor who signs the approved one."""
    ada = User.objects.get(email="ada@keel.test")
    AccountTeamMember.objects.get_or_create(account=house.vela, user=ada, function="sponsor")
    draft, approved = plan(house.vela, ada), plan(house.vela, ada)
    today = database_now().date()
    AccountPlan.objects.filter(pk=draft.pk).update(title="Draft")
    objective = Objective.objects.create(plan=draft, goal="grow", text="x", whose="joint")
    ended = Objective.objects.create(plan=draft, goal="grow", text="y", state="missed", settled_on=today)
    agreed = Objective.objects.create(
        plan=approved, goal="grow", text="z", owner=ada, measure="m", due_on=today
    )
    AccountPlan.objects.filter(pk=approved.pk).update(state="approved", approved_by=ada, approved_on=today)
    result = KeyResult.objects.create(objective=objective, name="x")
    action = PlanAction.objects.create(objective=agreed, text="x", owner=ada)
    risk = PlanRisk.objects.create(plan=approved, description="x", likelihood=2, owner=ada, look_on=today)
    line = GrowthLine.objects.create(plan=draft, what="x", amount=1, probability=50)
    later = str(today + timedelta(days=40))
    of = {"plan_id": draft.pk}
    aim: dict[str, Any] = {
        "goal": "value", "text": "Fewer empty rooms", "reason": "They lose a tenth", "due_on": later,
        "measure": "Occupancy", "weight": 2, "whose": "joint", "is_shared": True,
        "their_owner_id": house.contact, "stakeholder_id": house.contact,
    }  # fmt: skip
    act = {"text": "Show it", "owner_id": ada.pk, "due_on": later, "customer_benefit": "a",
           "our_benefit": "b"}  # fmt: skip
    danger = {"description": "They build it", "cause": "c", "likelihood": 4, "impact": "5000.00",
              "early_sign": "s", "mitigation": "m", "owner_id": ada.pk, "look_on": later, "due_on": later,
              "state": "mitigating"}  # fmt: skip
    measured = {"name": "Rooms", "unit": "%", "baseline": "40.5", "target": "20", "weight": 2}
    more = {"what": "Spa", "amount": "900.00", "probability": 40, "due_on": later}
    begun = {"account_id": house.vela.pk, "period_start": "2026-12-01", "title": "Next", "template": "grow",
             "owner_id": ada.pk}  # fmt: skip
    lines = {"note": "Why", "outline": "Retain, ours, month 12: Renewed", "prompts": "Why they bought: Ask"}
    kept, gone = (
        TeamPlanTemplate.objects.create(
            team=house.vela.team, name=name, outline="Grow, joint, month 3: x", by=ada
        )
        for name in ("Kept", "Gone")
    )
    from_kept = {"account_id": house.vela.pk, "period_start": "2026-12-01", "team_template_id": kept.pk}
    said = {"field": "strategy", "text": "Grow", "source": "Ana", "said_on": "2026-10-01", "is_shared": True}
    wanted = {"base": "1.00", "renewals": "2.00", "top_down": "3.00"}
    draft_at, approved_at, aim_at = f"plans/{draft.pk}", f"plans/{approved.pk}", f"objectives/{objective.pk}"
    ending = {"state": "missed", "on": "2026-11-02", "note": "x"}
    figure = {"value": "25.5", "on": "2026-11-02", "evidence": "Their report"}
    return {
        "plan": ("POST", "plans/", begun),
        "plan from template": ("POST", "plans/", from_kept),
        "plan template": ("POST", "plan-templates/", {"plan_id": draft.pk, "name": "Ours", **lines}),
        "plan template changed": (
            "PATCH", f"plan-templates/{kept.pk}/", {"version": 1, "name": "Better", **lines}
        ),
        "plan template withdrawn": ("POST", f"plan-templates/{gone.pk}/withdraw/", {}),
        "plan changed": ("PATCH", f"{draft_at}/", {"version": 1, "title": "Other", "owner_id": ada.pk}),
        "plan submitted": ("POST", f"{draft_at}/move/", {"move": "submit", "note": "Look"}),
        "plan signed": ("POST", f"{approved_at}/sign/", {}),
        "plan reviewed": ("POST", f"{approved_at}/review/", {"note": "Fine", "next_review_on": later}),
        "plan copied": ("POST", f"{approved_at}/copy/", {}),
        "plan written": ("POST", f"{draft_at}/write/", said),
        "plan growth": ("POST", f"{draft_at}/growth/", wanted),
        "objective": ("POST", "objectives/", {**of, **aim}),
        "objective changed": ("PATCH", f"{aim_at}/", {"version": 1, **aim}),
        "objective settled": ("POST", f"{aim_at}/settle/", ending),
        "objective open again": ("POST", f"objectives/{ended.pk}/reopen/", {}),
        "key result": ("POST", "key-results/", {"objective_id": objective.pk, **measured}),
        "key result changed": ("PATCH", f"key-results/{result.pk}/", {"version": 1, **measured}),
        "key result measured": ("POST", f"key-results/{result.pk}/measure/", figure),
        "plan action": ("POST", "plan-actions/", {"objective_id": objective.pk, **act}),
        "plan action changed": ("PATCH", f"plan-actions/{action.pk}/", {"version": 1, **act}),
        "plan action done": ("POST", f"plan-actions/{action.pk}/state/", {"state": "done"}),
        "plan risk": ("POST", "plan-risks/", {**of, **danger}),
        "plan risk changed": ("PATCH", f"plan-risks/{risk.pk}/", {"version": 1, **danger}),
        "plan risk looked at": ("POST", f"plan-risks/{risk.pk}/look/", {"note": "x", "look_on": later}),
        "growth line": ("POST", "growth-lines/", {**of, **more}),
        "growth line changed": ("PATCH", f"growth-lines/{line.pk}/", {"version": 1, **more}),
    }  # fmt: skip
