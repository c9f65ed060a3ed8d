"""Who took part in a touchpoint: read again under lock, and refused where it cannot be true."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Account
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from .choices import Channel, ContactStatus, Direction
from .models import Contact, Touchpoint


class NotTheirContact(DomainError):
    """Somebody named is not a person at this account."""


class ChannelForbidden(DomainError):
    """Somebody asked us not to use this channel."""


class AlreadyDeparted(DomainError):
    """Somebody had left before the day of the touchpoint."""


class NotOurColleague(DomainError):
    """Somebody named is not one of our people."""


@dataclass(frozen=True)
class Participants:
    """Both sides: contacts spoken to, contacts only in copy, and our people."""

    spoken_to: tuple[Contact, ...]
    in_copy: tuple[Contact, ...]
    colleagues: tuple[User, ...]

    @property
    def contact_ids(self) -> tuple[int, ...]:
        """Everybody of theirs, in id order."""
        return tuple(sorted(contact.pk for contact in (*self.spoken_to, *self.in_copy)))

    @property
    def names(self) -> str:
        """The people spoken to, or those in copy when nobody else is named."""
        return ", ".join(contact.name for contact in self.spoken_to or self.in_copy)


def read_participants(
    account: Account,
    *,
    contacts: Collection[Contact],
    in_copy: Collection[Contact],
    colleagues: Collection[User] | None,
    by: User,
) -> Participants:
    """Everybody who took part, locked in id order.

    Raises NotTheirContact, without saying whose contact somebody else's is, and NotOurColleague.
    """
    spoken_ids = {contact.pk for contact in contacts}
    wanted = spoken_ids | {contact.pk for contact in in_copy}
    rows = Contact.objects.filter(pk__in=wanted, account=account).select_related("person")
    found = list(rows.order_by("id").select_for_update(of=("self",), no_key=True)) if wanted else []
    if len(found) != len(wanted):
        raise NotTheirContact(f"Somebody you named is not a contact at {account.name}.", field="contacts")
    for contact in found:
        if contact.is_placeholder:
            raise NotTheirContact(f"{contact.name}: add the person first.", field="contacts")
    return Participants(
        spoken_to=tuple(contact for contact in found if contact.pk in spoken_ids),
        in_copy=tuple(contact for contact in found if contact.pk not in spoken_ids),
        colleagues=_our_people(colleagues, by),
    )


def participants_of(touchpoint: Touchpoint) -> Participants:
    """Who is recorded as having taken part."""
    links = list(touchpoint.contact_links.select_related("contact__person").order_by("contact_id"))
    return Participants(
        spoken_to=tuple(link.contact for link in links if not link.in_copy),
        in_copy=tuple(link.contact for link in links if link.in_copy),
        colleagues=tuple(touchpoint.colleagues.order_by("id")),
    )


def _our_people(colleagues: Collection[User] | None, by: User) -> tuple[User, ...]:
    if colleagues is None:
        return () if by.is_machine else (by,)
    ids = {colleague.pk for colleague in colleagues}
    ours = tuple(User.objects.people().filter(pk__in=ids).order_by("id"))
    if len(ours) != len(ids):
        raise NotOurColleague("Somebody you named is not one of our people.", field="colleagues")
    return ours


def refuse_what_cannot_be(people: Participants, said: dict[str, Any], zone_name: str) -> None:
    """Raise ChannelForbidden or AlreadyDeparted for what contradicts what we know of the contacts."""
    for contact in (*people.spoken_to, *people.in_copy):
        if said["direction"] == Direction.OUTBOUND and said["channel"] != Channel.NOTE:
            refuse_forbidden_channel(contact, said["channel"])
        if said["channel"] != Channel.NOTE:
            _refuse_departed(contact, local_day(said["happened_at"], zone_name))


def refuse_forbidden_channel(contact: Contact, channel: str) -> None:
    """Raise ChannelForbidden with the name and what they allow instead."""
    if channel not in contact.channels_forbidden:
        return
    closed = {*contact.channels_forbidden, Channel.NOTE.value}
    allowed = ", ".join(str(word.label) for word in Channel if word.value not in closed) or "none"
    raise ChannelForbidden(
        f"{contact.name} asked us not to use: {Channel(channel).label}. Allowed: {allowed}.", field="channel"
    )


def _refuse_departed(contact: Contact, happened_on: date) -> None:
    left = contact.departed_on
    if contact.status == ContactStatus.DEPARTED and left is not None and happened_on > left:
        raise AlreadyDeparted(f"{contact.name} left on {left:%-d %B %Y}, before that day.", field="contacts")
