"""Gaps of the people map that are closed by speaking with somebody (docs/methods.md, Gaps become check-ins).

Pure. A gap that became a check-in stands until that person is spoken to or their check-in is skipped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from contacts.people_map.flags import Flag

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap that nobody took back: why to speak with them, from which day, asked for when."""

    id: int
    reason: str
    due_on: date
    at: datetime


def standing(
    gaps: Iterable[Gap], *, last_two_way_at: datetime | None, skipped_at: datetime | None
) -> tuple[Gap, ...]:
    """Those that neither a conversation nor a skip has answered since, the soonest first."""
    answered = [moment for moment in (last_two_way_at, skipped_at) if moment is not None]
    open_ones = (gap for gap in gaps if all(moment <= gap.at for moment in answered))
    return tuple(sorted(open_ones, key=lambda gap: (gap.due_on, gap.id)))


def reason_of(flag: Flag) -> str:
    """Why to speak with them. Of what the account team alone may read it says what to do, not why."""
    said = flag.play if flag.is_team_only else f"{flag.title}: {flag.play[:1].lower()}{flag.play[1:]}"
    return said if len(said) <= LONGEST_REASON else f"{said[: LONGEST_REASON - 1]}…"
