"""What may be said of a person in a seat, and what contradicts itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import Account
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import User

from .choices import BuyingRole, Channel, ContactStatus, Source
from .hours import refuse_odd_hours, time_of_day, weekdays
from .models import Contact, Person
from .personal_days import read_days


class AlreadyThere(DomainError):
    """The person is a contact at this account already."""


class NotAPlaceholder(DomainError):
    """Something asked of a role without a person, or of a person as if the role were empty."""


class PersonErased(DomainError):
    """The person's data were erased; nothing may be said of them again."""


PERSON_CHECKS: Mapping[str, accepts.Check] = {
    "name": accepts.text("The name", 200, required=True),
    "email": accepts.email,
    "phone": accepts.text("The phone number", 40),
    "language": accepts.text("The language", 10),
}
CONTACT_CHECKS: Mapping[str, accepts.Check] = {
    "org_unit": accepts.as_it_is,
    "title": accepts.text("The title", 160),
    "buying_role": accepts.one_of("The buying role", BuyingRole),
    "is_key": accepts.flag,
    "status": accepts.one_of("The status", ContactStatus),
    "departed_on": accepts.day("The day they left"),
    "since": accepts.day("Known since", required=True),
    "time_zone": accepts.time_zone,
    "country": accepts.country,
    "subdivision": accepts.text("The state or region", 8),
    "channels_preferred": accepts.some_of("A preferred channel", Channel),
    "channels_forbidden": accepts.some_of("A channel not to use", Channel),
    "preferred_interval_days": accepts.number("Days between check-ins", least=1, most=730),
    "most_in_30_days": accepts.number("Times in 30 days", least=1, most=60),
    "hours_from": time_of_day("The start of the hours"),
    "hours_until": time_of_day("The end of the hours"),
    "hours_days": weekdays,
    "assistant": accepts.as_it_is,
    "preference_source": accepts.one_of("How we know", Source),
    "paused_until": accepts.day("Paused until"),
    "pause_reason": accepts.text("The reason", 200),
    "personal_note": accepts.text("The personal note", 20_000, many_lines=True),
    "interests": accepts.text("Interests", 300),
    "important_dates": read_days,
}


def refuse_contradictions(account: Account, contact: Contact, kept: dict[str, Any], *, today: date) -> None:
    """Raise InputRefused when the contact with *kept* would contradict itself or its account.

    Leaving clears nothing else; coming back clears the day they left.
    """
    unit = kept.get("org_unit")
    if unit is not None and unit.account_id != account.pk:
        raise accepts.InputRefused(f"That unit is not part of {account.name}.", field="org_unit")
    refuse_odd_hours(kept.get("hours_from", contact.hours_from), kept.get("hours_until", contact.hours_until))
    _refuse_assistant(account, contact, kept.get("assistant"))
    preferred = kept.get("channels_preferred", contact.channels_preferred)
    both = set(preferred) & set(kept.get("channels_forbidden", contact.channels_forbidden))
    if both:
        names = ", ".join(str(Channel(word).label) for word in sorted(both))
        raise accepts.InputRefused(f"Both preferred and not to be used: {names}.", field="channels_forbidden")
    if kept.get("status", contact.status) != ContactStatus.DEPARTED:
        if kept.get("departed_on"):
            raise accepts.InputRefused("Set the status to “Left” as well.", field="status")
        kept["departed_on"] = None
        return
    left: date | None = kept.get("departed_on", contact.departed_on)
    if left is None:
        raise accepts.InputRefused("Say on which day they left.", field="departed_on")
    if left > today:
        raise accepts.InputRefused("The day they left lies in the future.", field="departed_on")
    since: date = kept.get("since") or contact.since or left
    if left < since:
        known = f"We know them there since {since:%-d %B %Y}; they cannot have left before."
        raise accepts.InputRefused(known, field="departed_on")


def _refuse_assistant(account: Account, contact: Contact, assistant: Contact | None) -> None:
    """An assistant is somebody else at the same account who has not left."""
    if assistant is None:
        return
    if assistant.account_id != account.pk:
        raise accepts.InputRefused(f"That person is not a contact at {account.name}.", field="assistant")
    if assistant.pk == contact.pk:
        raise accepts.InputRefused("Nobody is their own assistant.", field="assistant")
    if assistant.status == ContactStatus.DEPARTED:
        raise accepts.InputRefused(f"{assistant.name} has left.", field="assistant")


def person_for(account: Account, known: Person | None, about: Mapping[str, Any], by: User) -> Person:
    """Somebody we know elsewhere, or a new person. Raises AlreadyThere, InputRefused, TextRefused.

    Only people that *by* sees at some account can be seated elsewhere; others do not exist for them.
    """
    if known is None:
        return Person.objects.create(**accepts.accepted(about, PERSON_CHECKS))
    if not Contact.objects.visible_to(by).filter(person=known).exists():
        raise accepts.InputRefused("That person is not known.", field="person")
    if known.erased_at is not None:
        raise PersonErased("The data of this person were erased. Add a new person instead.")
    if Contact.objects.filter(person=known, account=account).exists():
        raise AlreadyThere(f"{known.name} is a contact at {account.name} already.", field="person")
    return known
