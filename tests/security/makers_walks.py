"""One row of every model of walks that hangs on an account."""

from collections.abc import Callable

from django.db.models import Model

from accounts.models import Account
from retention.team.models import User
from retention.walks.models import ContractWalk, Handoff, Process, ProcessStep, ProcessVersion, WalkStep
from tests.cast import NOON, TODAY
from tests.factories import make_contract


def make_walk(account: Account, by: User, name: str = "Way") -> ContractWalk:
    """A walk of a draft contract, without steps."""
    found, _ = Process.objects.get_or_create(name=name)
    version = found.versions.first() or ProcessVersion.objects.create(process=found, number=1, at=NOON)
    return ContractWalk.objects.create(
        contract=make_contract(account), version=version, started_on=TODAY, started_by=by
    )


def make_step(walk: ContractWalk, position: int = 1, **fields: object) -> WalkStep:
    """One of its steps."""
    step, _ = ProcessStep.objects.get_or_create(
        version=walk.version, position=position,
        defaults={"name": f"Step {position}", "function": "legal", "expected_days": 5},
    )  # fmt: skip
    return WalkStep.objects.create(walk=walk, step=step, party="in_house", expected_days=5, **fields)


def _handoff(account: Account, by: User) -> Handoff:
    walk = make_walk(account, by)
    return Handoff.objects.create(
        walk=walk, from_step=make_step(walk), to_step=make_step(walk, 2), handed_on=TODAY, handed_by=by,
        due_on=TODAY,
    )  # fmt: skip


WALK_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "walks.ContractWalk": make_walk,
    "walks.WalkStep": lambda account, by: make_step(make_walk(account, by)),
    "walks.Handoff": _handoff,
}
