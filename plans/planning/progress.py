"""How far objectives are, by measurement and never by ticking (docs/methods.md, Account plan)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ONE, NOTHING = Decimal(1), Decimal(0)
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Progress:
    """Attainment between 0 and 1, None while nothing was measured; ``known`` of ``count`` parts are known."""

    value: Decimal | None
    known: int
    count: int


def attainment(baseline: Decimal | None, target: Decimal | None, current: Decimal | None) -> Decimal | None:
    """Share of the way from baseline to target that *current* stands at, kept between 0 and 1.

    Works for falling measures as well: from 40 to 20, at 25, is 0.75. None when one of the three is not
    known. A target equal to its baseline is reached while it is kept.
    """
    if baseline is None or target is None or current is None:
        return None
    if target == baseline:
        return ONE if current == target else NOTHING
    share = (current - baseline) / (target - baseline)
    return min(max(share, NOTHING), ONE).quantize(PLACES, ROUND_HALF_UP)


def weighted(parts: Iterable[tuple[Decimal | None, int]]) -> Progress:
    """The weighted mean of the parts that are known; how many are not is said beside it."""
    rows = list(parts)
    known = [(value, weight) for value, weight in rows if value is not None]
    total = sum(weight for _, weight in known)
    if not total:
        return Progress(None, 0, len(rows))
    mean = sum((value * weight for value, weight in known), NOTHING) / total
    return Progress(mean.quantize(PLACES, ROUND_HALF_UP), len(known), len(rows))
