"""Walks as the pages show them: each step with how long it took, and where a walk stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.choices import TeamFunction
from accounts.models import Account, AccountTeamMember
from retention.team.asking import kept
from retention.team.models import User

from .actions import holder_name
from .choices import HandoffState, WalkState
from .models import (
    ContractWalk,
    Handoff,
    NetworkTalk,
    NetworkTie,
    Process,
    ProcessStep,
    ProcessVersion,
    WalkStep,
)
from .timing import LeadTime, days_over, days_taken, lead_time

SUGGESTED = 12


@dataclass(frozen=True)
class StepShown:
    """One step: who holds it, how many days it took, and how many more than expected."""

    row: WalkStep
    holder: str
    taken: int | None
    over: int | None
    is_here: bool
    waiting: Handoff | None

    @property
    def is_late(self) -> bool:
        """It takes, or took, longer than expected."""
        return self.over is not None and self.over > 0


@dataclass(frozen=True)
class WalkShown:
    """A walk with its steps in order. ``here`` is None while a hand-off waits, and once it is over."""

    row: ContractWalk
    steps: list[StepShown]
    handoffs: list[Handoff]
    days: int

    @property
    def here(self) -> StepShown | None:
        """Where it stands."""
        return next((step for step in self.steps if step.is_here), None)

    @property
    def waiting(self) -> Handoff | None:
        """The hand-off that nobody accepted yet."""
        return next((row for row in self.handoffs if row.state == HandoffState.WAITING), None)

    @property
    def unheld(self) -> int:
        """How many steps still to come nobody holds."""
        return sum(not step.holder for step in self.steps if step.row.left_on is None)

    @property
    def days_expected(self) -> int:
        """What all steps together should take."""
        return sum(step.row.expected_days for step in self.steps)

    def is_late(self, on: date) -> bool:
        """The step it stands at, or the hand-off it waits for, is past its day."""
        due = self.here.row.due_on if self.here else self.waiting.due_on if self.waiting else None
        return due is not None and due < on


def walk_rows(rows: QuerySet[ContractWalk]) -> QuerySet[ContractWalk]:
    """Walks with all that showing them needs, in three questions."""
    steps = WalkStep.objects.select_related(
        "step", "owner_user", "owner_contact__person", "accepted_by__person"
    )
    handoffs = Handoff.objects.select_related(
        "handed_by", "settled_by", "from_step__step", "to_step__step", "to_step__owner_user"
    )
    ways: list[Any] = [
        Prefetch("steps", steps.order_by("step__position")), Prefetch("handoffs", handoffs.order_by("-id"))
    ]  # fmt: skip
    return rows.select_related("contract__account", "version__process").prefetch_related(*ways)


def shown(walk: ContractWalk, *, on: date) -> WalkShown:
    """One walk of ``walk_rows``."""
    handoffs = list(walk.handoffs.all())
    waiting = next((row for row in handoffs if row.state == HandoffState.WAITING), None)
    is_on = walk.state == WalkState.WALKING
    steps = [
        StepShown(
            row=row, holder=holder_name(row), taken=days_taken(row.entered_on, row.left_on, on=on),
            over=days_over(row.entered_on, row.left_on, row.expected_days, on=on),
            is_here=is_on and row.is_here,
            waiting=waiting if waiting is not None and waiting.to_step_id == row.pk else None,
        )
        for row in walk.steps.all()
    ]  # fmt: skip
    return WalkShown(walk, steps, handoffs, ((walk.ended_on or on) - walk.started_on).days)


def walks_at(account: Account, user: User, *, on: date) -> list[WalkShown]:
    """The walks of an account's contracts, those under way first."""
    rows = ContractWalk.objects.visible_to(user).filter(contract__account=account)
    found = list(walk_rows(rows).order_by("-started_on", "-id")[:20])
    return [shown(row, on=on) for row in sorted(found, key=lambda row: row.state != WalkState.WALKING)]


@dataclass(frozen=True)
class Standing:
    """Where a walk of an account stands, in one line; ``waits`` until the hand-off is accepted."""

    walk_id: int
    text: str
    holder: str
    due_on: date | None
    waits: bool


