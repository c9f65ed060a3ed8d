"""What we talk with a customer for: who comes first, about whom, and how much we learn before we sell.

docs/methods.md, Content mix. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..choices import Direction, Outcome, Purpose

WINDOW_DAYS = 180
PULL = (Purpose.LEARN, Purpose.EDUCATE)
ABOUT_US = (Purpose.SELL, Purpose.ADMIN)
PULL_PER_PUSH = 3
NOT_OURS_TO_COUNT = (Outcome.SUPPORT, Outcome.INTERNAL, Outcome.AUTOMATED)


@dataclass(frozen=True, slots=True)
class Said:
    """So many touchpoints of one kind, the last of them on a day."""

    purpose: str
    direction: str
    outcome: str
    count: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Mix:
    """Counts over 180 days: two-way ones and those of them that we began; what we sent, and what for."""

    two_way: int
    ours: int
    sent: int
    about_us: int
    pull: int
    push: int
    last_on: date | None

    @property
    def proactive(self) -> float | None:
        """Share of two-way touchpoints that we began; None without any."""
        return self.ours / self.two_way if self.two_way else None

    @property
    def share_about_us(self) -> float | None:
        """Share of what we sent that was an offer, administration or bulk mail; None without any."""
        return self.about_us / self.sent if self.sent else None

    @property
    def is_about_us(self) -> bool:
        """More than half of what we sent was about us."""
        return self.share_about_us is not None and self.share_about_us > 0.5

    @property
    def pulls_enough(self) -> bool | None:
        """Three times as much learning and teaching as selling; None while nothing was said for either."""
        return None if not self.pull + self.push else self.pull >= PULL_PER_PUSH * self.push


def mix_of(said: Iterable[Said]) -> Mix:
    """Add up. Support tickets, internal work and automatic notices are no conversation of ours."""
    rows = [row for row in said if row.outcome not in NOT_OURS_TO_COUNT]
    two_way = [row for row in rows if row.outcome in (Outcome.CONNECTED, Outcome.REPLIED)]
    sent = [row for row in rows if row.direction == Direction.OUTBOUND]
    return Mix(
        two_way=_sum(two_way),
        ours=_sum(row for row in two_way if row.direction == Direction.OUTBOUND),
        sent=_sum(sent),
        about_us=_sum(row for row in sent if row.purpose in ABOUT_US or row.outcome == Outcome.BULK),
        pull=_sum(row for row in sent if row.purpose in PULL),
        push=_sum(row for row in sent if row.purpose == Purpose.SELL),
        last_on=max((row.last_on for row in rows), default=None),
    )


def _sum(rows: Iterable[Said]) -> int:
    return sum(row.count for row in rows)
