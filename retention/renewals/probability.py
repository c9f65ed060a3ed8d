"""How likely a renewal is, from its stage, own experience and warning signs.

Pure (docs/methods.md, The system's estimate). It never makes an owner's call, and no call makes it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

START: dict[str, Decimal] = {
    "scheduled": Decimal("0.80"),
    "preparing": Decimal("0.80"),
    "engaged": Decimal("0.85"),
    "proposed": Decimal("0.85"),
    "negotiating": Decimal("0.80"),
    "verbal": Decimal("0.95"),
    "contract_out": Decimal("0.97"),
    "auto_renewing": Decimal("0.98"),
    "notice_received": Decimal("0.10"),
}
"""What is assumed of a stage while there is no own experience."""
WEIGHT = 10
"""The start value counts as much as this many own cases."""
AT_RISK, WATCH, CHAMPION_LOST, PRICE_OBJECTION = "at_risk", "watch", "champion_lost", "price_objection"
SAYS_LEAVE, SAYS_UNSURE = "says_leave", "says_unsure"
ODDS: dict[str, Decimal] = {
    AT_RISK: Decimal("0.35"),
    WATCH: Decimal("0.7"),
    CHAMPION_LOST: Decimal("0.5"),
    PRICE_OBJECTION: Decimal("0.6"),
    SAYS_LEAVE: Decimal("0.4"),
    SAYS_UNSURE: Decimal("0.8"),
}
"""What each sign multiplies the odds by."""
STUCK_FACTOR = Decimal("1.5")
LEAST_STAYS = 5
"""Fewer finished stays than this say nothing about what is usual."""
_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Experience:
    """Of *resolved* renewals that were in a stage, *renewed* were renewed; how long they stayed."""

    renewed: int = 0
    resolved: int = 0
    stays: int = 0
    median_days: Decimal | None = None


NONE_YET = Experience()


def base_rate(stage: str, experience: Experience = NONE_YET) -> Decimal:
    """(renewed + 10 x start) / (resolved + 10): the start value until own cases outweigh it."""
    return (experience.renewed + WEIGHT * START[stage]) / (experience.resolved + WEIGHT)


def estimate(stage: str, experience: Experience = NONE_YET, signs: Collection[str] = ()) -> Decimal:
    """The probability from 0 to 1, to four places, that a renewal in this stage is renewed."""
    base = base_rate(stage, experience)
    if base >= 1:
        return Decimal(1).quantize(_FOUR_PLACES)
    odds = base / (1 - base)
    for sign in set(signs):
        odds *= ODDS[sign]
    return (odds / (1 + odds)).quantize(_FOUR_PLACES, ROUND_HALF_UP)


def stuck_on(since: date, experience: Experience) -> date | None:
    """The first day on which a stay is longer than 1.5 times the median; None while that is not known."""
    if experience.median_days is None or experience.stays < LEAST_STAYS:
        return None
    return since + timedelta(days=int(STUCK_FACTOR * experience.median_days) + 1)
