"""A year of conversations for each customer, made from its story; the same on every installation."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from contacts.choices import Channel, Direction, Outcome, Purpose
from contacts.models import Contact
from retention.lib.zones import to_instant

from .book import Customer, Story
from .phrases import BAD, CHANNELS, FAIR, GOOD, OPENERS

BETWEEN = {"A": 9, "B": 17, "C": 38, "D": 90}
QUIET_FOR = {Story.SILENT: 130, Story.UNKNOWN: 400, Story.SOURING: 6, Story.NOTICE: 12}
FADING_FOR = {"A": 31, "B": 63, "C": 123, "D": 245}
"""Just beyond twice the interval of the tier: these accounts got worse this week."""
STARTED_AGO = {Story.NEW: 70}


@dataclass(frozen=True)
class Said:
    """One touchpoint to be: when, with whom, how and how it felt."""

    happened_at: datetime
    contacts: tuple[Contact, ...]
    channel: str
    direction: str
    outcome: str
    purpose: str
    mood: int | None
    minutes: int | None
    text: str

    @property
    def is_qualifying(self) -> bool:
        """Two-way, as contacts/qualifying.py says it."""
        return self.outcome in (Outcome.CONNECTED, Outcome.REPLIED)


def _mood(story: Story, days_ago: int, chance: Random) -> int:
    if story in (Story.SOURING, Story.NOTICE) and days_ago < 120:
        return chance.choice((-2, -1, -1, 0))
    if story is Story.WARM:
        return chance.choice((1, 1, 2, 0))
    return chance.choice((0, 0, 1, 1, -1) if days_ago > 60 else (0, 0, 1))


def _words(mood: int, chance: Random) -> str:
    return chance.choice(GOOD if mood > 0 else BAD if mood < 0 else FAIR)


def _at(day: date, zone: str, chance: Random) -> datetime:
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    return to_instant(day, time(chance.randint(9, 16), chance.choice((0, 10, 15, 30, 40, 45))), zone)


def _conversation(
    customer: Customer, contacts: list[Contact], day: date, days_ago: int, chance: Random
) -> Said:
    channel = chance.choice(CHANNELS)
    together = channel in (Channel.VIDEO, Channel.MEETING)
    people = tuple(chance.sample(contacts, k=min(len(contacts), chance.choice((1, 2, 3)) if together else 1)))
    mood = _mood(customer.story, days_ago, chance)
    return Said(
        happened_at=_at(day, customer.zone, chance),
        contacts=people,
        channel=channel,
        direction=chance.choice((Direction.OUTBOUND, Direction.OUTBOUND, Direction.INBOUND)),
        outcome=Outcome.REPLIED if channel == Channel.EMAIL else Outcome.CONNECTED,
        purpose=chance.choice(
            (Purpose.LEARN, Purpose.RELATIONSHIP, Purpose.EDUCATE, Purpose.VALUE, Purpose.RENEWAL)
        ),
        mood=mood,
        minutes=chance.choice((10, 15, 20, 25, 30, 45, 60)) if channel != Channel.EMAIL else 5,
        text=_words(mood, chance),
    )


def _attempt(customer: Customer, contact: Contact, day: date, chance: Random) -> Said:
    return Said(
        happened_at=_at(day, customer.zone, chance),
        contacts=(contact,),
        channel=Channel.EMAIL,
        direction=Direction.OUTBOUND,
        outcome=Outcome.NO_ANSWER,
        purpose=Purpose.RELATIONSHIP,
        mood=None,
        minutes=5,
        text=chance.choice(OPENERS),
    )


def year_of(customer: Customer, contacts: list[Contact], *, today: date) -> list[Said]:
    """The touchpoints of the last twelve months, oldest first. Nobody has spoken to UNKNOWN at all."""
    chance = Random(customer.name)  # noqa: S311 - a story, not a secret
    days_ago = STARTED_AGO.get(customer.story, 365)
    quiet_from = QUIET_FOR.get(customer.story, chance.randint(1, BETWEEN[customer.tier]))
    if customer.story is Story.FADING:
        quiet_from = FADING_FOR[customer.tier]
    told: list[Said] = []
    if not contacts:
        return told
    while days_ago >= quiet_from:
        day = today - timedelta(days=days_ago)
        if chance.random() < 0.15:
            told.append(_attempt(customer, chance.choice(contacts), day, chance))
        else:
            told.append(_conversation(customer, contacts, day, days_ago, chance))
        days_ago -= max(2, round(BETWEEN[customer.tier] * chance.uniform(0.6, 1.4)))
    if customer.story is Story.FADING:
        last = today - timedelta(days=quiet_from)
        told.append(_conversation(customer, contacts, last, quiet_from, chance))
        told.append(_attempt(customer, contacts[0], today - timedelta(days=12), chance))
    return sorted(told, key=lambda said: said.happened_at)
