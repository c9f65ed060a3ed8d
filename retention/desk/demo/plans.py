"""Plans of the demo company: one that runs and is measured and became a template of its team, one of a group
that waits for its lead, one of that group that was just begun."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.actions.accounts import edit_account
from accounts.choices import Tier
from accounts.models import Account
from contacts.models import Contact
from plans.actions.doing import add_action
from plans.actions.drafting import start_plan
from plans.actions.growing import add_growth_line, set_growth
from plans.actions.measuring import edit_key_result, measure_key_result
from plans.actions.moving import move_plan
from plans.actions.objectives import edit_objective
from plans.actions.risks import add_risk
from plans.actions.team_templates import save_template
from plans.actions.texts import write_section
from plans.models import AccountPlan, KeyResult, TeamPlanTemplate
from plans.planning.sections import SECTION_OF
from retention.lib.months import add_months
from retention.team.models import User

TEXTS = (
    ("why_bought", "Their planners lost an hour a day to lists on paper."),
    ("strategy", "Grow without a second depot: the same fleet, more stops."),
    ("priority_1", "On time before ten in the morning."),
    ("priority_2", "New drivers at work within two weeks."),
    ("openings", "The cold stores plan by hand; their head has seen what the depot does."),
    ("rivals", "Orca, which their sister company uses."),
    ("price", "The step agreed for next year stays; volume may move it."),
    ("channels", "A call each month, a review each quarter, figures by mail."),
)
GROUP = {"Brightwater Foods": ("Ravensworth Dairy", "Orchard and Vine")}
"""Who belongs to whom."""
TEMPLATE = (
    "Protect a key customer",
    "As it worked in the north: their figures first, then two more sponsors.",
)
FIGURES = (
    # from, to, now
    (Decimal(0), Decimal(100), Decimal(40)),
    (Decimal(0), Decimal(3), Decimal(1)),
    (Decimal(0), Decimal(2), None),
)


def make_plans(users: Mapping[str, User], *, at: datetime) -> None:
    """A running plan at Lena's largest key account; at her largest strategic one a plan that waits, and its
    group."""
    hers = (
        Account.objects.filter(owner=users["Lena"])
        .select_related("owner", "team")
        .order_by("-arr_base", "id")
    )
    key, strategic = (hers.filter(tier=tier).first() for tier in (Tier.B, Tier.A))
    kept = None
    if key is not None:
        plan = _running(key, users, at)
        name, note = TEMPLATE
        kept = save_template(plan=plan, name=name, note=note, by=users["Nadia"], at=at)
    if strategic is not None:
        _waiting(strategic, at)
        _group(strategic, kept, users["Ada"], at)


def _first_day(at: datetime) -> date:
    return add_months(at.date().replace(day=1), -3)


def _running(account: Account, users: Mapping[str, User], at: datetime) -> AccountPlan:
    owner, admin = _owner(account), users["Ada"]
    plan = start_plan(account=account, by=owner, at=at, period_start=_first_day(at), template="protect")
    for field, text in TEXTS:
        said: dict[str, object] = {"text": text}
        write_section(plan=plan, section=SECTION_OF[field], said={field: said}, by=owner, at=at)
    people = list(Contact.objects.filter(account=account, person__isnull=False).order_by("-is_key", "id")[:1])
    _aim(plan, people, owner, at)
    set_growth(
        plan=plan, by=owner, at=at,
        changes={"renewals": account.arr, "top_down": round(account.arr * Decimal("1.2"), -3)},
    )  # fmt: skip
    more = round(account.arr / 8, -2) or Decimal(1000)
    add_growth_line(plan=plan, by=owner, at=at, what="Cold stores", amount=more, probability=50)
    add_risk(
        plan=plan, by=owner, at=at, description="Their sponsor retires in spring", likelihood=4,
        impact=account.arr, early_sign="He hands projects over", mitigation="Meet whoever follows him",
        look_on=at.date() - timedelta(days=4),
    )  # fmt: skip
    for move, who in (("submit", owner), ("approve", admin), ("start", owner)):
        move_plan(plan=plan, move=move, by=who, at=at)
    return plan


def _aim(plan: AccountPlan, people: list[Contact], owner: User, at: datetime) -> None:
    """Figures to the key results, one action of theirs, what either side has of it."""
    results = KeyResult.objects.filter(objective__plan=plan).select_related("objective__plan").order_by("id")
    for result, (baseline, target, current) in zip(results, FIGURES, strict=False):
        figures = {"baseline": baseline, "target": target}
        edit_key_result(key_result=result, changes=figures, by=owner, at=at)
        if current is not None:
            measure_key_result(key_result=result, value=current, on=at.date(), by=owner, at=at)
    joint = plan.objectives.filter(whose="joint").select_related("plan").order_by("id").first()
    if joint is None or not people:
        return
    edit_objective(
        objective=joint, by=owner, at=at,
        changes={"reason": "“Show my board what it saves.”", "stakeholder": people[0], "is_shared": True},
    )  # fmt: skip
    add_action(
        objective=joint, text="Send last year’s hours of overtime", their_owner=people[0],
        due_on=at.date() + timedelta(days=9), customer_benefit="Figures their board believes",
        our_benefit="A baseline nobody disputes", by=owner, at=at,
    )  # fmt: skip


def _waiting(account: Account, at: datetime) -> None:
    owner = _owner(account)
    plan = start_plan(
        account=account, by=owner, at=at, period_start=at.date().replace(day=1), template="grow"
    )
    move_plan(plan=plan, move="submit", by=owner, at=at)


def _group(parent: Account, template: TeamPlanTemplate | None, admin: User, at: datetime) -> None:
    """Who belongs to them; the first has a plan of its own, begun with the team's template."""
    rows = Account.objects.filter(name__in=GROUP.get(parent.name, ())).select_related("owner", "team")
    for number, child in enumerate(rows.order_by("-arr_base", "id")):
        edit_account(account=child, changes={"parent": parent}, by=admin, at=at, expected_version=None)
        if number == 0 and template is not None:
            start_plan(
                account=child, by=_owner(child), at=at, period_start=at.date().replace(day=1),
                team_template=template,
            )  # fmt: skip


def _owner(account: Account) -> User:
    if account.owner is None:
        raise ValueError(f"{account} has no owner")
    return account.owner
