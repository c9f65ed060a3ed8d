"""What a page says about one account's health, as frozen objects."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Evidence = tuple[str, int]
"""Record type and id: ("touchpoint", 12)."""


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """One measure: ``share`` is its percentage of the weight that counts, ``points`` what it adds to 50."""

    code: str
    label: str
    state: str
    state_words: str
    words: str
    score: Decimal | None
    share: Decimal
    points: Decimal | None
    fading: bool
    evidence: Evidence | None
    window: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class CapFact:
    """A cap that holds: the score is at most ``at_most`` since that day."""

    code: str
    at_most: Decimal
    text: str
    since: date
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """The like-for-like change; ``parts`` moved the score, largest first, and sum to ``total``."""

    since: date
    points: Decimal
    arrow: str
    total: Decimal
    parts: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class HealthFact:
    """An account's health with its reasons. ``value`` is None when too little is known: never green.

    ``uncapped`` is the score before caps; the points of the measures add up to ``uncapped`` minus 50.
    ``rise`` names the measure that would lift the score most by its next step: mechanics, not a promise.
    """

    account_id: int
    on: date
    is_live: bool
    is_reconstructed: bool
    band: str
    band_words: str
    since: date | None
    value: Decimal | None
    uncapped: Decimal | None
    coverage: Decimal
    confidence: str
    confidence_words: str
    low: Decimal | None
    high: Decimal | None
    live_words: str
    card: str
    measures: tuple[MeasureFact, ...]
    caps: tuple[CapFact, ...]
    change: ChangeFact | None
    rise: tuple[str, Decimal] | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Pull:
    """What holds a score down: a cap, with the day since which it holds, or a measure, in words."""

    text: str
    words: str = ""
    since: date | None = None
