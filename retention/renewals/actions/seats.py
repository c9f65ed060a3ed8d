"""Naming who decides for a level that no team lead holds."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import PeopleEvent, User
from retention.team.visibility import runs_the_workspace

from ..models import ApproverSeat, Level

_level = accepts.one_of("The level", Level)


class SeatRefused(DomainError):
    """Nobody can be named so."""


@transaction.atomic
def seat_approver(*, level: str, user: User, by: User, at: datetime) -> ApproverSeat:
    """Let somebody decide for a level; saying it twice changes nothing.

    Raises PermissionDenied unless *by* runs the workspace, InputRefused, SeatRefused.
    """
    _refuse_others(by)
    kept = _level(level, "level")
    if kept == Level.LEAD:
        raise SeatRefused("Team leads are named with their team.", field="level")
    if not user.is_active or user.is_machine:
        raise SeatRefused("They do not work here any more.", field="user")
    seat, is_new = ApproverSeat.objects.get_or_create(level=kept, user=user)
    if is_new:
        _record(f"{user.name} decides for {Level(kept).label}", user, by, at)
    return seat


@transaction.atomic
def unseat_approver(*, seat: ApproverSeat, by: User, at: datetime) -> None:
    """Somebody no longer decides for a level. Raises PermissionDenied."""
    _refuse_others(by)
    _record(f"{seat.user.name} no longer decides for {seat.get_level_display()}", seat.user, by, at)
    seat.delete()


def _refuse_others(by: User) -> None:
    if not runs_the_workspace(by):
        raise PermissionDenied("Admins name who decides.")


def _record(text: str, user: User, by: User, at: datetime) -> None:
    PeopleEvent.objects.create(at=at, actor=by, user=user, kind="approver", text=text)
