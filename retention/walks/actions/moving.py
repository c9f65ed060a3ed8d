"""A contract goes from step to step: handed on, accepted by the receiver, or given back."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import may_edit, visible_account
from accounts.timeline import record
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.business_days import EVERYDAY_OFFICE, add_business_days
from retention.lib.errors import DomainError
from retention.team.models import User

from ..choices import HandoffState, WalkState
from ..models import ContractWalk, Handoff, WalkStep
from ..reminding import tell_handoff, tell_step
from .acceptance import acceptance
from .guards import between, held_step
from .walking import enter, holder_name

ACCEPT_DAYS = 2
"""Working days in which a hand-off should be accepted (docs/methods.md, Contract walks)."""
_note = accepts.text("The note", 500, many_lines=True)
_missing = accepts.text("What is missing", 500, many_lines=True)
_answer = accepts.text("Why it is given back", 500, required=True, many_lines=True)


class NotHere(DomainError):
    """The walk does not stand at this step."""


class NobodyReceives(DomainError):
    """The next step has no holder."""


class SettledAlready(DomainError):
    """The hand-off was accepted or given back."""


@transaction.atomic
def hand_on(
    *,
    step: WalkStep,
    by: User,
    at: datetime,
    on: date | None = None,
    note: str = "",
    missing: str = "",
    accepted_by: Contact | None = None,
    accepted_on: date | None = None,
) -> Handoff | None:
    """Leave a step and hand the contract to the holder of the next; after the last the walk is finished.

    Who hands it to themselves accepts it with that. None when the walk is finished. Raises
    PermissionDenied, InputRefused, NotHere, NobodyReceives, NotAccepted, CannotHold, WalkIsOver.
    """
    row, account = held_step(step, by)
    if row.entered_on is None or row.left_on is not None:
        raise NotHere(f"{row.walk.contract.reference} does not stand at {row.step.name.lower()}.")
    day = between(row.entered_on, on, "on", by, at)
    said = {"note": _note(note, "note"), "missing": _missing(missing, "missing")}
    receiver = _receiver_after(row)
    accepted = acceptance(row, accepted_by, accepted_on, left_on=day, by=by, at=at)
    row.left_on, (row.accepted_by, row.accepted_on) = day, accepted
    row.save(update_fields=["left_on", "accepted_by", "accepted_on"])
    tell_step(row, account=account, by=by, at=at)
    _tell_acceptance(row, account, by, at)
    if receiver is None:
        _finish(row.walk, day, account, by, at)
        return None
    made = Handoff.objects.create(
        walk=row.walk, from_step=row, to_step=receiver, handed_on=day, handed_by=by,
        due_on=add_business_days(day, ACCEPT_DAYS, EVERYDAY_OFFICE), **said,
    )  # fmt: skip
    text = f"{row.step.name} left, handed to {holder_name(receiver)} for {receiver.step.name}"
    record(account, "walk_handed_on", text, by=by, at=at, subject=("walk", row.walk_id))
    if receiver.owner_user_id == by.pk:
        return _accept(made, day, account, by, at)
    tell_handoff(made, account=account, by=by, at=at)
    return made


def _receiver_after(row: WalkStep) -> WalkStep | None:
    after = WalkStep.objects.filter(walk=row.walk, step__position__gt=row.step.position)
    receiver = after.select_related("step", "owner_user").order_by("step__position").first()
    if receiver is not None and not receiver.has_holder:
        raise NobodyReceives(f"Say first who holds the next step, {receiver.step.name}.")
    return receiver


def _tell_acceptance(row: WalkStep, account: Account, by: User, at: datetime) -> None:
    if row.accepted_by is not None:
        text = f"{row.step.name} accepted by {row.accepted_by.name} on {row.accepted_on:%-d %b %Y}"
        record(account, "walk_accepted", text, by=by, at=at, subject=("walk", row.walk_id))


def _finish(walk: ContractWalk, on: date, account: Account, by: User, at: datetime) -> None:
    walk.state, walk.ended_on = WalkState.FINISHED, on
    walk.save(update_fields=["state", "ended_on"])
    text = f"{walk.contract.reference} walked to its end in {(on - walk.started_on).days} days"
    record(account, "walk_finished", text, by=by, at=at, subject=("walk", walk.pk))


@transaction.atomic
def accept_handoff(*, handoff: Handoff, by: User, at: datetime, on: date | None = None) -> Handoff:
    """Take what was handed on: the contract stands at the next step from now on.

    A colleague accepts for themselves; for a contact or a partner whoever may change the account writes it
    down. Raises PermissionDenied, InputRefused, SettledAlready.
    """
    row, account = _received(handoff, by)
    return _accept(row, between(row.handed_on, on, "on", by, at), account, by, at)


def _accept(row: Handoff, day: date, account: Account, by: User, at: datetime) -> Handoff:
    _settle(row, HandoffState.ACCEPTED, day, "", account, by, at)
    enter(row.to_step, on=day, account=account, by=by, at=at)
    text = f"{row.to_step.step.name} accepted by {holder_name(row.to_step)}"
    record(account, "walk_accepted", text, by=by, at=at, subject=("walk", row.walk_id))
    return row


@transaction.atomic
def return_handoff(*, handoff: Handoff, answer: str, by: User, at: datetime) -> Handoff:
    """Give back what cannot be taken: the step before goes on, its days counted from its first day.

    What the customer accepted is to be accepted anew; the story of the account keeps who it was.

    Raises PermissionDenied, InputRefused, SettledAlready.
    """
    row, account = _received(handoff, by)
    day = between(row.handed_on, None, "on", by, at)
    _settle(row, HandoffState.RETURNED, day, _answer(answer, "answer"), account, by, at)
    row.from_step.left_on = row.from_step.accepted_by = row.from_step.accepted_on = None
    row.from_step.save(update_fields=["left_on", "accepted_by", "accepted_on"])
    tell_step(row.from_step, account=account, by=by, at=at)
    text = f"{row.to_step.step.name} given back to {row.from_step.step.name}: {row.answer}"
    record(account, "walk_given_back", text, by=by, at=at, subject=("walk", row.walk_id))
    return row


def _received(handoff: Handoff, by: User) -> tuple[Handoff, Account]:
    row = Handoff.objects.select_related(
        "walk__contract", "from_step__step", "to_step__step", "to_step__owner_user",
        "to_step__owner_contact__person",
    ).get(pk=handoff.pk)  # fmt: skip
    account = visible_account(row.walk.contract.account_id, by)
    row.refresh_from_db(fields=["state"])
    receiver = row.to_step.owner_user_id
    if receiver != by.pk and (receiver is not None or not may_edit(account.pk, by)):
        raise PermissionDenied("Only who receives it can accept it or give it back.")
    if row.state != HandoffState.WAITING:
        raise SettledAlready(f"This was {row.get_state_display().lower()} already.")
    return row, account


def _settle(
    row: Handoff, state: HandoffState, day: date, answer: str, account: Account, by: User, at: datetime
) -> None:
    row.state, row.settled_on, row.settled_by, row.answer = state, day, by, answer
    row.save(update_fields=["state", "settled_on", "settled_by", "answer"])
    tell_handoff(row, account=account, by=by, at=at)
