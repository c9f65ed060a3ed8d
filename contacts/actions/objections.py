"""Objections: written down with their day, obeyed from then on, and lifted only when they say so."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.rights import editable_account, visible_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..announced import ContactChanged
from ..choices import Channel
from ..models import Contact, Objection, ObjectionCame, ObjectionPurpose
from ..objecting import BY_CHANNEL

_note = accepts.text("The note", 300)
_why = accepts.text("Why it is lifted", 300, required=True)
_day = accepts.day("The day", required=True)
_channel = accepts.one_of("The channel", Channel, required=False)
_purpose = accepts.one_of("What for", ObjectionPurpose)
_came = accepts.one_of("How they told us", ObjectionCame)


class ObjectedAlready(DomainError):
    """The same objection stands."""


class NobodyObjects(DomainError):
    """A role without a person cannot object."""


class LiftedAlready(DomainError):
    """The objection does not stand any more."""


@transaction.atomic
def record_objection(
    *, contact: Contact, by: User, at: datetime, channel: str = "", purpose: str = ObjectionPurpose.ANY,
    since: date | None = None, came_by: str = ObjectionCame.TALK, note: str = "",
) -> Objection:  # fmt: skip
    """Write down what somebody objected to; whoever sees the account may, for it must not wait.

    Without a channel it is against every channel. Raises PermissionDenied, InputRefused, TextRefused,
    NobodyObjects, ObjectedAlready.
    """
    account = visible_account(contact.account_id, by)
    row = Contact.objects.select_for_update(of=("self",)).select_related("person").get(pk=contact.pk)
    if row.is_placeholder:
        raise NobodyObjects("Nobody is known in this role, so nobody can object.")
    if channel == Channel.NOTE:
        raise accepts.InputRefused("A note to file reaches nobody. Choose another channel.", field="channel")
    today = local_day(at, by.time_zone)
    day: date = _day(since or today, "since")
    if day > today:
        raise accepts.InputRefused("They cannot have objected in the future.", field="since")
    said = {"channel": _channel(channel, "channel"), "purpose": _purpose(purpose, "purpose")}
    try:
        with transaction.atomic():
            made = Objection.objects.create(
                contact=row, since=day, came_by=_came(came_by, "came_by"), note=_note(note, "note"),
                recorded_by=by, **said,
            )  # fmt: skip
    except IntegrityError:
        raise ObjectedAlready("This stands already.", field="channel") from None
    _close(row, made, by, at)
    text = f"{row.name} objects: {made.in_words}, since {day:%-d %b %Y}"
    record(account, "contact_objected", text, by=by, at=at, subject=("objection", made.pk))
    return made


@transaction.atomic
def lift_objection(*, objection: Objection, why: str, on: date, by: User, at: datetime) -> Objection:
    """Say that they allow it again, and how we know; whoever may change the account may.

    Raises PermissionDenied, LiftedAlready, InputRefused, TextRefused.
    """
    account = editable_account(objection.contact.account_id, by)
    row = (
        Contact.objects.select_for_update(of=("self",)).select_related("person").get(pk=objection.contact_id)
    )
    fresh = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if fresh.lifted_on is not None:
        raise LiftedAlready("This was lifted already.")
    day: date = _day(on, "on")
    if not fresh.since <= day <= local_day(at, by.time_zone):
        raise accepts.InputRefused("Choose a day after they objected and not after today.", field="on")
    fresh.lift_note, fresh.lifted_on, fresh.lifted_by = _why(why, "why"), day, by
    fresh.save(update_fields=["lift_note", "lifted_on", "lifted_by"])
    _open(row, fresh, by, at)
    text = f"{row.name} allows again: {fresh.in_words}"
    record(account, "contact_objection_lifted", text, by=by, at=at, subject=("objection", fresh.pk))
    return fresh


def _close(contact: Contact, made: Objection, by: User, at: datetime) -> None:
    """Against anything by a channel: nothing of ours goes there from now on."""
    if made.purpose != ObjectionPurpose.ANY:
        return
    closed = [made.channel] if made.channel else BY_CHANNEL
    _set_forbidden(contact, list(dict.fromkeys([*contact.channels_forbidden, *closed])), by, at)


def _open(contact: Contact, lifted: Objection, by: User, at: datetime) -> None:
    """What the lifted one closed and no other keeps closed may be used again."""
    if lifted.purpose != ObjectionPurpose.ANY:
        return
    others = Objection.objects.standing().filter(contact=contact, purpose=ObjectionPurpose.ANY)
    kept = {channel for each in others for channel in ([each.channel] if each.channel else BY_CHANNEL)}
    opened = {lifted.channel} if lifted.channel else set(BY_CHANNEL)
    left = [each for each in contact.channels_forbidden if each in kept or each not in opened]
    _set_forbidden(contact, left, by, at)


def _set_forbidden(contact: Contact, forbidden: list[str], by: User, at: datetime) -> None:
    """Told even when nothing moved: check-ins look at objections themselves."""
    preferred = [each for each in contact.channels_preferred if each not in forbidden]
    changes = {"channels_forbidden": forbidden, "channels_preferred": preferred}
    if forbidden != contact.channels_forbidden:
        save_edit(contact, changes, expected_version=None)
    announce(
        ContactChanged(
            contact_id=contact.pk,
            account_id=contact.account_id,
            fields=frozenset(changes),
            by_id=by.pk,
            at=at,
        )
    )
