"""Save plays of the demo company: two that run, two that ended."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from contacts.actions import settle_step
from contacts.choices import StepState
from retention.renewals.actions import finish_play, start_play
from retention.renewals.models import ForecastCategory, PlayRun, Renewal, RenewalStage
from retention.team.models import User

AT_RISK = (
    ("price_objection", "Their new finance head asks for ten per cent less."),
    ("value_gap", "Nobody there could say what the planners save."),
)
ENDED = (
    ("service_recovery", "Two nights without routes in September.", "saved", Decimal(1)),
    ("competitor_evaluation", "They had Orca show its planner.", "reduced", Decimal("0.8")),
)


def make_plays(account_ids: list[int], users: Mapping[str, User], *, at: datetime) -> None:
    """Plays against what is called at risk, and what came of two at customers who have said yes since."""
    rows = Renewal.objects.open().filter(account__in=account_ids).select_related("account__owner")
    danger = rows.filter(call=ForecastCategory.PIPELINE).order_by("decision_on", "id")
    for row, (play, trigger) in zip(danger, AT_RISK, strict=False):
        run = _start(row, play, trigger, users, at)
        _do(run, 1, users, at)
    calm = rows.filter(stage__in=(RenewalStage.VERBAL, RenewalStage.PROPOSED)).order_by("decision_on", "id")
    for row, (play, trigger, outcome, share) in zip(calm, ENDED, strict=False):
        run = _start(row, play, trigger, users, at)
        _do(run, 3, users, at)
        kept = (row.atr * share).quantize(Decimal(1))
        finish_play(run=run, outcome=outcome, saved_arr=kept, by=run.started_by, at=at)


def _start(row: Renewal, play: str, trigger: str, users: Mapping[str, User], at: datetime) -> PlayRun:
    by = row.account.owner or users["Ada"]
    return start_play(account=row.account, renewal=row, play=play, trigger=trigger, by=by, at=at)


def _do(run: PlayRun, number: int, users: Mapping[str, User], at: datetime) -> None:
    """Its first steps are done."""
    for each in run.steps.select_related("step").order_by("position")[:number]:
        settle_step(step=each.step, state=StepState.DONE, by=users["Ada"], at=at)
