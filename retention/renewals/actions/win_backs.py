"""Asking a lost customer again, on the day that was agreed."""

from datetime import datetime

from accounts.rights import sees
from contacts.actions import add_step, settle_step
from contacts.choices import StepState
from contacts.models import NextStep
from retention.team.models import User

from ..models import LossReason, Renewal

ORIGIN = "win_back"


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


def drop_win_backs(renewal: Renewal, *, by: User, at: datetime) -> None:
    """The loss was taken back: nobody needs to ask again."""
    for reason in LossReason.objects.filter(renewal=renewal):
        drop_win_back(reason, by=by, at=at)


def drop_win_back(reason: LossReason, *, by: User, at: datetime) -> None:
    """Drop what is still open of one reason's win-back."""
    steps = NextStep.objects.filter(origin=ORIGIN, origin_key__startswith=f"{reason.pk}:")
    for step in steps.filter(state=StepState.OPEN):
        settle_step(step=step, state=StepState.DROPPED, by=by, at=at)
