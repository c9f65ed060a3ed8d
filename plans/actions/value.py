"""The value log: claimed, evidenced, confirmed or disputed by a named contact."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.choices import Channel
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.team.models import User

from ..accepting import REASON, VALUE_CHECKS, past_day, somebody_of_theirs, their_target, web_link
from ..announced import ValueChanged
from ..choices import ProofState
from ..models import ValueEntry

_evidence = accepts.text("The evidence", 1000, many_lines=True)
_said = accepts.text("What they said", 1000, many_lines=True)
_channel = accepts.one_of("How they told us", Channel, required=False)
UNANSWERED = {"answered_by": None, "answered_on": None, "answer_channel": "", "answer": ""}


class NotEvidenced(DomainError):
    """There is nothing yet that a customer could confirm."""


class ValueAnswered(DomainError):
    """A contact confirmed or disputed it: take their answer back first."""


class NotAnswered(DomainError):
    """Nobody confirmed or disputed it."""


class ValueWithdrawn(DomainError):
    """The entry no longer stands."""


@transaction.atomic
def claim_value(
    *, account: Account, by: User, at: datetime, evidence: str = "", link: str = "", **fields: Any
) -> ValueEntry:
    """Write down what the customer gained: asserted by us, or evidenced when evidence is given at once.

    *fields* are ``what`` and ``happened_on`` at least; an ``amount`` wants its ``method``, its currency is
    the account's when not said. Raises PermissionDenied, InputRefused, TextRefused.
    """
    account = editable_account(account.pk, by)
    needed = {"what": "", "happened_on": None, "currency": account.currency}
    row = ValueEntry(account=account, by=by, **accepts.accepted({**needed, **fields}, VALUE_CHECKS))
    _refuse_contradictions(row, by=by, at=at)
    row.evidence, row.link = _evidence(evidence, "evidence"), web_link(link, "link")
    if row.evidence or row.link:
        row.state = ProofState.EVIDENCED
        row.evidenced_on = past_day(row.happened_on, "happened_on", "The day", by=by, at=at)
    row.save(force_insert=True)
    _tell(row, "value_claimed", f"Value written down: {row.what}", by, at)
    return row


@transaction.atomic
def edit_value(
    *, entry: ValueEntry, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> ValueEntry:
    """Change what an entry says, as long as nobody confirmed or disputed it; whether it is shown, always.

    Raises PermissionDenied, ValueAnswered, ValueWithdrawn, InputRefused, StaleVersion.
    """
    row = _standing(entry, by)
    kept = accepts.accepted(changes, VALUE_CHECKS)
    kept = {field: value for field, value in kept.items() if getattr(row, field) != value}
    if not kept:
        return row
    if set(kept) != {"is_shared"}:
        _refuse_answered(row)
    for field, value in kept.items():
        setattr(row, field, value)
    _refuse_contradictions(row, by=by, at=at)
    kept |= {"currency": row.currency}
    save_edit(row, kept, expected_version=expected_version)
    _tell(row, "value_edited", f"Value edited: {row.what}", by, at)
    return row


@transaction.atomic
def evidence_value(
    *, entry: ValueEntry, on: date, by: User, at: datetime, evidence: str = "", link: str = ""
) -> ValueEntry:
    """Show how we know: in words, by a link, or both. New evidence answers a dispute.

    Raises PermissionDenied, ValueAnswered when it is confirmed, ValueWithdrawn, InputRefused.
    """
    row = _standing(entry, by)
    if row.state == ProofState.CONFIRMED:
        raise ValueAnswered("They confirmed it already.")
    words, address = _evidence(evidence, "evidence"), web_link(link, "link")
    if not words and not address:
        raise accepts.InputRefused("The evidence is missing: write it, or link to it.", field="evidence")
    day = past_day(on, "on", "The day", by=by, at=at)
    kept = {"state": ProofState.EVIDENCED, "evidence": words, "link": address, "evidenced_on": day}
    save_edit(row, {**kept, **UNANSWERED}, expected_version=None)
    _tell(row, "value_evidenced", f"Evidence for: {row.what}", by, at)
    return row


@transaction.atomic
def confirm_value(
    *,
    entry: ValueEntry,
    contact: Contact | None,
    on: date,
    by: User,
    at: datetime,
    channel: str = "",
    answer: str = "",
) -> ValueEntry:
    """A named contact confirmed it: only this counts as realised.

    Raises PermissionDenied, NotEvidenced, ValueAnswered, ValueWithdrawn, InputRefused, NotTheirContact.
    """
    row = _standing(entry, by)
    _refuse_answered(row)
    if row.state != ProofState.EVIDENCED:
        raise NotEvidenced("Show them some evidence first, then ask them to confirm it.", field="evidence")
    kept = _answered(row, contact, on, channel, answer, by=by, at=at)
    save_edit(row, {"state": ProofState.CONFIRMED, **kept}, expected_version=None)
    _tell(row, "value_confirmed", f"{kept['answered_by'].name} confirmed: {row.what}", by, at)
    return row


@transaction.atomic
def dispute_value(
    *,
    entry: ValueEntry,
    contact: Contact | None,
    on: date,
    answer: str,
    by: User,
    at: datetime,
    channel: str = "",
) -> ValueEntry:
    """A named contact does not agree, and why; it counts for nothing until there is new evidence.

    Raises PermissionDenied, ValueAnswered, ValueWithdrawn, InputRefused, NotTheirContact.
    """
    row = _standing(entry, by)
    if row.state == ProofState.DISPUTED:
        raise ValueAnswered("They dispute it already.")
    kept = _answered(row, contact, on, channel, answer, by=by, at=at)
    if not kept["answer"]:
        raise accepts.InputRefused("What they said is missing.", field="answer")
    save_edit(row, {"state": ProofState.DISPUTED, **kept}, expected_version=None)
    _tell(row, "value_disputed", f"{kept['answered_by'].name} disputes: {row.what}", by, at)
    return row


@transaction.atomic
def take_back_answer(*, entry: ValueEntry, by: User, at: datetime) -> ValueEntry:
    """The answer was entered by mistake: it is as before. Raises PermissionDenied, NotAnswered."""
    row = _standing(entry, by)
    if row.state not in (ProofState.CONFIRMED, ProofState.DISPUTED):
        raise NotAnswered("Nobody confirmed or disputed it.")
    before = ProofState.EVIDENCED if row.evidenced_on else ProofState.ASSERTED
    save_edit(row, {"state": before, **UNANSWERED}, expected_version=None)
    _tell(row, "value_answer_taken_back", f"Answer taken back: {row.what}", by, at)
    return row


@transaction.atomic
def withdraw_value(*, entry: ValueEntry, reason: str, by: User, at: datetime) -> ValueEntry:
    """It does not hold, and why. Raises PermissionDenied, ValueWithdrawn, InputRefused."""
    row = _standing(entry, by)
    kept = {"state": ProofState.WITHDRAWN, "withdrawn_reason": REASON(reason, "reason")}
    save_edit(row, kept, expected_version=None)
    _tell(row, "value_withdrawn", f"Value withdrawn: {row.what}. {row.withdrawn_reason}", by, at)
    return row


def _standing(entry: ValueEntry, by: User) -> ValueEntry:
    """The entry read again, its account locked. Raises PermissionDenied, ValueWithdrawn."""
    account = editable_account(entry.account_id, by)
    row = ValueEntry.objects.filter(pk=entry.pk, account=account).first()
    if row is None:
        raise PermissionDenied
    if row.state == ProofState.WITHDRAWN:
        raise ValueWithdrawn("This entry was withdrawn.")
    row.account = account
    return row


def _refuse_answered(row: ValueEntry) -> None:
    if row.state in (ProofState.CONFIRMED, ProofState.DISPUTED):
        raise ValueAnswered("They have answered to it: take their answer back first.")


def _refuse_contradictions(row: ValueEntry, *, by: User, at: datetime) -> None:
    past_day(row.happened_on, "happened_on", "The day", by=by, at=at)
    their_target(row.account, row.target)
    if row.amount is None:
        row.currency = ""
        return
    row.currency = row.currency or row.account.currency
    if not row.amount:
        raise accepts.InputRefused("Leave the amount empty when it is not known.", field="amount")
    if not row.method:
        raise accepts.InputRefused("How the amount was worked out is missing.", field="method")


def _answered(
    row: ValueEntry, contact: Contact | None, on: date, channel: str, answer: str, *, by: User, at: datetime
) -> dict[str, Any]:
    day = past_day(on, "on", "The day", by=by, at=at)
    if day < row.happened_on:
        raise accepts.InputRefused("That is before it happened.", field="on")
    return {
        "answered_by": somebody_of_theirs(row.account, contact, "contact", "Who said so"),
        "answered_on": day,
        "answer_channel": _channel(channel, "channel"),
        "answer": _said(answer, "answer"),
    }


def _tell(row: ValueEntry, kind: str, text: str, by: User, at: datetime) -> None:
    record(row.account, kind, text, by=by, at=at, subject=("value_entry", row.pk))
    announce(ValueChanged(account_id=row.account_id, by_id=by.pk, at=at))
