"""May we ask this person for something today? (docs/methods.md, Advocacy). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from contacts.knowledge.words import ReferralWord
from contacts.referral import ReferralGate, referral_gate

from .models.advocacy import AdvocacyKind, AskOutcome

REST_DAYS = 30
"""Between two asks of one person, whatever for."""
REFUSED_DAYS = 365
"""After they declined the same, or took their consent back."""
OFFERED = (
    AdvocacyKind.REFERRAL, AdvocacyKind.REFERENCE, AdvocacyKind.REVIEW, AdvocacyKind.CASE_STUDY,
    AdvocacyKind.SPEAKING,
)  # fmt: skip
"""After a high score the first of these that is allowed is offered."""


@dataclass(frozen=True, slots=True)
class PastAsk:
    """What somebody was asked for, when, and what became of it."""

    kind: str
    asked_on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class Behind:
    """What is known of somebody before they are asked.

    ``word`` and ``said_on`` are their last answer about referrals, ``taken_back`` the day they took back a
    consent by kind.
    """

    asks: tuple[PastAsk, ...]
    taken_back: Mapping[str, date]
    word: str
    said_on: date | None
    band: str
    complaints: int
    is_quiet: bool


def ask_gate(kind: str, behind: Behind, *, on: date) -> ReferralGate:
    """The first thing that stands in the way of asking for *kind*: what they said, then what we know."""
    is_referral = kind == AdvocacyKind.REFERRAL
    word = behind.word if is_referral else ""
    same = [ask for ask in behind.asks if ask.kind == kind]
    refused = _until(behind.taken_back.get(kind), REFUSED_DAYS, "They took their consent back", on)
    refused = refused or _until(_last(same, AskOutcome.DECLINED), REFUSED_DAYS, "They declined", on)
    if refused and word != ReferralWord.NEVER and not behind.is_quiet:
        return refused
    gate = referral_gate(
        word=word,
        said_on=behind.said_on,
        asked_on=_last(same),
        band=behind.band,
        complaints=behind.complaints,
        is_quiet=behind.is_quiet,
        on=on,
    )
    rests = _until(_last(behind.asks), REST_DAYS, "Asked for something else", on)
    return rests if gate.may_ask and rests else gate


def offered_kind(gates: Mapping[str, ReferralGate], allowed: Iterable[str]) -> str:
    """What to ask for after a high score: open at the gate and *allowed* by them; or nothing."""
    kinds = set(allowed)
    return next((kind for kind in OFFERED if kind in kinds and gates[kind].may_ask), "")


def _last(asks: Iterable[PastAsk], outcome: str = "") -> date | None:
    days = (ask.asked_on for ask in asks if not outcome or ask.outcome == outcome)
    return max(days, default=None)


def _until(day: date | None, days: int, why: str, on: date) -> ReferralGate | None:
    """A shut gate while *days* since *day* are not over."""
    if day is None or on >= day + timedelta(days=days):
        return None
    free = day + timedelta(days=days)
    return ReferralGate(False, f"{why} on {day:%-d %b %Y}; again from {free:%-d %b %Y}.", free)
