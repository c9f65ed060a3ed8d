"""Everything the brief shows, gathered in a fixed number of queries, whatever the size of the account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from accounts.models import Account, Invoice
from contacts.choices import Channel, ContactStatus, Source
from contacts.knowledge.gathering import Knowledge, knowledge_of
from contacts.knowledge.words import Topic
from contacts.models import Contact, FeedbackItem, KnownFact, Promise, Touchpoint, TouchpointContact
from retention.health.explained import HealthFact
from retention.health.facts import explain_account
from retention.lib.zones import local_day
from retention.renewals.models import Renewal
from retention.team.models import User

from ..account.billing import overdue_at
from ..account.facts import their_time
from .advice import Advice, PersonWish, Situation, donts, dos
from .issues import Issue, issues_of

TALKS, PEOPLE, PROMISES = 4, 5, 6


@dataclass(frozen=True)
class Brief:
    """What to know before speaking with an account; ``first`` is whom the reader means to call."""

    account: Account
    today: date
    at: datetime
    their_time: str
    first: Contact | None
    people: list[Contact]
    talks: list[Touchpoint]
    promises: list[Promise]
    late_promises: int
    dos: list[Advice]
    donts: list[Advice]
    issues: list[Issue]
    known: Knowledge
    drivers: list[KnownFact]
    health: HealthFact | None
    notes: dict[int, str]


def brief_of(account: Account, user: User, *, at: datetime, contact_id: int | None = None) -> Brief:
    """Gather the brief."""
    today = local_day(at, user.time_zone)
    people = _people(account, user, contact_id)
    talks, promises = _talks(account, user), _promises(account, user)
    known, health = knowledge_of(account, user, on=today), explain_account(account, reader=user, at=at)
    disputed = Invoice.objects.visible_to(user).filter(account=account, disputed_since__isnull=False).count()
    situation = _situation(account, promises, talks, known, on=today, disputed=disputed)
    wishes = [_wish(contact) for contact in people]
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
        health=health,
        notes=_notes(people, user),
    )


def _issues(
    account: Account, user: User, today: date, health: HealthFact | None, disputed: int
) -> list[Issue]:
    renewals = Renewal.objects.visible_to(user).open().filter(account=account).order_by("decision_on", "id")
    said = FeedbackItem.objects.visible_to(user).open().filter(account=account).order_by("due_on", "id")
    return issues_of(
        account,
        on=today,
        overdue=overdue_at(account.pk, user, on=today),
        disputed=disputed,
        health=health,
        renewals=list(renewals[:3]),
        said=list(said[:3]),
    )


def _people(account: Account, user: User, contact_id: int | None) -> list[Contact]:
    """Whom the reader calls, then key contacts, then whoever spoke with us last; nobody who left."""
    rows = (
        Contact.objects.visible_to(user)
        .in_seat()
        .filter(account=account)
        .select_related("person", "check_in")
    )
    found = list(rows.order_by("-is_key", "-last_two_way_at", "id")[:PEOPLE])
    if contact_id is not None and all(contact.pk != contact_id for contact in found):
        found = [*rows.filter(pk=contact_id), *found][:PEOPLE]
    return sorted(found, key=lambda contact: contact.pk != contact_id)


def _talks(account: Account, user: User) -> list[Touchpoint]:
    links = TouchpointContact.objects.select_related("contact__person")
    rows = Touchpoint.objects.visible_to(user).current().filter(account=account).newest_first()
    wanted = rows.select_related("logged_by").prefetch_related(Prefetch("contact_links", queryset=links))
    return list(wanted[:TALKS])


def _promises(account: Account, user: User) -> list[Promise]:
    rows = Promise.objects.visible_to(user).open().filter(account=account)
    return list(rows.select_related("user", "contact__person").order_by("due_on", "id")[:20])


def _notes(people: Iterable[Contact], user: User) -> dict[int, str]:
    """Personal notes, for the account team alone."""
    noted = [contact for contact in people if contact.personal_note]
    if not noted:
        return {}
    circle = Account.objects.visible_to(user).in_inner_circle_of(user).filter(pk=noted[0].account_id)
    return {contact.pk: contact.personal_note for contact in noted} if circle.exists() else {}


def _wish(contact: Contact) -> PersonWish:
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
    )


def _words(channels: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(Channel(channel).label) for channel in channels)


def _situation(
    account: Account,
    promises: list[Promise],
    talks: list[Touchpoint],
    known: Knowledge,
    *,
    on: date,
    disputed: int,
) -> Situation:
    late = [promise for promise in promises if promise.is_late(on=on)]
    moods = [talk.mood for talk in talks if talk.mood is not None]
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