def with_standing(rows: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts that know where their contracts stand: no further question."""
    steps = WalkStep.objects.filter(
        walk__contract__account=OuterRef("pk"), walk__state=WalkState.WALKING, left_on__isnull=True
    )
    waits = Exists(Handoff.objects.waiting().filter(to_step=OuterRef("pk")))
    stands = steps.filter(Q(entered_on__isnull=False) | waits).order_by("walk_id")[:5]
    said = JSONObject(
        walk="walk_id", reference="walk__contract__reference", step="step__name", due="due_on",
        user="owner_user__name", contact="owner_contact__person__name", partner="partner",
    )  # fmt: skip
    return rows.annotate(walks_standing=ArraySubquery(stands.values(said=said)))


def standing_told(account: Account) -> list[Standing]:
    """Where the walks of an account of ``with_standing`` stand."""
    told: Any = account
    return [
        Standing(
            walk_id=row["walk"], text=f"{row['reference']}: {row['step']}",
            holder=row["user"] or row["contact"] or row["partner"] or "",
            due_on=date.fromisoformat(row["due"]) if row["due"] else None, waits=row["due"] is None,
        )
        for row in told.walks_standing
    ]  # fmt: skip


def steps_done_by(version: ProcessVersion) -> list[tuple[ProcessStep, LeadTime | None]]:
    """The steps of a version with how long they took in walks that passed them (all accounts: no names)."""
    left = WalkStep.objects.filter(step__version=version, left_on__isnull=False, entered_on__isnull=False)
    left = left.exclude(walk__state=WalkState.STOPPED)
    passed: dict[int, list[tuple[int, int]]] = {}
    for step_id, entered, gone, expected in left.values_list(
        "step_id", "entered_on", "left_on", "expected_days"
    ):
        if entered is not None and gone is not None:
            passed.setdefault(step_id, []).append(((gone - entered).days, expected))
    return [(step, _lead(passed.get(step.pk, []))) for step in version.steps.order_by("position")]


def _lead(passages: Iterable[tuple[int, int]]) -> LeadTime | None:
    pairs = list(passages)
    return lead_time([taken for taken, _ in pairs], [wanted for _, wanted in pairs])


def newest_versions() -> list[ProcessVersion]:
    """The newest version of every process, by its name."""
    rows = ProcessVersion.objects.order_by("process_id", "-number").distinct("process_id")
    return sorted(rows.select_related("process", "by"), key=lambda row: row.process.name.lower())


def numbered_process(pk: int) -> Process | None:
    """A process; they are known to everybody who signs in, and shown to leads."""
    return Process.objects.filter(pk=pk).first()


def versions_of(process: Process) -> list[ProcessVersion]:
    """Every version of a process, the newest first."""
    return list(ProcessVersion.objects.filter(process=process).select_related("by").order_by("-number"))


def every_process() -> QuerySet[Process]:
    """All processes: they are known to everybody who signs in."""
    return Process.objects.all()


def steps_by_process(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The newest version of these processes: its number, and its steps as dictionaries."""
    newest = ProcessVersion.objects.filter(process__in=ids).order_by("process_id", "-number")
    versions = {row.pk: row for row in newest.distinct("process_id")}
    found: dict[int, dict[str, Any]] = {
        row.process_id: {"version": row.number, "steps": []} for row in versions.values()
    }
    columns = (
        "position", "name", "party", "function", "expected_days", "needs_acceptance", "what", "why", "pitfall"
    )  # fmt: skip
    steps = ProcessStep.objects.filter(version__in=list(versions)).order_by("version_id", "position")
    for step in steps:
        said = {name: getattr(step, name) for name in columns}
        found[versions[step.version_id].process_id]["steps"].append(said)
    return found


def processes_on_offer() -> QuerySet[Process]:
    """What a contract may begin to walk."""
    return Process.objects.filter(is_retired=False, versions__isnull=False).distinct().order_by("name")


def network_of(user: User) -> list[NetworkTie]:
    """Whom somebody keeps up with, the next talk first."""
    rows = NetworkTie.objects.visible_to(user).current().select_related("colleague")
    return list(rows.order_by("next_on", "id")[:200])


@kept
def network_due(user: User, *, until: date) -> QuerySet[NetworkTie]:
    """Colleagues to speak with by a day, the latest first."""
    rows = NetworkTie.objects.visible_to(user).current().filter(next_on__lte=until, colleague__is_active=True)
    return rows.select_related("colleague").order_by("next_on", "id")[:5]


def talks_of(user: User) -> QuerySet[NetworkTalk]:
    """What somebody noted of talks with colleagues they keep up with, the newest first."""
    ties = NetworkTie.objects.visible_to(user).current()
    rows = NetworkTalk.objects.filter(tie__in=ties.values("pk")).select_related("tie__colleague")
    return rows.order_by("-on", "-id")


def suggested_to(user: User) -> list[tuple[User, str]]:
    """Colleagues on the teams and walks of one's own accounts who are not in the network, with function."""
    known = {tie.colleague_id for tie in network_of(user)} | {user.pk}
    members = AccountTeamMember.objects.visible_to(user).current().filter(account__owner=user)
    held = WalkStep.objects.visible_to(user).filter(
        walk__contract__account__owner=user, walk__state=WalkState.WALKING, owner_user__isnull=False
    )
    found: dict[int, tuple[User, str]] = {}
    for row in members.filter(user__is_active=True).select_related("user").order_by("id")[:500]:
        found.setdefault(row.user_id, (row.user, row.function))
    for step in held.filter(owner_user__is_active=True).select_related("owner_user", "step")[:500]:
        if step.owner_user is not None:
            function = step.step.function or TeamFunction.DELIVERY.value
            found.setdefault(step.owner_user.pk, (step.owner_user, function))
    wanted = [pair for number, pair in found.items() if number not in known]
    return sorted(wanted, key=lambda pair: (pair[0].name, pair[0].pk))[:SUGGESTED]
