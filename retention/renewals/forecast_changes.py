"""What changed in a quarter's forecast between two moments, as steps of a waterfall. Pure.

docs/methods.md, Forecast.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .calls import COUNTED, counted

ZERO = Decimal(0)
STEPS = ("moved_in", "moved_out", "called_up", "called_down", "amount", "closed_more", "closed_less")
"""In the order they are shown; "amount" is another expectation under the same call."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One renewal of the quarter at a moment, in the workspace's currency."""

    call: str
    forecast_arr: Decimal
    is_closed: bool = False
    realised: Decimal | None = None

    @property
    def worth(self) -> Decimal:
        """What the most likely forecast holds for it: what came, or what is counted on."""
        return (self.realised or ZERO) if self.is_closed else counted(self.call, self.forecast_arr)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how many renewals it is about and by how much the forecast changed."""

    name: str
    n: int
    change: Decimal


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From the forecast then to the forecast now; the steps add up to the difference exactly."""

    before: Decimal
    steps: tuple[Step, ...]
    now: Decimal


def waterfall(before: Mapping[int, Standing], now: Mapping[int, Standing]) -> Waterfall:
    """Every change in exactly one step; renewals that changed nothing are in none."""
    counts, sums = dict.fromkeys(STEPS, 0), dict.fromkeys(STEPS, ZERO)
    for key in before.keys() | now.keys():
        then, current = before.get(key), now.get(key)
        change = (current.worth if current else ZERO) - (then.worth if then else ZERO)
        name = _step(then, current, change)
        if name:
            counts[name] += 1
            sums[name] += change
    steps = tuple(Step(name, counts[name], sums[name]) for name in STEPS if counts[name])
    return Waterfall(
        sum((row.worth for row in before.values()), ZERO),
        steps,
        sum((row.worth for row in now.values()), ZERO),
    )


def _step(then: Standing | None, now: Standing | None, change: Decimal) -> str:
    if then is None or now is None:
        return "moved_in" if then is None else "moved_out"
    if now.is_closed and not then.is_closed:
        return "closed_more" if change > 0 else "closed_less" if change < 0 else ""
    if not change:
        return ""
    if (then.call in COUNTED) != (now.call in COUNTED):
        return "called_up" if change > 0 else "called_down"
    return "amount"
