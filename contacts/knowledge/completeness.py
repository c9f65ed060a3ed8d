"""How much is known, and what to ask next (docs/methods.md, Knowledge completeness). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from .questions import QUESTIONS, Question
from .words import Topic

FRESH_DAYS = 180
FADES_OVER_DAYS = 360
INTENT_FRESH_DAYS = 120
QUIET_DAYS = 90
"""Nobody is asked the same within so many days."""


@dataclass(frozen=True, slots=True)
class Known:
    """What stands for one question: until when it is fresh, and when it was last asked (None: never).

    ``fresh_until`` is None while nothing was answered; asked without an answer is not an answer.
    """

    fresh_until: date | None = None
    asked_on: date | None = None


def fresh_days(topic: str) -> int:
    """How many days an answer stays fresh."""
    return INTENT_FRESH_DAYS if topic == Topic.INTENT else FRESH_DAYS


def default_expiry(topic: str, said_on: date) -> date:
    """The last day on which an answer of that day is fresh."""
    return said_on + timedelta(days=fresh_days(topic))


def freshness(fresh_until: date | None, *, on: date) -> Fraction:
    """1 while fresh, then down in a straight line to 0 over 360 days; 0 without an answer."""
    if fresh_until is None:
        return Fraction(0)
    past = (on - fresh_until).days
    return Fraction(1) if past <= 0 else max(Fraction(0), 1 - Fraction(past, FADES_OVER_DAYS))


def completeness(known: Mapping[str, Known], *, on: date) -> Fraction:
    """0 to 1: the weight of what is known and fresh, over the weight of all fifteen questions."""
    total = sum(question.weight for question in QUESTIONS)
    have = sum(
        question.weight * freshness(known[question.topic].fresh_until, on=on)
        for question in QUESTIONS
        if question.topic in known
    )
    return Fraction(have) / total


def next_question(known: Mapping[str, Known], *, on: date, without: Collection[str] = ()) -> Question | None:
    """The question with the highest weight × staleness that may be put to them now; None when there is none.

    Never one that was asked in the last 90 days, nor one whose answer is still fresh, nor one of *without*.
    """
    best, most = None, Fraction(0)
    for question in QUESTIONS:
        have = known.get(question.topic, Known())
        asked_lately = have.asked_on is not None and (on - have.asked_on).days < QUIET_DAYS
        gain = question.weight * (1 - freshness(have.fresh_until, on=on))
        if question.ask and question.topic not in without and not asked_lately and gain > most:
            best, most = question, gain
    return best
