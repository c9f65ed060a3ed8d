"""Which reminders a renewal gets, on which days (docs/methods.md, Renewal ladder). Pure.

The engine stores one row per PlannedRung under its key; running this again at any time plans the same
rows, so that catching up after an outage and moving an anchor are the same operation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from retention.lib.business_days import Calendar, roll_back

from .notice import Decision
from .rungs import DECISION, RUNGS, STAGE_ORDER, TERM_END, Rung

REPEAT_AFTER_DAYS = 14
PENDING, RELEASED, CANCELLED = "pending", "released", "cancelled"


@dataclass(frozen=True, slots=True)
class LadderState:
    """What decides which rungs still have something to say; ``acknowledged`` holds meanings."""

    stage: str = "scheduled"
    is_closed: bool = False
    is_assessed: bool = False
    acknowledged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedRung:
    """One rung on its day. ``key`` is unique within the renewal; ``is_late`` when its own day was missed."""

    rung: Rung
    anchor_kind: str
    anchor_on: date
    on: date
    is_late: bool = False

    @property
    def key(self) -> str:
        """Anchor kind, anchor date and rung: ``notice:2026-11-01:decision-60``."""
        return f"{self.anchor_kind}:{self.anchor_on.isoformat()}:{self.rung.code}"


@dataclass(frozen=True, slots=True)
class ExistingRung:
    """A stored rung: ``status`` pending, released or cancelled; when somebody acknowledged it, if ever."""

    key: str
    meaning: str
    status: str
    acknowledged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What to write: keys to cancel, cancelled ones to make pending again, and new rungs."""

    cancel: tuple[str, ...]
    revive: tuple[PlannedRung, ...]
    add: tuple[PlannedRung, ...]


def is_suppressed(rung: Rung, state: LadderState) -> bool:
    """True when what the rung asks for is done already; asked again at the moment of sending."""
    if state.is_closed or (rung.done_when_assessed and state.is_assessed):
        return True
    if rung.done_when_acknowledged and rung.meaning in state.acknowledged:
        return True
    return bool(rung.done_at_stage) and _reached(state.stage, rung.done_at_stage)


def _reached(stage: str, wanted: str) -> bool:
    return stage in STAGE_ORDER and STAGE_ORDER.index(stage) >= STAGE_ORDER.index(wanted)


def full_ladder(decision: Decision, term_end: date, calendar: Calendar) -> list[PlannedRung]:
    """Every rung on its working day (rolled back), by day; of an anchor's rungs on a day the most urgent."""
    planned: dict[tuple[str, date], PlannedRung] = {}
    for rung in RUNGS:
        kind, anchor = (
            (decision.anchor_kind, decision.anchor_on) if rung.anchor == DECISION else (TERM_END, term_end)
        )
        day = roll_back(anchor + timedelta(days=rung.offset), calendar)
        rival = planned.get((rung.anchor, day))
        if rival is None or rival.rung.urgency < rung.urgency:
            planned[(rung.anchor, day)] = PlannedRung(rung, kind, anchor, day)
    return sorted(planned.values(), key=lambda item: (item.on, item.rung.urgency))


def plan(
    decision: Decision, term_end: date, *, on: date, state: LadderState, calendar: Calendar
) -> list[PlannedRung]:
    """The rungs to hold from *on*: those still ahead, and of the missed ones the most urgent, once, today.

    When the most urgent missed rung has nothing left to say, older ones are not dug up; nor when a
    rung of today says as much.
    """
    ladder = full_ladder(decision, term_end, calendar)
    ahead = [item for item in ladder if item.on >= on]
    missed = max((item for item in ladder if item.on < on), key=lambda item: item.rung.urgency, default=None)
    if missed and not any(item.on == on and item.rung.urgency > missed.rung.urgency for item in ahead):
        ahead.insert(0, PlannedRung(missed.rung, missed.anchor_kind, missed.anchor_on, on, is_late=True))
    return [item for item in ahead if not is_suppressed(item.rung, state)]


def reconcile(existing: Sequence[ExistingRung], wanted: Iterable[PlannedRung], *, on: date) -> Reconciled:
    """Compare what is stored with what is wanted; released rows are never touched nor repeated.

    Nothing is added whose meaning was acknowledged within the last fortnight, whatever its anchor.
    """
    wanted_by_key = {item.key: item for item in wanted}
    stored = {row.key: row for row in existing}
    recently = {
        row.meaning
        for row in existing
        if row.acknowledged_on is not None and (on - row.acknowledged_on).days < REPEAT_AFTER_DAYS
    }
    cancel = tuple(row.key for row in existing if row.status == PENDING and row.key not in wanted_by_key)
    missing = [
        item
        for key, item in wanted_by_key.items()
        if (key not in stored or stored[key].status == CANCELLED)
        and not (item.rung.meaning in recently and item.on < on + timedelta(days=REPEAT_AFTER_DAYS))
    ]
    return Reconciled(
        cancel=cancel,
        revive=tuple(item for item in missing if item.key in stored),
        add=tuple(item for item in missing if item.key not in stored),
    )
