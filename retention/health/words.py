"""How readings are said: the value of every measure in words, its state, and the sentence of a score."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from contacts.choices import Mood
from plans.hours import in_hours

from .assessing import Behind
from .known_sql import (
    BEING_REPLACED,
    LOOKING,
    LOST,
    NEARBY,
    NO_THREAT,
    NOBODY_KNOWN,
    ONLY_ASSUMED,
    VALIDATED,
)
from .scoring import MISSING, NOT_APPLICABLE, STALE

LIVE = "live"
STATE_WORDS = {LIVE: "Live", STALE: "Stale", MISSING: "Missing", NOT_APPLICABLE: "Not applicable"}
CONFIDENCE_WORDS = {
    "high": "High confidence",
    "medium": "Medium confidence",
    "low": "Low confidence",
    "unknown": "Too little is known",
}

_MISSING = {
    "V1": "The agreed targets were not measured yet, and none is due",
    "V2": "No contact has confirmed any value",
    "R1": "The map of people is not half made, or they are known for less than 60 days",
    "E1": "Fewer than three check-ins were due in 90 days",
    "E2": "No key contact is marked, or none was spoken with yet",
    "E3": "Fewer than three tries in 90 days",
    "R2": "The map of people is not half made, and nobody is marked as champion",
    "R4": "No mood was recorded and no survey answered",
    "C3": "No full month with an allowance is over, or no hours were written down",
    "C1": "No invoice is recorded",
    "C2": "No revenue is recorded for a year ago",
    "C4": "Nobody was asked how near competitors are",
}
_NOT_APPLICABLE = {
    "V1": "A customer for less than 90 days, not known since when, or no longer one",
    "V2": "A customer for less than 180 days, not known since when, or no longer one",
    "R1": "Not asked of this tier, or no longer a customer",
    "R2": "Not asked of this tier, or no longer a customer",
    "R3": "No pair of executives, or dormant by agreement",
    "C3": "No hours are included in a contract, or no longer a customer",
    "C4": "No longer a customer",
    "E1": "Dormant by agreement",
    "E2": "Not asked of this tier, or contact is paused at their request",
    "E3": "Dormant by agreement",
    "R4": "No longer a customer",
    "C1": "No longer a customer",
    "C2": "A customer for less than a year, or without revenue a year ago",
}


def whole(value: Decimal) -> str:
    """A score as people read it: cut, not rounded, so that 39.8 never reads as the 40 it did not reach."""
    return f"{value.to_integral_value(ROUND_FLOOR):f}"


def signed(points: Decimal) -> str:
    """With its sign, one place and a true minus: +3.8, −4.1, 0.0."""
    return f"{points:+.1f}".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")


def days(count: int | Decimal) -> str:
    """One day, 34 days."""
    return "1 day" if count == 1 else f"{count:.0f} days"


def value_words(code: str, state: str, behind: Behind) -> str:
    """What was measured, in one phrase; for what was not, why."""
    if state == MISSING:
        return _MISSING.get(code, "Nothing was recorded")
    if state == NOT_APPLICABLE:
        return _NOT_APPLICABLE.get(code, "Does not apply")
    say = _SAY.get(code)
    return say(behind) if say and behind.value is not None else f"{behind.value}"


def _targets(behind: Behind) -> str:
    if not behind.whole:
        return "No target was agreed in the first 90 days, or since"
    share = f"{(behind.value or Decimal(0)) * 100:.0f}% of what was to be expected by now"
    return f"{share}, by {behind.part:.0f} of {behind.whole:.0f} agreed targets"


def _proof(behind: Behind) -> str:
    return "Confirmed today" if not behind.value else f"Confirmed {days(behind.value)} ago"


def _coverage(behind: Behind) -> str:
    score = f"{whole(behind.value or Decimal(0))} of 100"
    return f"{score}: somebody known for {behind.part:.0f} of {behind.whole:.0f} roles that decide"


def _check_ins(behind: Behind) -> str:
    return f"{behind.part:.0f} of {behind.whole:.0f} check-ins kept in 90 days"


def _silence(behind: Behind) -> str:
    limit = f"every {behind.whole:.0f} expected"
    if behind.row is None:
        return f"No key contact ever spoken with, known for {days(behind.part or 0)}; {limit}"
    if not behind.part:
        return f"A key contact was spoken with today; {limit}"
    return f"{days(behind.part)} since a key contact was spoken with; {limit}"


def _sponsors(behind: Behind) -> str:
    limit = f"every {behind.whole:.0f} agreed"
    if behind.row is None:
        return f"The executives have not talked, a pair for {days(behind.part or 0)}; {limit}"
    return f"{days(behind.part or 0)} since the executives talked; {limit}"


def _hours(behind: Behind) -> str:
    hours = f"{in_hours(int(behind.part or 0))} of {in_hours(int(behind.whole or 0))} hours included"
    over = f"{(behind.value or Decimal(0)) * 100:.0f}% beyond" if behind.value else "nothing beyond"
    return f"{hours} in the last full months: {over}"


def _replies(behind: Behind) -> str:
    return f"{behind.part:.0f} of {behind.whole:.0f} tries answered in 90 days"


_CHAMPIONS = {
    VALIDATED: "A champion, validated within 180 days",
    ONLY_ASSUMED: "A champion who is only assumed, or a coach alone",
    NOBODY_KNOWN: "Nobody speaks for us",
    BEING_REPLACED: "The champion left, less than 60 days ago",
    LOST: "The champion left, and nobody followed",
}
_THREATS = {
    NO_THREAT: "They look at nobody else",
    NEARBY: "A competitor is in use elsewhere in their group",
    LOOKING: "They are looking at a competitor",
}


def _champion(behind: Behind) -> str:
    return _CHAMPIONS[int(behind.value or 0)]


def _threat(behind: Behind) -> str:
    said = _THREATS[int(behind.value or 0)]
    return f"{said}, said today" if not behind.age_days else f"{said}, said {days(behind.age_days)} ago"


def _mood(behind: Behind) -> str:
    if behind.whole is not None:
        said = f"Answered {behind.part:.0f} of {behind.whole:.0f} in a survey"
    else:
        said = str(Mood(int(behind.value or 0)).label)
    return f"{said}, today" if not behind.age_days else f"{said}, {days(behind.age_days)} ago"


def _payment(behind: Behind) -> str:
    said = "Nothing is overdue" if not behind.value else f"An invoice is {days(behind.value)} overdue"
    return said if not behind.age_days else f"{said}, as heard {days(behind.age_days)} ago"


def _revenue(behind: Behind) -> str:
    change = ((behind.value or Decimal(1)) - 1) * 100
    if not change:
        return "The same as a year ago"
    return f"{change:+.0f}% against a year ago".replace("-", "−")


_SAY: dict[str, Callable[[Behind], str]] = {
    "V1": _targets,
    "V2": _proof,
    "R1": _coverage,
    "E1": _check_ins,
    "E2": _silence,
    "E3": _replies,
    "R2": _champion,
    "R3": _sponsors,
    "R4": _mood,
    "C3": _hours,
    "C1": _payment,
    "C2": _revenue,
    "C4": _threat,
}
