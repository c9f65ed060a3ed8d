"""What a next step is for, up to aim and renewal (docs/methods.md, What a step supports)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import Account, Contract
from contacts.models import NextStep
from plans.actions.kpi_readings import ORIGIN as OF_KPI
from plans.models import AccountPlan, KeyResult, Kpi, Lesson, Objective, PlanAction, PlanRisk, RoiTarget
from plans.stepping import OF_REVIEW
from retention.renewals.actions.win_backs import INTERVIEW
from retention.renewals.actions.win_backs import ORIGIN as OF_WIN_BACK
from retention.renewals.models import LossReason, PlayStep, Renewal, RiskPlan
from retention.renewals.reviews import ORIGIN as OF_YEARLY_REVIEW
from retention.team.models import User

BY_KEY = (OF_REVIEW, OF_KPI, OF_YEARLY_REVIEW, INTERVIEW, OF_WIN_BACK)
"""Steps whose ``origin_key`` begins with the id of what asked for them."""


@dataclass(frozen=True, slots=True)
class Supports:
    """What the links from one step lead to; nothing of it for a step that is unlinked.

    ``is_named`` says that the renewal is named on the way; else it is the customer's next one.
    """

    step: NextStep
    action: PlanAction | None = None
    risk: PlanRisk | None = None
    plan: AccountPlan | None = None
    kpi: Kpi | None = None
    lesson: Lesson | None = None
    contract: Contract | None = None
    results: tuple[KeyResult, ...] = ()
    targets: tuple[RoiTarget, ...] = ()
    renewal: Renewal | None = None
    is_named: bool = False

    @property
    def objective(self) -> Objective | None:
        """What the customer wants, of the action."""
        return self.action.objective if self.action else None

    @property
    def is_linked(self) -> bool:
        """Anything was found on the way."""
        return bool(self.plan or self.kpi or self.lesson or self.contract or self.is_named)


@dataclass(frozen=True, slots=True)
class Unlinked:
    """How many of the open steps of one team's customers are unlinked; ``team`` is empty without a team."""

    team_id: int | None
    team: str
    steps: int
    unlinked: int

    @property
    def share(self) -> float | None:
        """0 to 1; nothing of no step."""
        return self.unlinked / self.steps if self.steps else None


def linked_q() -> Q:
    """The condition under which a step is linked, for rows of steps."""
    of_step = {"step": OuterRef("pk")}
    rows: Iterable[QuerySet[Model]] = (
        PlanAction.objects.filter(**of_step),
        PlanRisk.objects.filter(**of_step),
        RiskPlan.objects.filter(**of_step),
        PlayStep.objects.filter(**of_step, run__renewal__isnull=False),
        Lesson.objects.filter(**of_step, target__isnull=False),
    )
    found = reduce(or_, (Q(Exists(each)) for each in rows))
    return found | Q(origin__in=BY_KEY) & ~Q(origin_key="")


def with_link(rows: QuerySet[NextStep]) -> QuerySet[NextStep]:
    """The steps, each with ``is_linked``."""
    return rows.annotate(is_linked=linked_q())


def unlinked_by_team(reader: User) -> list[Unlinked]:
    """The open steps at the accounts the reader sees, by the accounts' team, in one query."""
    open_steps = NextStep.objects.visible_to(reader).open().order_by()
    rows = open_steps.values_list("account__team_id", "account__team__name").annotate(
        steps=Count("pk"), unlinked=Count("pk", filter=~linked_q())
    )
    found = [Unlinked(team_id, name or "", steps, unlinked) for team_id, name, steps, unlinked in rows]
    return sorted(found, key=lambda row: (row.team == "", row.team, row.team_id or 0))


def all_together(rows: Iterable[Unlinked]) -> Unlinked:
    """Of all teams at once."""
    every = list(rows)
    return Unlinked(None, "", sum(row.steps for row in every), sum(row.unlinked for row in every))


def supports_of(step: NextStep, reader: User) -> Supports:
    """Follow the links from one step as far as the reader sees them, in at most eleven queries."""
    of_step = {"step": step.pk}
    actions = PlanAction.objects.visible_to(reader).filter(**of_step).select_related("objective__plan")
    action = actions.order_by("pk").first()
    risks = PlanRisk.objects.visible_to(reader).filter(**of_step).select_related("plan")
    risk = risks.order_by("pk").first()
    lessons = Lesson.objects.visible_to(reader).filter(**of_step, target__isnull=False)
    lesson = lessons.select_related("target").order_by("pk").first()
    kpi = Kpi.objects.visible_to(reader).filter(pk=_key_of(step, OF_KPI)).first()
    contract = _contract_of(step)
    results = tuple(KeyResult.objects.filter(objective=action.objective_id).order_by("pk")) if action else ()
    named = _named_renewal(step, reader)
    return Supports(
        step, action, risk, _plan_of(step, action, risk), kpi, lesson, contract, results,
        _targets(step, reader, results, kpi, lesson),
        named or _next_renewal(step.account, contract, reader), named is not None,
    )  # fmt: skip


def _key_of(step: NextStep, *origins: str) -> int:
    """The id its key begins with; 0, which no record has, when it came from elsewhere."""
    first = step.origin_key.partition(":")[0]
    return int(first) if step.origin in origins and first.isdecimal() else 0


def _plan_of(step: NextStep, action: PlanAction | None, risk: PlanRisk | None) -> AccountPlan | None:
    if action or risk:
        return action.objective.plan if action else risk.plan if risk else None
    key = _key_of(step, OF_REVIEW)
    return AccountPlan.objects.filter(pk=key, account=step.account_id).first() if key else None


def _contract_of(step: NextStep) -> Contract | None:
    key = _key_of(step, OF_YEARLY_REVIEW)
    return Contract.objects.filter(pk=key, account=step.account_id).first() if key else None


def _targets(
    step: NextStep, reader: User, results: tuple[KeyResult, ...], kpi: Kpi | None, lesson: Lesson | None
) -> tuple[RoiTarget, ...]:
    """The lesson's target, and those a key result or the KPI measures: they have the same name."""
    names = {row.name.lower() for row in results} | ({kpi.name.lower()} if kpi else set())
    wanted = Q(pk=lesson.target_id) if lesson else Q(pk__in=[])
    rows = RoiTarget.objects.visible_to(reader).standing().filter(account=step.account_id)
    rows = rows.annotate(lower=Lower("metric")).filter(wanted | Q(lower__in=names))
    return tuple(rows.order_by("due_on", "pk")) if names or lesson else ()


def _named_renewal(step: NextStep, reader: User) -> Renewal | None:
    """The one a play, an action against its risk, or a loss leads to."""
    renewal = OuterRef("pk")
    named = (
        Q(Exists(PlayStep.objects.filter(step=step.pk, run__renewal=renewal)))
        | Q(Exists(RiskPlan.objects.filter(step=step.pk, renewal=renewal)))
        | Q(Exists(LossReason.objects.filter(pk=_key_of(step, OF_WIN_BACK), renewal=renewal)))
        | Q(pk=_key_of(step, INTERVIEW))
    )
    rows = Renewal.objects.visible_to(reader).filter(named, account=step.account_id)
    return rows.select_related("contract").order_by("pk").first()


def _next_renewal(account: Account, contract: Contract | None, reader: User) -> Renewal | None:
    """The customer's, or the contract's, that is decided next."""
    rows = Renewal.objects.visible_to(reader).open().filter(account=account)
    rows = rows.filter(contract=contract) if contract else rows
    return rows.select_related("contract").order_by(F("decision_on"), "pk").first()
