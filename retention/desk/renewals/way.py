"""The way of a renewal through its stages, as the page draws it."""

from dataclasses import dataclass
from datetime import date

from retention.lib.zones import local_day
from retention.renewals.gates import GATES
from retention.renewals.models import Renewal, RenewalStage, StageChange
from retention.renewals.rungs import STAGE_ORDER
from retention.team.models import User

BY_HAND = tuple(stage for stage in STAGE_ORDER if stage in ("scheduled", *GATES))


@dataclass(frozen=True, slots=True)
class RailStep:
    """A stage on the way, and the day it was entered."""

    label: str
    on: date | None
    is_current: bool
    is_passed: bool


def next_stage_of(row: Renewal) -> str:
    """The stage that comes next by hand; nothing at the end, when closed, or when it moves by itself."""
    if row.stage not in BY_HAND[:-1]:
        return ""
    return BY_HAND[BY_HAND.index(row.stage) + 1]


def rail_of(row: Renewal, moves: list[StageChange], user: User) -> list[RailStep]:
    """The stages by hand, then where it stands outside of them."""
    entered = {move.after: local_day(move.at, user.time_zone) for move in reversed(moves)}
    entered.setdefault(RenewalStage.SCHEDULED.value, local_day(row.recorded_at, user.time_zone))
    before = next((move.before for move in moves if move.before in BY_HAND), BY_HAND[0])
    place = BY_HAND.index(row.stage if row.stage in BY_HAND else before)
    shown = [
        RailStep(
            label=str(RenewalStage(stage).label),
            on=entered.get(stage) if number <= place else None,
            is_current=stage == row.stage,
            is_passed=number < place or (number == place and stage != row.stage),
        )
        for number, stage in enumerate(BY_HAND)
    ]
    if row.stage not in BY_HAND:
        on = row.closed_on or entered.get(row.stage)
        shown.append(RailStep(row.get_stage_display(), on, is_current=True, is_passed=False))
    return shown
