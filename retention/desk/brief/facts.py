"""Everything the brief shows, gathered in a fixed number of queries, whatever the size of the account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Account
from contacts.choices import Channel, ContactStatus, Source
from contacts.knowledge.gathering import Knowledge, knowledge_of
from contacts.knowledge.words import Topic
from contacts.models import Contact, KnownFact, Promise, Touchpoint
from contacts.personal_days import soon
from retention.health.explained import Pull
from retention.health.facts import what_pulls
from retention.lib.kept_values import few_forms
from retention.lib.zones import local_day
from retention.team.models import User

from ..account.billing import overdue_at
from ..account.facts import their_time
from ..reaching import best_time
from .advice import Advice, PersonWish, Situation, donts, dos
from .issues import Issue, issues_of
from .rows import (
    PEOPLE,
    disputed_of,
    feedback_of,
    first_people,
    newest_talks,
    people_of,
    promises_of,
    renewals_of,
    who_was_there,
)

PROMISES = 6


@dataclass(frozen=True, slots=True)
class Talk:
    """A touchpoint, and whom it was with."""

    touch: Touchpoint
    names: str


@dataclass(frozen=True)
class Brief:
    """What to know before speaking with an account; ``first`` is whom the reader means to call."""

    account: Account
    today: date
    at: datetime
    their_time: str
    first: Contact | None
    people: list[Contact]
    talks: list[Talk]
    promises: list[Promise]
    late_promises: int
    dos: list[Advice]
    donts: list[Advice]
    issues: list[Issue]
    known: Knowledge
    drivers: list[KnownFact]
    notes: dict[int, str]
    best: dict[int, str]
    interests: dict[int, str]


def brief_of(account: Account, user: User, *, at: datetime, contact_id: int | None = None) -> Brief:
    """Gather the brief."""
    today = local_day(at, user.time_zone)
    people = _people(account, user, contact_id)
    talks, promises = _talks(account, user), promises_of(user, account.pk)
    known, health = knowledge_of(account, user, on=today), what_pulls(account.pk, at=at)
    disputed = len(disputed_of(user, account.pk))
    situation = _situation(account, promises, talks, known, on=today, disputed=disputed)
    in_circle = _in_circle(people, user)
    best = {contact.pk: best_time(contact, account, at) for contact in people}
    wishes = [_wish(one, best[one.pk], today if in_circle else None) for one in people]
    return Brief(
        account=account,
        today=today,
        at=at,
        their_time=their_time(account, at),
        first=next((contact for contact in people if contact.pk == contact_id), None),
        people=people,
        talks=talks,
        promises=promises[:PROMISES],
        late_promises=sum(promise.is_late(on=today) for promise in promises),
        dos=dos(situation, wishes)[:6],
        donts=donts(situation, wishes)[:6],
        issues=_issues(account, user, today, health, disputed),
        known=known,
        drivers=sorted(known.facts_of(Topic.DRIVER), key=lambda fact: -(fact.gap or 0))[:4],
        notes={one.pk: one.personal_note for one in people if in_circle},
        best=best,
        interests={one.pk: one.interests for one in people if in_circle},
    )


def _issues(account: Account, user: User, today: date, health: list[Pull], disputed: int) -> list[Issue]:
    return issues_of(
        account,
        on=today,
        overdue=overdue_at(account.pk, user, on=today),
        disputed=disputed,
        health=health,
        renewals=renewals_of(user, account.pk),
        said=feedback_of(user, account.pk),
    )


def _people(account: Account, user: User, contact_id: int | None) -> list[Contact]:
    """Whom the reader calls, then key contacts, then whoever spoke with us last; nobody who left."""
    found = first_people(user, account.pk)
    if contact_id is not None and all(contact.pk != contact_id for contact in found):
        found = [*people_of(user, account.pk).filter(pk=contact_id), *found][:PEOPLE]
    return sorted(found, key=lambda contact: contact.pk != contact_id)


def _talks(account: Account, user: User) -> list[Talk]:
    touches = newest_talks(user, account.pk)
    links = who_was_there(few_forms(touch.pk for touch in touches)) if touches else []
    names: dict[int, list[str]] = {touch.pk: [] for touch in touches}
    for link in links:
        names[link.touchpoint_id].append(link.contact.name)
    return [Talk(touch, ", ".join(names[touch.pk])) for touch in touches]


def _in_circle(people: Iterable[Contact], user: User) -> bool:
    """Whether the reader may read what is personal; asked only where something is."""
    told = [one for one in people if one.personal_note or one.interests or one.important_dates]
    if not told:
        return False
    return Account.objects.visible_to(user).in_inner_circle_of(user).filter(pk=told[0].account_id).exists()


def _wish(contact: Contact, best: str, today: date | None) -> PersonWish:
    """What they want; days that matter to them only when *today* is told."""
    return PersonWish(
        name=contact.name,
        url=f"/people/{contact.pk}/",
        prefers=_words(contact.channels_preferred),
        forbids=_words(contact.channels_forbidden),
        they_said_so=contact.preference_source == Source.STATED,
        paused_until=contact.paused_until,
        pause_reason=contact.pause_reason,
        is_away=contact.status == ContactStatus.ON_LEAVE,
        language=contact.person.language if contact.person else "",
        best=best,
        days=tuple(soon(contact.important_dates, on=today)) if today else (),
    )


def _words(channels: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(Channel(channel).label) for channel in channels)


def _situation(
    account: Account,
    promises: list[Promise],
    talks: list[Talk],
    known: Knowledge,
    *,
    on: date,
    disputed: int,
) -> Situation:
    late = [promise for promise in promises if promise.is_late(on=on)]
    moods = [talk.touch.mood for talk in talks if talk.touch.mood is not None]
    return Situation(
        on=on,
        customer_since=account.customer_since,
        is_at_risk=account.health_band == "at_risk",
        disputed=disputed,
        late_promises=tuple((row.text, row.due_on) for row in late if row.side == "ours"),
        their_late_promises=tuple(row.text for row in late if row.side == "theirs"),
        mood_was_bad=bool(moods) and moods[0] < 0,
        is_about_us=known.mix.is_about_us,
    )
