"""Handing over what is somebody's, deactivating and reactivating people: nothing is orphaned."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit

from ..announced import PersonDeactivated
from ..models import User
from ..noted import note
from ..open_work import OpenWork, in_words, kinds_of_work, open_work_of
from .invitations import Invitation, invite_again
from .rights import locked_person, refuse_last_admin, require_admin
from .sessions import end_all_sessions

Receivers = Mapping[str, User | None]


class WorkIsOpen(DomainError):
    """Something is still theirs; ``kinds`` says how much of what."""

    def __init__(self, person: User, kinds: Mapping[str, int]) -> None:
        super().__init__(f"Choose who takes over from {person.name}: {in_words(kinds)}.", field="receivers")
        self.kinds = dict(kinds)


class CannotReceive(DomainError):
    """The person chosen cannot take this over."""


class NotYourself(DomainError):
    """Nobody deactivates themselves: somebody must stay who can undo it."""


class AlreadyLeft(DomainError):
    """They are deactivated already."""


class NotLeft(DomainError):
    """They are active; there is nothing to undo."""


@transaction.atomic
def deactivate_person(
    *, person: User, receivers: Receivers | None = None, by: User, at: datetime
) -> dict[str, int]:
    """End somebody's access at once; what is theirs goes to *receivers*, by kind of work.

    ``None`` as a receiver leaves the kind to nobody, where that may be. Answers how much of each kind
    moved. Raises PermissionDenied, NotAPerson, NotYourself, LastAdmin, AlreadyLeft, CannotReceive,
    WorkIsOpen.
    """
    require_admin(by)
    fresh = locked_person(person, also_new_work=True)
    if fresh.pk == by.pk:
        raise NotYourself("You cannot deactivate yourself. Ask another admin.")
    if not fresh.is_active:
        raise AlreadyLeft(f"{fresh.name} is deactivated already.")
    refuse_last_admin(fresh)
    moved = _hand_over(fresh, receivers or {}, by=by, at=at)
    if left := open_work_of(fresh):
        raise WorkIsOpen(fresh, left)
    save_edit(fresh, {"is_active": False, "deactivated_at": at}, expected_version=None)
    end_all_sessions(fresh)
    note("deactivated", f"{fresh.name} was deactivated.", by=by, at=at, user=fresh)
    announce(PersonDeactivated(user_id=fresh.pk, by_id=by.pk, at=at))
    return moved


@transaction.atomic
def hand_over_work(*, person: User, receivers: Receivers, by: User, at: datetime) -> dict[str, int]:
    """Give what is somebody's, of the kinds named, to others; they stay.

    Raises PermissionDenied, NotAPerson, CannotReceive.
    """
    require_admin(by)
    return _hand_over(locked_person(person), receivers, by=by, at=at)


@transaction.atomic
def reactivate_person(*, person: User, by: User, at: datetime) -> Invitation:
    """Let somebody back in, by a fresh link: the old password does not come back.

    Raises PermissionDenied, NotAPerson, NotLeft.
    """
    require_admin(by)
    fresh = locked_person(person)
    if fresh.is_active:
        raise NotLeft(f"{fresh.name} is active.")
    fresh.set_unusable_password()
    changes = {"is_active": True, "deactivated_at": None, "password": fresh.password}
    save_edit(fresh, changes, expected_version=None)
    note("reactivated", f"{fresh.name} was reactivated.", by=by, at=at, user=fresh)
    return invite_again(person=fresh, by=by, at=at)


def _hand_over(person: User, receivers: Receivers, *, by: User, at: datetime) -> dict[str, int]:
    moved: dict[str, int] = {}
    for kind in kinds_of_work():
        if kind.name not in receivers or not kind.count(person):
            continue
        to = receivers[kind.name]
        _refuse_receiver(kind, person, to)
        moved[kind.name] = kind.hand_over(person, to, by=by, at=at)
        told = to.name if to else "nobody"
        note(
            "handed_over",
            f"{kind.label} of {person.name}: {moved[kind.name]} to {told}.",
            by=by,
            at=at,
            user=person,
        )
    return moved


def _refuse_receiver(kind: OpenWork, person: User, to: User | None) -> None:
    if to is None:
        if not kind.may_be_left:
            raise CannotReceive(f"{kind.label}: choose who takes over.", field=kind.name)
        return
    if to.pk == person.pk or to.is_machine or not to.is_active:
        raise CannotReceive(f"{kind.label}: choose somebody else who is active.", field=kind.name)
    if not kind.only_for(to):
        raise CannotReceive(
            f"{kind.label}: {to.name} ({to.get_role_display()}) cannot take this over.", field=kind.name
        )
