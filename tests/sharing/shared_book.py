"""A plan with shared and internal rows of every kind, and a link to it, for tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Account
from contacts.models import Contact
from plans import actions as goals
from plans.actions.doing import add_action
from plans.actions.drafting import start_plan
from plans.actions.measuring import add_key_result
from plans.actions.objectives import add_objective
from plans.actions.risks import add_risk
from plans.actions.texts import write_section
from plans.models import AccountPlan, PlanAction, RoiTarget, ValueEntry
from retention.lib.clock import database_now
from retention.sharing.actions import MadeLink, make_link
from retention.team.models import User
from tests.factories import make_contact

DAY = timedelta(days=1)


@dataclass
class SharedBook:
    """What is shown, and what stands beside it and never is."""

    account: Account
    plan: AccountPlan
    petra: Contact
    step: PlanAction
    target: RoiTarget
    value: ValueEntry
    made: MadeLink
    now: datetime

    @property
    def path(self) -> str:
        """Where the link opens."""
        return self.made.path


def make_shared_book(account: Account, by: User) -> SharedBook:
    """A draft with a joint goal, a step of theirs, a proposed target and a benefit with evidence."""
    now = database_now()
    today = now.date()
    petra = make_contact(account, "Petra Beck", title="Head of housing")
    plan = start_plan(
        account=account, by=by, at=now, period_start=today.replace(day=1), title="Fewer empty rooms"
    )
    said = {"priority_1": {"text": "Rooms let within a week", "source": "Petra", "is_shared": True},
            "pressures": {"text": "Secret pressure"}}  # fmt: skip
    write_section(plan=plan, section="business", said=said, by=by, at=now)
    joint = add_objective(
        plan=plan, goal="value", text="Occupancy above 97", owner=by, measure="Monthly count", whose="joint",
        due_on=today + 90 * DAY, is_shared=True, by=by, at=now,
    )  # fmt: skip
    add_key_result(
        objective=joint, name="Occupancy", unit="percent", baseline=Decimal(91), target=Decimal(97), by=by,
        at=now,
    )  # fmt: skip
    add_objective(plan=plan, goal="grow", text="Secret upsell", owner=by, whose="ours", by=by, at=now)
    step = add_action(
        objective=joint, text="Send the list of rooms", their_owner=petra, due_on=today + 5 * DAY,
        is_shared=True, our_benefit="Secret benefit", by=by, at=now,
    )  # fmt: skip
    add_action(objective=joint, text="Secret step", owner=by, due_on=today + 5 * DAY, by=by, at=now)
    add_risk(plan=plan, description="Secret risk", likelihood=3, owner=by, by=by, at=now)
    target = _target(account, "Days a room stands empty", by, now, is_shared=True)
    _target(account, "Secret metric", by, now)
    value = goals.claim_value(
        account=account, what="Two hours a day less", happened_on=today, amount=Decimal(18000),
        method="2 h × 250 days × €36", evidence="Secret time sheets", is_shared=True, by=by, at=now,
    )  # fmt: skip
    goals.claim_value(account=account, what="Secret gain", happened_on=today, evidence="Seen", by=by, at=now)
    goals.claim_value(account=account, what="Secret claim", happened_on=today, is_shared=True, by=by, at=now)
    made = make_link(plan=plan, contact=petra, by=by, at=now)
    return SharedBook(account, plan, petra, step, target, value, made, now)


def _target(account: Account, metric: str, by: User, now: datetime, **fields: bool) -> RoiTarget:
    today = now.date()
    return goals.add_target(
        account=account, metric=metric, unit="days", baseline=Decimal(12), baseline_on=today - 90 * DAY,
        target=Decimal(5), due_on=today + 90 * DAY, direction="lower", by=by, at=now, **fields,
    )  # fmt: skip
