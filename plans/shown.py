"""The one plan of an account that other pages speak of."""

from django.db.models import Case, Count, IntegerField, Q, Value, When

from accounts.models import Account
from retention.team.visibility import Reader

from .models import AccountPlan
from .planning.words import RUNNING, ObjectiveState, PlanState, RiskState


def plan_of_account(account: Account, user: Reader) -> AccountPlan | None:
    """The plan that runs, else the newest not over, with how many objectives and open risks it has."""
    order = Case(
        When(state__in=RUNNING, then=Value(0)),
        When(state=PlanState.APPROVED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = AccountPlan.objects.visible_to(user).unfinished().filter(account=account)
    found: AccountPlan | None = (
        rows.annotate(
            nearness=order,
            objective_count=Count(
                "objectives", filter=~Q(objectives__state=ObjectiveState.DROPPED), distinct=True
            ),
            risk_count=Count("risks", filter=~Q(risks__state=RiskState.CLOSED), distinct=True),
        )
        .order_by("nearness", "-period_start", "-id")
        .first()
    )
    return found
