"""The one plan of an account that other pages speak of."""

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from accounts.models import Account
from retention.team.asking import planned
from retention.team.visibility import Reader

from .models import AccountPlan, Objective
from .planning.words import OVER, RUNNING, ObjectiveState, PlanState, RiskState


def plan_of_account(account: Account, user: Reader) -> AccountPlan | None:
    """The plan that runs, else the newest not over, with how many objectives and open risks it has."""
    return next(iter(_plans(user, account.pk)), None)


def open_aims(account: Account, user: Reader) -> QuerySet[Objective]:
    """Objectives that an action can still serve, of the account's plans that are not over."""
    rows = Objective.objects.visible_to(user).filter(plan__account=account, state=ObjectiveState.OPEN)
    return rows.exclude(plan__state__in=OVER).order_by("plan_id", "due_on", "id")


@planned
def _plans(user: Reader, account_id: int) -> QuerySet[AccountPlan]:
    order = Case(
        When(state__in=RUNNING, then=Value(0)),
        When(state=PlanState.APPROVED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = AccountPlan.objects.visible_to(user).unfinished().filter(account_id=account_id)
    return rows.annotate(
        nearness=order,
        objective_count=Count(
            "objectives", filter=~Q(objectives__state=ObjectiveState.DROPPED), distinct=True
        ),
        risk_count=Count("risks", filter=~Q(risks__state=RiskState.CLOSED), distinct=True),
    ).order_by("nearness", "-period_start", "-id")[:1]
