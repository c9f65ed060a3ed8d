"""The health score: a weighted mean of what is known (docs/methods.md, Health score).

Pure and exact: fractions throughout, so that contributions and changes add up without a rounding rest;
``rounded`` turns a result into the Decimal that is stored and shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from .cards import Cap, Card, Measure

KNOWN, STALE, MISSING, NOT_APPLICABLE = "known", "stale", "missing", "not_applicable"
HIGH, MEDIUM, LOW, UNKNOWN = "high", "medium", "low", "unknown"
CONFIDENCE_LINES = ((Fraction(4, 5), HIGH), (Fraction(3, 5), MEDIUM), (Fraction(2, 5), LOW))
COVERAGE_FLOOR = Fraction(2, 5)
AT_RISK_BELOW = Fraction(40)

Number = Fraction | Decimal | float | int


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known for one measure on one day; made by the four functions below."""

    value: Fraction | None = None
    age_days: int = 0
    fixed_score: Fraction | None = None
    is_applicable: bool = True


def measured(value: Number, *, age_days: int = 0) -> Reading:
    """A value in the measure's own unit, and how old it is."""
    return Reading(value=exact(value), age_days=age_days)


def found_absent(score: Number) -> Reading:
    """A finding of absence (nobody agreed a target): a score in itself, not missing data."""
    return Reading(fixed_score=exact(score))


def missing() -> Reading:
    """Never supplied: lowers coverage."""
    return Reading()


def not_applicable() -> Reading:
    """Makes no sense for this account: left out entirely."""
    return Reading(is_applicable=False)


@dataclass(frozen=True, slots=True)
class MeasureScore:
    """One applicable measure: weight, availability 0 to 1, score 0 to 100, and its kind of absence."""

    code: str
    weight: Fraction
    availability: Fraction
    score: Fraction | None
    absence: str
    value: Fraction | None = None

    @property
    def effective_weight(self) -> Fraction:
        """Weight times availability."""
        return self.weight * self.availability


@dataclass(frozen=True, slots=True)
class Score:
    """A score with all that belongs beside it; ``value`` and the bounds are None when nothing is known."""

    card: str
    value: Fraction | None
    capped: Fraction | None
    low: Fraction | None
    high: Fraction | None
    coverage: Fraction
    measures: tuple[MeasureScore, ...]
    not_applicable: tuple[str, ...]
    caps: tuple[Cap, ...]

    @property
    def confidence(self) -> str:
        """high, medium, low, or unknown below the coverage floor."""
        return next((word for line, word in CONFIDENCE_LINES if self.coverage >= line), UNKNOWN)

    @property
    def lowest_cap(self) -> Fraction | None:
        """The strictest cap that fired."""
        return min((cap.at_most for cap in self.caps), default=None)

    @property
    def band_value(self) -> Fraction | None:
        """What the band is judged on; None means unknown.

        Below the coverage floor the score stays hidden, yet a cap under the at-risk line is proof enough.
        """
        if self.confidence != UNKNOWN:
            return self.capped
        cap = self.lowest_cap
        return cap if cap is not None and cap < AT_RISK_BELOW else None

    def share(self, measure: MeasureScore) -> Fraction:
        """The measure's part of the weight that counts; all shares together are 1."""
        return measure.effective_weight / sum(other.effective_weight for other in self.measures)


def exact(value: Number) -> Fraction:
    """The number as a fraction; a float is read as it is written (0.3 is three tenths)."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half away from zero to *places*, for storing and showing."""
    quantum = Decimal(1).scaleb(-places)
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(quantum, ROUND_HALF_UP)


def interpolate(value: Fraction, points: tuple[tuple[Fraction, Fraction], ...]) -> Fraction:
    """The score on the line between the two nearest points; flat beyond the ends."""
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return points[-1][1]


def availability(age_days: int, fresh_days: int | None, stale_days: int | None) -> Fraction:
    """1 while fresh, 0 once stale, fading in between; always 1 for measures that do not age."""
    if fresh_days is None or stale_days is None or age_days <= fresh_days:
        return Fraction(1)
    if age_days >= stale_days:
        return Fraction(0)
    return Fraction(stale_days - age_days, stale_days - fresh_days)


def score_measure(measure: Measure, reading: Reading) -> MeasureScore:
    """Score one applicable measure and name its kind of absence."""
    if reading.fixed_score is not None:
        return MeasureScore(measure.code, measure.weight, Fraction(1), reading.fixed_score, KNOWN)
    if reading.value is None:
        return MeasureScore(measure.code, measure.weight, Fraction(0), None, MISSING)
    share = availability(reading.age_days, measure.fresh_days, measure.stale_days)
    points = interpolate(reading.value, measure.points)
    return MeasureScore(measure.code, measure.weight, share, points, KNOWN if share else STALE, reading.value)


def score(card: Card, readings: Mapping[str, Reading], caps: Iterable[Cap] = ()) -> Score:
    """Score an account by a card; a measure of the card without a reading counts as missing."""
    applicable = [item for item in card.measures if readings.get(item.code, missing()).is_applicable]
    scored = tuple(score_measure(item, readings.get(item.code, missing())) for item in applicable)
    left_out = tuple(item.code for item in card.measures if item not in applicable)
    fired = tuple(caps)
    total = sum((item.weight for item in scored), Fraction(0))
    known = sum((item.effective_weight for item in scored), Fraction(0))
    points = sum((item.effective_weight * (item.score or 0) for item in scored), Fraction(0))
    value = points / known if known else None
    return Score(
        card=card.version,
        value=value,
        capped=None if value is None else min([value, *(cap.at_most for cap in fired)]),
        low=points / total if known else None,
        high=(points + 100 * (total - known)) / total if known else None,
        coverage=known / total if total else Fraction(0),
        measures=scored,
        not_applicable=left_out,
        caps=fired,
    )
