"""Do and don't before a call, from what people asked for and what is owed (docs/methods.md, Brief). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from contacts.personal_days import Coming
from contacts.pushing import FIRST_DAYS


@dataclass(frozen=True, slots=True)
class PersonWish:
    """How somebody wants to be treated; channels and hours are words as they are shown.

    ``days`` is empty for readers outside the account team.
    """

    name: str
    url: str
    prefers: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    they_said_so: bool = False
    paused_until: date | None = None
    pause_reason: str = ""
    is_away: bool = False
    language: str = ""
    best: str = ""
    days: tuple[Coming, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """What holds of the account on the day of the call."""

    on: date
    customer_since: date | None = None
    is_at_risk: bool = False
    disputed: int = 0
    late_promises: tuple[tuple[str, date], ...] = ()
    their_late_promises: tuple[str, ...] = ()
    mood_was_bad: bool = False
    is_about_us: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """One line, with why."""

    text: str
    why: str = ""
    url: str = ""


def dos(now: Situation, people: Iterable[PersonWish]) -> list[Advice]:
    """What to do, what we owe first."""
    found = [
        Advice(f"Say where “{text}” stands.", f"We promised it for {_day(due)}.", "#promises")
        for text, due in now.late_promises
    ]
    if now.mood_was_bad:
        found.append(Advice("Begin with how they felt last time.", "The last mood was bad.", "#talks"))
    found += [
        Advice(f"Ask for “{text}”.", "They promised it, and it is late.") for text in now.their_late_promises
    ]
    found += [
        Advice(f"{one.name}: {day.label} on {_day(day.on)}.", "For the account team alone.", one.url)
        for one in people
        for day in one.days
    ]
    found += [
        Advice(_how_to_reach(one), _how_known(one), one.url)
        for one in people
        if (one.prefers or one.best) and not _is_quiet(one, now.on)
    ]
    found += [Advice(f"Speak {one.language} with {one.name}.", "", one.url) for one in people if one.language]
    return found


def donts(now: Situation, people: Iterable[PersonWish]) -> list[Advice]:
    """What to leave, what somebody asked for first."""
    found: list[Advice] = []
    for one in people:
        if one.forbids:
            found.append(
                Advice(f"No {_listed(one.forbids, 'or')} to {one.name}.", "They asked us not to.", one.url)
            )
        if one.paused_until is not None and one.paused_until > now.on:
            text = f"Leave {one.name} alone until {_day(one.paused_until)}."
            found.append(Advice(text, one.pause_reason, one.url))
        elif one.is_away:
            found.append(Advice(f"Do not wait for {one.name}.", "They are on leave.", one.url))
    if why := why_not_to_offer(now):
        found.append(Advice("Do not offer anything more.", why))
    if now.disputed:
        found.append(Advice("Do not press for what they dispute.", f"Disputed invoices: {now.disputed}."))
    return found


def why_not_to_offer(now: Situation) -> str:
    """The first reason against selling today; empty when there is none."""
    if now.customer_since is not None and now.on < now.customer_since + timedelta(days=FIRST_DAYS):
        return f"Customer since {_day(now.customer_since)}: learn and help for the first {FIRST_DAYS} days."
    if now.is_at_risk:
        return "They are at risk: recover first."
    if now.late_promises:
        return "A promise of ours is late."
    return "Most of what we sent lately was about us." if now.is_about_us else ""


def _is_quiet(one: PersonWish, on: date) -> bool:
    return one.is_away or (one.paused_until is not None and one.paused_until > on)


def _how_to_reach(one: PersonWish) -> str:
    by = f" by {_listed(one.prefers)}" if one.prefers else ""
    return f"Reach {one.name}{by}{f', best {one.best}' if one.best else ''}."


def _how_known(one: PersonWish) -> str:
    return "They said so." if one.they_said_so else "That is how they answer."


def _listed(words: tuple[str, ...], last: str = "and") -> str:
    lower = [word.lower() for word in words]
    return lower[0] if len(lower) == 1 else f"{', '.join(lower[:-1])} {last} {lower[-1]}"


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"
