"""Where the demo company's renewals stand: stages with what was known, and what their owners expect."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.actions import activate_contract, enter_contract
from accounts.lines import LineInput
from contacts.models import Contact
from retention.renewals.actions import join_renewals, move_stage, set_call
from retention.renewals.actions.assessing import decide_assessment, give_assessment
from retention.renewals.actions.facts import record_facts
from retention.renewals.actions.risk_plans import has_plan
from retention.renewals.assessment_tick import ask_due
from retention.renewals.calls import PlanInput
from retention.renewals.gate_facts import conversations
from retention.renewals.models import Assessment, AssessmentState, Renewal, RenewalStage, View
from retention.team.models import User

STAGES = (
    "contract_out", "verbal", "negotiating", "proposed", "engaged", "verbal", "proposed", "engaged",
    "preparing", "engaged", "preparing", "preparing",
)  # fmt: skip
"""Of the renewals to be decided first, in their order; the others have not begun."""
CALLS = ("pipeline", "commit", "commit", "most_likely", "best_case", "commit", "most_likely", "pipeline")
"""Twice not what the system makes of it, so that there is something to talk about."""
VIEWS = {"pipeline": View.AT_RISK}
WAITING, TO_DECIDE = 2, 4
TOGETHER = 4
"""The renewal, in the order of their days, that decides a later end of the same customer too."""
BEGUN = (RenewalStage.NOTICE_RECEIVED, RenewalStage.AUTO_RENEWING)
WHY = {
    "commit": "Their board has agreed; only the signature is missing.",
    "most_likely": "Their head of operations wants to go on.",
    "best_case": "If the second site goes live before the end of the year.",
    "pipeline": "Their new finance head asks what they get for the price.",
}


def make_pipeline(account_ids: list[int], users: Mapping[str, User], *, at: datetime) -> None:
    """Move the renewals that are due first, and say what their owners expect of them."""
    rows = Renewal.objects.open().filter(account__in=account_ids).exclude(stage__in=BEGUN)
    found = rows.select_related("account__owner", "contract").order_by("decision_on", "id")
    for number, row in enumerate(found[: len(STAGES) + 4]):
        owner = row.account.owner or users["Ada"]
        if number < len(STAGES):
            _move(row, STAGES[number], owner=owner, lead=users["Ada"], at=at)
        _call(row, CALLS[number % len(CALLS)], owner=owner, at=at)
    _assess(users["Ada"], at=at)
    _together(found[TOGETHER], users, at=at)


def _together(row: Renewal, users: Mapping[str, User], *, at: datetime) -> None:
    """An add-on on a paper of its own ends later, and is decided in the same talk."""
    owner, first = row.account.owner or users["Ada"], at.date() - timedelta(days=150)
    paper = enter_contract(
        account=row.account, reference=f"{row.contract.reference}-A", term_start=first, signed_on=first,
        term_end=row.term_end + timedelta(days=75), currency=row.currency, by=owner, at=at,
        lines=[LineInput(recurring_amount=Decimal(4800), description="Driver app, second site")],
    )  # fmt: skip
    activate_contract(contract=paper, by=owner, at=at)
    others = list(Renewal.objects.filter(contract=paper))
    why = "The same board decides both, in one talk."
    join_renewals(renewal=row, others=others, reason=why, by=users["Ada"], at=at)


def _assess(lead: User, *, at: datetime) -> None:
    """Owners say how they see what is asked by now, and the lead decides; some still wait for either."""
    ask_due(at)
    for assessment in _by_decision(AssessmentState.ASKED)[:-WAITING]:
        row, owner = assessment.renewal, assessment.renewal.account.owner
        view = VIEWS.get(row.call, View.GOOD)
        if owner is not None and (view == View.GOOD or has_plan(row)):
            why = WHY.get(row.call, "They use it daily, in every depot.")
            give_assessment(renewal=row, view=view, reason=why, by=owner, at=at)
    for given in _by_decision(AssessmentState.DISAGREED)[TO_DECIDE:]:
        why = "We went through it together; the figures lag behind."
        decide_assessment(renewal=given.renewal, view=given.view, reason=why, by=lead, at=at)


def _by_decision(state: AssessmentState) -> list[Assessment]:
    found = Assessment.objects.filter(state=state).order_by("renewal__decision_on", "id")
    return list(found.select_related("renewal__account__owner", "renewal__contract"))


def _move(row: Renewal, stage: str, *, owner: User, lead: User, at: datetime) -> None:
    """What was known is entered first; what nobody knew, the lead lets pass."""
    record_facts(renewal=row, changes=_known(row, owner, at), by=owner, at=at)
    move_stage(
        renewal=row, stage=stage, reason="As it stood when Keel began", by=lead, at=at, expected_version=None,
        overrides=True,
    )  # fmt: skip


def _known(row: Renewal, owner: User, at: datetime) -> dict[str, Any]:
    today = at.date()
    person = Contact.objects.filter(account=row.account_id, is_placeholder=False).order_by("-is_key").first()
    return {
        "health_reviewed_on": today - timedelta(days=40),
        "contacts_checked_on": today - timedelta(days=35),
        "value_summary": "Two planners' hours a week saved at each depot, confirmed by their operations.",
        "conversation": conversations(row, owner, at=at).order_by("-happened_at").first(),
        "scope": "The same planners and depots, and the driver app.",
        "term_wanted_months": 24,
        "decision_process": "Operations propose, finance agrees, the managing director signs.",
        "customer_decides_on": row.decision_on - timedelta(days=7),
        "proposal_sent_on": today - timedelta(days=12),
        "proposal_arr": (row.atr * Decimal("1.03")).quantize(Decimal(1)),
        "proposal_term_months": 24,
        "proposal_uplift_pct": Decimal(3),
        "proposal_valid_until": row.decision_on + timedelta(days=14),
        "response": "They want the price to stay for two years.",
        "negotiation": "counter",
        "verbal_by": person,
        "verbal_on": today - timedelta(days=3),
        "paper_out_on": today - timedelta(days=1),
        "paper_to": person,
    }


def _call(row: Renewal, call: str, *, owner: User, at: datetime) -> None:
    plan = None
    if call == "pipeline":
        action = "Show finance what each depot saved, in figures they know"
        plan = PlanInput("Price for what it gives", action, owner, at.date() + timedelta(days=9))
    set_call(
        renewal=row, call=call, note=WHY[call], by=owner, at=at, expected_version=None,
        forecast_arr=row.atr * Decimal("0.5") if call == "pipeline" else None, plan=plan,
    )  # fmt: skip
