"""After a loss: somebody else asks why, and on the day agreed somebody asks again."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from accounts.rights import sees
from contacts.actions import add_step, settle_step
from contacts.choices import StepState
from contacts.models import NextStep
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import LossReason, Renewal
from ..people import person_for
from ..rungs import LEAD

ORIGIN = "win_back"
INTERVIEW = "exit_interview"
INTERVIEW_DAYS = 30


def plan_win_back(reason: LossReason, *, by: User, at: datetime) -> NextStep | None:
    """A next step on the day to ask again, for the account's owner; none when no day was said."""
    if reason.win_back_on is None:
        return None
    account = reason.renewal.account
    owner = account.owner if account.owner and account.owner.is_active else None
    return add_step(
        account=account,
        owner=owner if owner and sees(account.pk, owner) else by,
        text=f"Win back: ask again. They left because: {reason.stated_reason}"[:300],
        due_on=reason.win_back_on,
        by=by,
        at=at,
        origin=ORIGIN,
        origin_key=f"{reason.pk}:{reason.win_back_on:%Y-%m-%d}",
    )


def plan_interview(renewal: Renewal, *, lost_on: date, by: User, at: datetime) -> NextStep:
    """An exit interview within thirty days of a loss, by the lead: who looks after them does not ask."""
    due_on = lost_on + timedelta(days=INTERVIEW_DAYS)
    return add_step(
        account=renewal.account,
        owner=person_for(LEAD, renewal.account, otherwise=by),
        text="Exit interview: ask them why they left, and judge the root cause",
        due_on=max(due_on, local_day(at, by.time_zone)),
        by=by,
        at=at,
        origin=INTERVIEW,
        origin_key=f"{renewal.pk}:{at.isoformat()}",
    )


def drop_steps_after_loss(renewal: Renewal, *, by: User, at: datetime) -> None:
    """The loss was taken back: nobody needs to ask why, or ask again."""
    for reason in LossReason.objects.filter(renewal=renewal):
        drop_win_back(reason, by=by, at=at)
    _drop(NextStep.objects.filter(origin=INTERVIEW, origin_key__startswith=f"{renewal.pk}:"), by, at)


def drop_win_back(reason: LossReason, *, by: User, at: datetime) -> None:
    """Drop what is still open of one reason's win-back."""
    _drop(NextStep.objects.filter(origin=ORIGIN, origin_key__startswith=f"{reason.pk}:"), by, at)


def _drop(steps: QuerySet[NextStep], by: User, at: datetime) -> None:
    for step in steps.filter(state=StepState.OPEN).order_by("id"):
        settle_step(step=step, state=StepState.DROPPED, by=by, at=at)
