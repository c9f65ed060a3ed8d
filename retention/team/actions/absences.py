"""Absences: when somebody is away, and who acts for them meanwhile."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit

from ..announced import CalendarChanged
from ..models import Absence, User
from ..noted import note
from ..visibility import may_arrange_for, may_look_after_accounts
from .rights import locked_person

LONGEST = timedelta(days=730)
_day = accepts.day("The day", required=True)
_note = accepts.text("The note", 200)


class AbsenceOverlaps(DomainError):
    """They are away already on some of these days."""


class CannotStandIn(DomainError):
    """The delegate cannot look after accounts, or is away as well."""


@transaction.atomic
def set_absence(
    *,
    person: User,
    starts_on: date,
    ends_on: date,
    delegate: User | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> Absence:
    """Enter an absence, both days included. The delegate sees and edits their accounts on these days.

    Raises PermissionDenied, InputRefused, TextRefused, AbsenceOverlaps, CannotStandIn.
    """
    fresh = _arranged(person, by)
    values = _sensible(fresh, starts_on, ends_on, delegate, reason, but=None)
    absence = Absence.objects.create(user=fresh, **values)
    _tell(absence, "absence_set", f"{fresh.name} is away", by=by, at=at, days=_days(absence))
    return absence


@transaction.atomic
def change_absence(
    *,
    absence: Absence,
    starts_on: date,
    ends_on: date,
    delegate: User | None,
    reason: str,
    by: User,
    at: datetime,
    expected_version: int | None,
) -> Absence:
    """Move an absence or choose another delegate. Raises what ``set_absence`` raises, and StaleVersion."""
    fresh = _arranged(absence.user, by)
    before = _days(absence)
    values = _sensible(fresh, starts_on, ends_on, delegate, reason, but=absence)
    saved = save_edit(absence, values, expected_version=expected_version)
    days = before ^ _days(saved)
    _tell(saved, "absence_changed", f"{fresh.name} is now away", by=by, at=at, days=days)
    return saved


@transaction.atomic
def cancel_absence(*, absence: Absence, by: User, at: datetime) -> None:
    """They are not away after all. Raises PermissionDenied."""
    fresh = _arranged(absence.user, by)
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        _tell(absence, "absence_cancelled", f"{fresh.name} is not away", by=by, at=at, days=_days(absence))


def _arranged(person: User, by: User) -> User:
    fresh = locked_person(person)
    if not may_arrange_for(by, fresh):
        raise PermissionDenied("Only they, their team lead or an admin may do this.")
    return fresh


def _sensible(
    person: User, starts_on: date, ends_on: date, delegate: User | None, reason: str, *, but: Absence | None
) -> dict[str, object]:
    first, last = _day(starts_on, "starts_on"), _day(ends_on, "ends_on")
    if last < first:
        raise InputRefused("The last day cannot be before the first.", field="ends_on")
    if last - first > LONGEST:
        raise InputRefused("An absence lasts two years at most.", field="ends_on")
    others = Absence.objects.filter(starts_on__lte=last, ends_on__gte=first)
    if others.filter(user=person).exclude(pk=but.pk if but else 0).exists():
        raise AbsenceOverlaps(f"{person.name} is away already on some of these days.", field="starts_on")
    if delegate is not None:
        _refuse_delegate(person, delegate, away=others.filter(user=delegate).exists())
    return {"starts_on": first, "ends_on": last, "delegate": delegate, "note": _note(reason, "reason")}


def _refuse_delegate(person: User, delegate: User, *, away: bool) -> None:
    if delegate.pk == person.pk:
        raise CannotStandIn("Choose somebody else to stand in.", field="delegate")
    if not may_look_after_accounts(delegate):
        raise CannotStandIn(f"{delegate.name} cannot look after accounts.", field="delegate")
    if away:
        raise CannotStandIn(f"{delegate.name} is away on some of these days too.", field="delegate")


def _tell(absence: Absence, kind: str, said: str, *, by: User, at: datetime, days: frozenset[date]) -> None:
    stands_in = f"; {absence.delegate.name} stands in" if absence.delegate else ""
    text = f"{said} {absence.starts_on:%-d %B %Y} to {absence.ends_on:%-d %B %Y}{stands_in}."
    note(kind, text, by=by, at=at, user=absence.user)
    if days:
        announce(CalendarChanged(user_id=absence.user_id, days=days, by_id=by.pk, at=at))


def _days(absence: Absence) -> frozenset[date]:
    length = (absence.ends_on - absence.starts_on).days + 1
    return frozenset(absence.starts_on + timedelta(days=number) for number in range(length))
