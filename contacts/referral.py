"""May we ask this person for a referral today? (docs/methods.md, Referral gate). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from .knowledge.words import ReferralWord

COOLDOWN_DAYS = 180


@dataclass(frozen=True, slots=True)
class ReferralGate:
    """``may_ask``, or why not; ``from_day`` is when it frees up, None when no day can be said.

    ``is_offered`` is false for who said never: they are not asked again, and no button stands there.
    """

    may_ask: bool
    why: str = ""
    from_day: date | None = None
    is_offered: bool = True


def referral_gate(
    *,
    word: str,
    said_on: date | None,
    asked_on: date | None,
    band: str,
    complaints: int,
    is_quiet: bool,
    on: date,
) -> ReferralGate:
    """The first thing that stands in the way, what they said first.

    *word* and *said_on* are what they last answered, *asked_on* when we last asked.
    """
    if word == ReferralWord.NEVER:
        return ReferralGate(False, "They said never.", is_offered=False)
    if is_quiet:
        return ReferralGate(False, "They left, or asked for silence.")
    not_now = said_on if word == ReferralWord.NOT_NOW else None
    for day, why in ((not_now, "They said not now"), (asked_on, "Asked")):
        free = day + timedelta(days=COOLDOWN_DAYS) if day else None
        if day and free and on < free:
            return ReferralGate(False, f"{why} on {day:%-d %b %Y}; again from {free:%-d %b %Y}.", free)
    if complaints:
        return ReferralGate(False, "A complaint is open: settle it first.")
    if band != "healthy":
        return ReferralGate(False, "Only healthy customers are asked.")
    return ReferralGate(True)
