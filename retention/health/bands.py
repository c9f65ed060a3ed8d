"""Bands that fall quickly and rise slowly (docs/methods.md, Bands). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

HEALTHY, WATCH, AT_RISK, UNKNOWN = "healthy", "watch", "at_risk", "unknown"
WATCH_FROM = Fraction(40)
HEALTHY_FROM = Fraction(70)
RISE_MARGIN = Fraction(5)
DAYS_TO_RISE = 7
DAYS_TO_FALL = 2
FALL_AT_ONCE = Fraction(10)

_HEIGHT = {AT_RISK: 0, WATCH: 1, HEALTHY: 2}
_UP = {AT_RISK: (WATCH, WATCH_FROM), WATCH: (HEALTHY, HEALTHY_FROM)}


@dataclass(frozen=True, slots=True)
class BandState:
    """The band at the end of a day, with what the next day needs: days in a row below or above, the value."""

    band: str
    days_below: int = 0
    days_above: int = 0
    value: Fraction | None = None


def raw_band(value: Fraction | None) -> str:
    """The band by the lines alone: under 40 at risk, under 70 watch; None is unknown."""
    if value is None:
        return UNKNOWN
    if value < WATCH_FROM:
        return AT_RISK
    return WATCH if value < HEALTHY_FROM else HEALTHY


def step(yesterday: BandState | None, value: Fraction | None, *, cap_fired: bool = False) -> BandState:
    """The band today. ``value`` is Score.band_value, ``cap_fired`` whether any cap holds.

    Always step from the state at the end of the day before, so that refreshing an account ten times
    today counts as one day. After no state, or an unknown one, the raw band starts at once.
    """
    raw = raw_band(value)
    if value is None or yesterday is None or yesterday.band == UNKNOWN:
        return BandState(raw, value=value)
    if _HEIGHT[raw] < _HEIGHT[yesterday.band]:
        return _below(yesterday, value, raw, cap_fired)
    return _not_below(yesterday, value)


def so_far(yesterday: BandState | None, value: Fraction | None, *, cap_fired: bool = False) -> str:
    """The band while a day is not over: only what acts at once moves it, for days are counted at their end.

    So ten refreshes in a day, or a fall that is mended before evening, never count as days.
    """
    raw = raw_band(value)
    if value is None or yesterday is None or yesterday.band == UNKNOWN:
        return raw
    falls = _HEIGHT[raw] < _HEIGHT[yesterday.band]
    return raw if falls and (cap_fired or _fell_hard(yesterday, value)) else yesterday.band


def _fell_hard(yesterday: BandState, value: Fraction) -> bool:
    return yesterday.value is not None and yesterday.value - value >= FALL_AT_ONCE


def _below(yesterday: BandState, value: Fraction, raw: str, cap_fired: bool) -> BandState:
    days = yesterday.days_below + 1
    if days >= DAYS_TO_FALL or cap_fired or _fell_hard(yesterday, value):
        return BandState(raw, value=value)
    return BandState(yesterday.band, days_below=days, value=value)


def _not_below(yesterday: BandState, value: Fraction) -> BandState:
    if yesterday.band not in _UP:
        return BandState(yesterday.band, value=value)
    upper, line = _UP[yesterday.band]
    if value < line + RISE_MARGIN:
        return BandState(yesterday.band, value=value)
    days = yesterday.days_above + 1
    if days >= DAYS_TO_RISE:
        return BandState(upper, value=value)
    return BandState(yesterday.band, days_above=days, value=value)


def run(values: Iterable[Fraction | None]) -> list[BandState]:
    """The state at the end of each day of a series of daily values."""
    states: list[BandState] = []
    for value in values:
        states.append(step(states[-1] if states else None, value))
    return states
