"""Scorecards as data: measures with their tables, caps, and versions (docs/methods.md, Health score).

A published version never changes: a snapshot names the version it was made with.
"""

from dataclasses import dataclass
from fractions import Fraction

Points = tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its weight, the table that turns a value into 0 to 100, and when a value grows stale."""

    code: str
    label: str
    weight: Fraction
    points: Points
    fresh_days: int | None = None
    stale_days: int | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """A fact that overrides averages: while it holds the score is at most ``at_most``."""

    code: str
    at_most: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A versioned set of measures and caps, out of ``measures_planned`` in the full card."""

    version: str
    measures: tuple[Measure, ...]
    caps: tuple[Cap, ...]
    measures_planned: int

    @property
    def live(self) -> str:
        """What every score says about its card: “5 of 17 measures live”."""
        return f"{len(self.measures)} of {self.measures_planned} measures live"

    def measure(self, code: str) -> Measure:
        """The measure of that code. Raises KeyError."""
        return {item.code: item for item in self.measures}[code]

    def cap(self, code: str) -> Cap:
        """The cap of that code. Raises KeyError."""
        return {item.code: item for item in self.caps}[code]


def table(*pairs: tuple[str, int]) -> Points:
    """Points written as text and whole scores, so that .3 is exactly three tenths."""
    return tuple((Fraction(value), Fraction(points)) for value, points in pairs)


def _measure(
    code: str, label: str, weight: int, points: Points, fresh: int | None = None, stale: int | None = None
) -> Measure:
    return Measure(code, label, Fraction(weight), points, fresh, stale)


IDENTITY = table(("0", 0), ("100", 100))
FROM_SENTIMENT = table(("-2", 0), ("2", 100))

FULL_MEASURES: tuple[Measure, ...] = (
    _measure(
        "V1",
        "Return on investment against target",
        15,
        table(("0", 0), (".5", 25), (".8", 60), ("1", 90), ("1.2", 100)),
        120,
        240,
    ),
    _measure(
        "V2",
        "Days since value was confirmed",
        10,
        table(("90", 100), ("180", 60), ("365", 10), ("366", 0)),
    ),
    _measure("R1", "Contact coverage", 12, IDENTITY),
    _measure("R2", "Champion", 6, IDENTITY),
    _measure("R3", "Sponsor contact against interval", 4, table(("1", 100), ("2", 40), ("3", 0))),
    _measure("R4", "Latest mood", 3, FROM_SENTIMENT, 90, 180),
    _measure("E1", "Check-ins kept, 90 days", 6, table(("0", 0), ("1", 100))),
    _measure(
        "E2",
        "Silence against the interval",
        6,
        table(("1", 100), ("1.5", 70), ("2", 40), ("3", 0)),
    ),
    _measure(
        "E3",
        "Replies to personal attempts, 90 days",
        3,
        table(("0", 0), (".3", 40), (".6", 80), (".8", 100)),
    ),
    _measure(
        "D1", "Use of what was bought", 9, table((".3", 0), (".5", 40), (".8", 90), (".9", 100)), 35, 60
    ),
    _measure(
        "D2",
        "Use against the quarter before",
        6,
        table((".5", 0), (".8", 50), ("1", 85), ("1.1", 100)),
        35,
        60,
    ),
    _measure("S1", "Open severe incidents", 5, IDENTITY),
    _measure("S2", "Severe incidents in the year", 5, IDENTITY),
    _measure(
        "C1",
        "Days overdue on invoices",
        3,
        table(("0", 100), ("15", 80), ("30", 50), ("60", 10), ("90", 0)),
        35,
        70,
    ),
    _measure(
        "C2",
        "Revenue against a year ago",
        3,
        table((".5", 0), (".8", 30), ("1", 75), ("1.1", 90), ("1.2", 100)),
    ),
    _measure(
        "C3",
        "Work beyond the contract, 90 days",
        2,
        table((".05", 100), (".15", 70), (".3", 30), (".5", 0)),
        45,
        90,
    ),
    _measure("C4", "Threat from competitors", 2, IDENTITY, 180, 270),
)

NOTICE_RECEIVED = Cap("notice_received", Fraction(5), "Written notice received on the open renewal")
SILENCE = Cap("silence", Fraction(60), "No two-way contact with any key contact for twice the interval")

OVERDUE = Cap("overdue", Fraction(50), "An undisputed invoice is more than 60 days overdue")

EVALUATION = Cap("evaluation", Fraction(50), "A contact says that they are looking at a competitor now")
CHAMPION_GONE = Cap(
    "champion_gone", Fraction(55), "A champion or economic buyer left, and no close tie followed in 60 days"
)
FEW_TIES = Cap(
    "few_ties",
    Fraction(65),
    "Less than 180 days to the decision, and fewer than two key contacts are close to us",
)
CAPS_5 = (NOTICE_RECEIVED, OVERDUE, EVALUATION, CHAMPION_GONE, SILENCE)
CAPS = (NOTICE_RECEIVED, OVERDUE, EVALUATION, CHAMPION_GONE, SILENCE, FEW_TIES)

FULL = Card("full-1", FULL_MEASURES, CAPS, len(FULL_MEASURES))


def _starter(version: str, codes: tuple[str, ...], caps: tuple[Cap, ...]) -> Card:
    """Only measures that can be recorded: what nobody can enter is not on the card, so it is not missing."""
    live = tuple(measure for code in codes for measure in FULL_MEASURES if measure.code == code)
    return Card(version, live, caps, len(FULL_MEASURES))


STARTER = _starter("starter-1", ("E1", "E2", "E3", "R4", "C2"), (NOTICE_RECEIVED, SILENCE))
"""The first card that was published."""
STARTER_2 = _starter("starter-2", ("E1", "E2", "E3", "R4", "C1", "C2"), (NOTICE_RECEIVED, OVERDUE, SILENCE))
"""The second card: with payment behaviour, since invoices can be recorded."""
STARTER_3 = _starter(
    "starter-3", ("R1", "E1", "E2", "E3", "R4", "C1", "C2"), (NOTICE_RECEIVED, OVERDUE, SILENCE)
)
"""The third card: with contact coverage, since there is a map of people to record it on."""
STARTER_4 = _starter(
    "starter-4", ("V1", "V2", "R1", "E1", "E2", "E3", "R4", "C1", "C2"), (NOTICE_RECEIVED, OVERDUE, SILENCE)
)
"""The fourth card: with what they wanted and what they confirmed, since both can be recorded."""
STARTER_5 = _starter("starter-5", ("V1", "V2", "R1", "R2", "E1", "E2", "E3", "R4", "C1", "C2", "C4"), CAPS_5)
"""The fifth card: with champions and competitors, since both are recorded with the day they were said."""
STARTER_6 = _starter(
    "starter-6", ("V1", "V2", "R1", "R2", "R3", "E1", "E2", "E3", "R4", "C1", "C2", "C3", "C4"), CAPS
)
"""The card in use: with executive pairs, hours beyond the contract, and close ties before a decision."""

STARTERS = (STARTER, STARTER_2, STARTER_3, STARTER_4, STARTER_5, STARTER_6)
"""Every card that was published, in the order of their versions."""
CARDS = {card.version: card for card in (*STARTERS, FULL)}
