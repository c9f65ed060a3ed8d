"""Writing reminder rows together with the dates they depend on.

A plan is what a subject (a renewal, say) should still tell, worked out afresh; what is stored is brought in
line with it. Planning the same twice, or by two people at once, changes nothing: rows have a unique key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.models import Account
from retention.lib.many_rows import add_rows, change_rows

from ..fire_times import UNOWNED_ZONE, fire_at, known_zone, local_day_in
from ..models import DAY_BEGINS, Notification, Reminder, ReminderState

if TYPE_CHECKING:
    from retention.team.models import User

QUIET_AFTER_ACKNOWLEDGED = timedelta(days=14)
"""How long nobody is told again what somebody has acknowledged."""

_COLUMNS = ("content", "audience", "urgency", "fire_on", "fire_zone", "fire_at", "state", "state_reason")
_OF_NEW = (
    *("kind", "subject_id", "account_id", "dedupe_key", "anchor_kind", "anchor_on", "rung", "fire_wall"),
    *_COLUMNS,
)


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One reminder wanted: *rung* days from *anchor_on*, told on *fire_on*.

    ``content`` is what it means; rungs that mean the same share it. ``audience`` and ``urgency`` are values
    of Audience and Urgency.
    """

    anchor_kind: str
    anchor_on: date
    rung: int
    content: str
    audience: tuple[str, ...]
    urgency: str
    fire_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one subject should still tell; no rows withdraws all that is not told yet."""

    subject_id: int
    account_id: int
    rows: tuple[PlannedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """How many rows were added, changed (or revived) and cancelled."""

    added: int = 0
    changed: int = 0
    cancelled: int = 0


def plan_reminders(
    *, kind: str, subject_id: int, account: Account, rows: Iterable[PlannedRow], at: datetime, by: "User"
) -> Planned:
    """Bring the stored reminders of one subject in line with *rows*, inside the caller's transaction.

    Missing rows are added, planned rows no longer wanted are cancelled, cancelled ones wanted again are
    revived. What has been told is never told again, nor is anything whose meaning was acknowledged less
    than 14 days before its day. Raises RuntimeError outside a transaction.
    """
    plan = Plan(subject_id, account.pk, tuple(rows))
    return plan_many(kind=kind, plans=[plan], at=at, by=by)


def cancel_reminders(*, kind: str, subject_id: int, reason: str, at: datetime, by: "User") -> int:
    """Withdraw everything this subject has not told yet, saying why; how many rows that were."""
    _require_transaction()
    planned = Reminder.objects.planned().filter(kind=kind, subject_id=subject_id)
    return planned.update(state=ReminderState.CANCELLED, state_reason=f"{reason} ({by.name})"[:200])


def plan_many(*, kind: str, plans: Sequence[Plan], at: datetime, by: "User") -> Planned:
    """The same as plan_reminders for many subjects of a kind in a handful of statements."""
    _require_transaction()
    subject_ids = [plan.subject_id for plan in plans]
    stored: dict[int, dict[str, Reminder]] = {subject_id: {} for subject_id in subject_ids}
    locked = Reminder.objects.filter(kind=kind, subject_id__in=subject_ids)
    for row in locked.order_by("id").select_for_update(of=("self",)):
        stored[row.subject_id][row.dedupe_key] = row
    zones = _zones_of({plan.account_id for plan in plans})
    quiet = _quiet_until(kind, subject_ids)
    changes = _Changes()
    for plan in plans:
        zone = zones.get(plan.account_id, UNOWNED_ZONE)
        changes.compare(kind, plan, stored[plan.subject_id], quiet, zone, at)
    return changes.write(by)


class _Changes:
    """What has to be written, gathered over all plans."""

    def __init__(self) -> None:
        self.added: list[tuple[Any, ...]] = []
        self.changed: list[Reminder] = []
        self.unwanted: list[Reminder] = []

    def compare(
        self,
        kind: str,
        plan: Plan,
        stored: dict[str, Reminder],
        quiet: dict[tuple[int, str], date],
        zone: str,
        at: datetime,
    ) -> None:
        """Compare one plan with its stored rows."""
        wanted = {_key(kind, plan.subject_id, row): row for row in plan.rows}
        for key, row in wanted.items():
            known = stored.get(key)
            still_quiet = quiet.get((plan.subject_id, row.content), date.min)
            if row.fire_on < still_quiet and (known is None or known.state == ReminderState.CANCELLED):
                continue
            if known is None:
                self.added.append(_new(kind, plan, key, row, zone))
            elif known.state in (ReminderState.PLANNED, ReminderState.CANCELLED):
                self._adjust(known, row, zone, at)
        self.unwanted += [
            row for key, row in stored.items() if key not in wanted and row.state == ReminderState.PLANNED
        ]

    def _adjust(self, known: Reminder, row: PlannedRow, zone: str, at: datetime) -> None:
        """A row that is due already keeps its day: how late it is must stay visible."""
        before = [getattr(known, column) for column in _COLUMNS]
        is_due = known.state == ReminderState.PLANNED and known.fire_at <= at
        kept = (known.fire_on, known.fire_zone, known.fire_at)
        for column, value in zip(_COLUMNS, _wanted(row, known.fire_wall, zone), strict=True):
            setattr(known, column, value)
        if is_due:
            known.fire_on, known.fire_zone, known.fire_at = kept
        if before != [getattr(known, column) for column in _COLUMNS]:
            self.changed.append(known)

    def write(self, by: "User") -> Planned:
        """One statement each; a key that somebody else has just written is left to them."""
        for row in self.unwanted:
            row.state = ReminderState.CANCELLED
            row.state_reason = f"No longer wanted ({by.name})"[:200]
        add_rows(Reminder, _OF_NEW, self.added, keep_existing=True)
        changed = [*self.changed, *self.unwanted]
        change_rows(
            Reminder, _COLUMNS, [(row.pk, *(getattr(row, name) for name in _COLUMNS)) for row in changed]
        )
        return Planned(len(self.added), len(self.changed), len(self.unwanted))


def _key(kind: str, subject_id: int, row: PlannedRow) -> str:
    return f"{kind}:{subject_id}:{row.anchor_kind}:{row.anchor_on.isoformat()}:{row.rung}"


def _new(kind: str, plan: Plan, key: str, row: PlannedRow, zone: str) -> tuple[Any, ...]:
    """A row to insert, in the order of _OF_NEW."""
    subject = (kind, plan.subject_id, plan.account_id, key)
    return (*subject, row.anchor_kind, row.anchor_on, row.rung, DAY_BEGINS, *_wanted(row, DAY_BEGINS, zone))


def _wanted(row: PlannedRow, wall: time, zone: str) -> tuple[Any, ...]:
    """What is wanted of a reminder that fires at *wall* in *zone*, in the order of _COLUMNS."""
    fires = (row.fire_on, zone, fire_at(row.fire_on, wall, zone))
    return (row.content, list(row.audience), str(row.urgency), *fires, ReminderState.PLANNED.value, "")


def _zones_of(account_ids: set[int]) -> dict[int, str]:
    """The zone of each account's owner."""
    rows = Account.objects.filter(pk__in=account_ids).values_list("pk", "owner__time_zone")
    return {account_id: known_zone(zone) for account_id, zone in rows}


def _quiet_until(kind: str, subject_ids: Sequence[int]) -> dict[tuple[int, str], date]:
    """By subject and meaning: the first day on which what was acknowledged may be said again."""
    acknowledged = Notification.objects.filter(
        reminder__kind=kind, reminder__subject_id__in=subject_ids, acknowledged_at__isnull=False
    ).values_list("reminder__subject_id", "reminder__content", "reminder__fire_zone", "acknowledged_at")
    quiet: dict[tuple[int, str], date] = {}
    for subject_id, content, zone, moment in acknowledged:
        if moment is not None:
            until = local_day_in(moment, zone) + QUIET_AFTER_ACKNOWLEDGED
            quiet[(subject_id, content)] = max(until, quiet.get((subject_id, content), date.min))
    return quiet


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("reminders are planned together with the dates they depend on: in one transaction")
