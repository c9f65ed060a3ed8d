"""What is somebody's in this layer, for handing over: the steps they hold."""

from datetime import datetime

from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.open_work import OpenItem, OpenWork
from retention.team.visibility import ScopedQuerySet

from .actions import give_step
from .choices import WalkState
from .models import WalkStep


class NobodyToHold(DomainError):
    """A step is somebody's."""


def _steps(person: User) -> ScopedQuerySet[WalkStep]:
    rows = WalkStep.objects.filter(
        owner_user=person, left_on__isnull=True, walk__state=WalkState.WALKING
    )  # fmt: skip
    return rows.select_related("step", "walk__contract__account").order_by("walk_id", "id")


def _item(row: WalkStep) -> OpenItem:
    contract = row.walk.contract
    return OpenItem(row.step.name, f"{contract.account.name}, {contract.reference}", f"/walks/{row.walk_id}/")


def hand_over_steps(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* hold every step that was not left yet. Raises NobodyToHold, CannotHold."""
    if to is None:
        raise NobodyToHold("Somebody must take over the steps.", field="walk_steps")
    steps = list(_steps(person))
    for step in steps:
        give_step(step=step, owner_user=to, by=by, at=at)
    return len(steps)


STEPS = OpenWork(
    order=95,
    name="walk_steps",
    label="Steps of contract walks",
    rows=_steps,
    item=_item,
    hand_over=hand_over_steps,
    out_of_sight=lambda person: _steps(person).count() - _steps(person).visible_to(person).count(),
)
