"""Expand or recover: what to do with a customer next (docs/methods.md, Recommendation). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models

from accounts.choices import HealthBand

WELL = (HealthBand.HEALTHY,)
NOT_WELL = (HealthBand.WATCH, HealthBand.AT_RISK)
REASONS = 3
OF_BAND, OF_READINESS = 60, 50
"""How strong the two sides of the decision are beside the drivers of a score, which count points of 100."""


class Advice(models.TextChoices):
    """What to do next, from how they are and whether an opening is ready."""

    EXPAND = "expand", "Expand"
    NURTURE = "nurture", "Nurture"
    RECOVER_FIRST = "recover_first", "Recover first, then expand"
    RECOVER = "recover", "Recover"
    DISCOVER = "discover", "Discover"


MEANING = {
    Advice.EXPAND: "are well, and an opening is ready",
    Advice.NURTURE: "are well, and no opening is ready",
    Advice.RECOVER_FIRST: "are not well, and an opening is ready for later",
    Advice.RECOVER: "are not well",
    Advice.DISCOVER: "have no score: too little is known",
}
"""Whom each advice is for, after “customers who”."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, and how strong it is."""

    text: str
    strength: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do, the three strongest reasons, and every fact that is missing."""

    advice: Advice
    reasons: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def word(self) -> str:
        """What to do as people read it."""
        return str(self.advice.label)


def advice_of(band: str, *, is_ready: bool) -> Advice:
    """By how they are, and whether an opening is ready; nobody knowing how they are: discover."""
    if band in WELL:
        return Advice.EXPAND if is_ready else Advice.NURTURE
    if band in NOT_WELL:
        return Advice.RECOVER_FIRST if is_ready else Advice.RECOVER
    return Advice.DISCOVER


def recommend(
    *, band: str, is_ready: bool, reasons: Iterable[Reason], missing: Sequence[str]
) -> Recommendation:
    """The advice with its three strongest reasons; of equal ones, the one named first."""
    ranked = sorted(reasons, key=lambda each: -each.strength)
    return Recommendation(
        advice_of(band, is_ready=is_ready),
        tuple(each.text for each in ranked[:REASONS]),
        tuple(dict.fromkeys(missing)),
    )
