"""Who does what about a deliverable, and who receives it."""

from datetime import datetime

from django.db import transaction

from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import User

from ..models import Deliverable, DeliverableKind, DeliverablePart, DeliverableRecipient, DeliveryWay, Part
from .deliverables import CannotAnswer, current_deliverable, refuse_ours, refuse_theirs, tell

_note = accepts.text("The note", 200)
_way = accepts.one_of("How it reaches them", DeliveryWay)
_part = accepts.one_of("The part", Part)


class HasThisPart(DomainError):
    """Somebody does this already."""


@transaction.atomic
def give_part(
    *,
    deliverable: Deliverable,
    part: str,
    by: User,
    at: datetime,
    user: User | None = None,
    contact: Contact | None = None,
) -> DeliverablePart:
    """Say that one of ours or of theirs is responsible, consulted or informed.

    Raises PermissionDenied, InputRefused, CannotAnswer, NotTheirContact, HasThisPart, DeliverableEnded.
    """
    row = current_deliverable(deliverable, by)
    word = _part(part, "part")
    if (user is None) == (contact is None):
        raise CannotAnswer("Choose one of ours or one of theirs.", field="user")
    refuse_ours(row.account, user, "user")
    refuse_theirs(row.account, contact, "contact")
    if row.parts.filter(part=word, user=user, contact=contact).exists():
        raise HasThisPart("They have this part already.", field="user" if user else "contact")
    made = DeliverablePart.objects.create(deliverable=row, part=word, user=user, contact=contact)
    who = user.name if user else contact.name if contact else ""
    tell(row, "deliverable_part", f"{row.name}: {who} is {made.get_part_display().lower()}", by, at)
    return made


@transaction.atomic
def take_part(*, part: DeliverablePart, by: User, at: datetime) -> None:
    """Somebody no longer does this. Raises PermissionDenied, DeliverableEnded."""
    row = current_deliverable(part.deliverable, by)
    who = part.user.name if part.user else part.contact.name if part.contact else ""
    DeliverablePart.objects.filter(pk=part.pk).delete()
    text = f"{row.name}: {who} is no longer {part.get_part_display().lower()}"
    tell(row, "deliverable_part", text, by, at)


@transaction.atomic
def add_recipient(
    *, deliverable: Deliverable, contact: Contact, way: str, by: User, at: datetime, note: str = ""
) -> DeliverableRecipient:
    """Say who of theirs receives it, and how; saying it again changes how.

    Raises PermissionDenied, InputRefused, TextRefused, NotTheirContact, DeliverableEnded.
    """
    row = current_deliverable(deliverable, by)
    if row.kind == DeliverableKind.TOPIC:
        raise accepts.InputRefused("Nobody receives a topic.", field="contact")
    refuse_theirs(row.account, contact, "contact")
    said = {"way": _way(way, "way"), "note": _note(note, "note")}
    made, _ = DeliverableRecipient.objects.update_or_create(deliverable=row, contact=contact, defaults=said)
    text = f"{row.name} goes to {contact.name}: {made.get_way_display().lower()}"
    tell(row, "deliverable_recipient", text, by, at)
    return made


@transaction.atomic
def remove_recipient(*, recipient: DeliverableRecipient, by: User, at: datetime) -> None:
    """Somebody receives it no more. Raises PermissionDenied, DeliverableEnded."""
    row = current_deliverable(recipient.deliverable, by)
    DeliverableRecipient.objects.filter(pk=recipient.pk).delete()
    tell(row, "deliverable_recipient", f"{row.name} no longer goes to {recipient.contact.name}", by, at)
