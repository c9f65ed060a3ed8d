"""How strong a relationship is, from what was said and when (docs/methods.md, Relationship strength). Pure.

``Touch`` is one touchpoint as seen from one contact; ages are whole days. Nothing here reads a clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import exp

BY_CHANNEL = {
    "visit": 7.0,
    "review": 6.0,
    "meeting": 5.0,
    "video": 4.0,
    "call": 3.0,
    "email": 1.0,
    "chat": 1.0,
    "letter": 1.0,
}
"""What one touchpoint is worth before direction and mood. A note to file is worth nothing."""
MESSAGES = frozenset({"email", "chat", "letter"})
"""Of these the best one of a day counts."""
NOT_WITH_US = frozenset({"support", "internal"})
"""Outcomes that are no contact between the person and us."""
INBOUND, ANSWERED, UNANSWERED, BULK, COPIED = 1.2, 1.0, 0.2, 0.05, 0.3
CROWD = 10
"""With so many of their people in one touchpoint it is worth no more than a copy."""
BY_MOOD = {-2: 0.5, -1: 0.8, 0: 1.0, 1: 1.1, 2: 1.2}
SCALE = 8.0
MOST_ONE_WAY = 2.0
"""Everything one-way together is worth at most this: sending cannot buy a relationship."""
HALF_LIFE_DAYS, SHORTEST_HALF_LIFE, LONGEST_HALF_LIFE = 60.0, 30.0, 120.0
BARS = (1.0, 25.0, 50.0, 75.0)


@dataclass(frozen=True, slots=True)
class Touch:
    """One touchpoint of a contact: ``crowd`` is how many of their people took part, copies left out."""

    day: date
    channel: str
    direction: str
    outcome: str
    mood: int | None = None
    is_copied: bool = False
    crowd: int = 1

    @property
    def is_one_way(self) -> bool:
        """True for what we sent and nobody answered, bulk mail, and copies."""
        if self.is_copied or self.outcome in ("bulk", "automated"):
            return True
        return self.direction != "inbound" and self.outcome not in ("connected", "replied")

    @property
    def weight(self) -> float:
        """Its worth on the day itself."""
        worth = BY_CHANNEL.get(self.channel, 0.0)
        if self.outcome in NOT_WITH_US:
            return 0.0
        if self.channel == "call" and self.outcome not in ("connected", "replied"):
            worth = 1.0
        return worth * self._direction() * BY_MOOD[self.mood or 0]

    def _direction(self) -> float:
        if self.outcome in ("bulk", "automated"):
            return BULK
        if self.is_copied or self.crowd >= CROWD:
            return COPIED
        if self.direction == "inbound":
            return INBOUND
        return ANSWERED if self.outcome in ("connected", "replied") else UNANSWERED


def half_life(preferred_interval_days: int | None) -> float:
    """Days until a touchpoint is worth half: 1.5 times the interval they asked for, 30 to 120; else 60."""
    if preferred_interval_days is None:
        return HALF_LIFE_DAYS
    return min(LONGEST_HALF_LIFE, max(SHORTEST_HALF_LIFE, 1.5 * preferred_interval_days))


def exposure(touches: Iterable[Touch], *, on: date, half_life_days: float = HALF_LIFE_DAYS) -> float:
    """The sum X that strength is made of: each touchpoint by its worth and age; later ones do not count."""
    past = sorted((touch for touch in touches if touch.day <= on), key=lambda touch: touch.day)
    two_way = one_way = 0.0
    for day, of_day in groupby(past, key=lambda touch: touch.day):
        fade = 2.0 ** (-(on - day).days / half_life_days)
        for touch in _counted(list(of_day)):
            if touch.is_one_way:
                one_way += touch.weight * fade
            else:
                two_way += touch.weight * fade
    return two_way + min(one_way, MOST_ONE_WAY)


def _counted(of_day: list[Touch]) -> list[Touch]:
    """Every meeting and call of a day, and the best message of it; two-way wins a draw."""
    messages = [touch for touch in of_day if touch.channel in MESSAGES]
    rest = [touch for touch in of_day if touch.channel not in MESSAGES]
    best = max(messages, key=lambda touch: (touch.weight, not touch.is_one_way), default=None)
    return rest if best is None else [*rest, best]


def strength_from(total: float) -> float:
    """0 to 100 for the sum X."""
    return 100.0 * (1.0 - exp(-total / SCALE))


def strength(touches: Iterable[Touch], *, on: date, half_life_days: float = HALF_LIFE_DAYS) -> float:
    """0 to 100: how alive the relationship is on that day."""
    return strength_from(exposure(touches, on=on, half_life_days=half_life_days))


def bars(value: float) -> int:
    """0 to 4, for the small drawing beside a name."""
    return sum(value >= least for least in BARS)
