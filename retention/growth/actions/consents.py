"""Consents: what somebody let us use their name or word for, until when, and taking it back."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.rights import editable_account, may_edit
from accounts.timeline import record
from contacts.models import Contact
from contacts.participants import NotTheirContact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import AdvocacyConsent, AdvocacyKind


class ConsentEnded(DomainError):
    """It was taken back or replaced already."""


_kind = accepts.one_of("What for", AdvocacyKind)
_scope = accepts.text("What it covers", 500, required=True, many_lines=True)
_given_on = accepts.day("The day it was given", required=True)
_expires_on = accepts.day("The day it runs out")


@transaction.atomic
def give_consent(
    *, contact: Contact, kind: str, scope: str, by: User, at: datetime, given_by: Contact | None = None,
    given_on: date | None = None, expires_on: date | None = None,
) -> AdvocacyConsent:  # fmt: skip
    """Write down a consent; it replaces one of the same kind. Without *given_by* they gave it themselves.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, NotTheirContact.
    """
    account = editable_account(contact.account_id, by)
    today = local_day(at, by.time_zone)
    word, covers = _kind(kind, "kind"), _scope(scope, "scope")
    day, until = _given_on(given_on or today, "given_on"), _expires_on(expires_on, "expires_on")
    giver = given_by or contact
    if giver.account_id != account.pk:
        raise NotTheirContact(f"That person is not a contact at {account.name}.", field="given_by")
    if day > today:
        raise accepts.InputRefused("That day lies in the future.", field="given_on")
    if until is not None and until < day:
        raise accepts.InputRefused("It cannot run out before it was given.", field="expires_on")
    AdvocacyConsent.objects.standing().filter(contact=contact, kind=word).update(ended_on=max(day, today))
    given = AdvocacyConsent.objects.create(
        account=account, contact=contact, kind=word, scope=covers, given_by=giver, given_on=day,
        expires_on=until, written_by=by,
    )  # fmt: skip
    lasts = f" until {until:%-d %b %Y}" if until else ""
    _tell(given, "consent_given", f"Consent of {contact.name}, {_what(given)}{lasts}", by, at)
    return given


@transaction.atomic
def withdraw_consent(
    *, consent: AdvocacyConsent, by: User, at: datetime, on: date | None = None
) -> AdvocacyConsent:
    """They took it back: it holds no longer, and they are not asked for the same for a year.

    Whoever wrote it and whoever may edit the account may.

    Raises PermissionDenied, InputRefused, ConsentEnded.
    """
    rows = AdvocacyConsent.objects.visible_to(by).select_related("account", "contact__person")
    row: AdvocacyConsent | None = rows.select_for_update(of=("self",)).filter(pk=consent.pk).first()
    if row is None or not (row.written_by_id == by.pk or may_edit(row.account_id, by)):
        raise PermissionDenied
    if row.ended_on is not None:
        raise ConsentEnded("This consent was taken back or replaced already.")
    today = local_day(at, by.time_zone)
    day = _given_on(on or today, "on")
    if not row.given_on <= day <= today:
        raise accepts.InputRefused("That lies before it was given, or in the future.", field="on")
    row.ended_on, row.was_withdrawn = day, True
    row.save(update_fields=["ended_on", "was_withdrawn"])
    _tell(row, "consent_withdrawn", f"{row.contact.name} took back their consent, {_what(row)}", by, at)
    return row


def _what(row: AdvocacyConsent) -> str:
    return f"{row.get_kind_display().lower()}: {row.scope}"


def _tell(row: AdvocacyConsent, kind: str, text: str, by: User, at: datetime) -> None:
    record(row.account, kind, text, by=by, at=at, subject=("consent", row.pk))
