"""Changing dated rows of the map: what may be said, and how one row ends and the next begins."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from accounts.models import Account, OrgUnit
from accounts.rights import editable_account
from retention.lib import accepts
from retention.lib.errors import DomainError, StaleVersion
from retention.lib.zones import local_day
from retention.team.models import User

from .choices import Attitude, BuyingRole, Certainty, ContactStatus, Orientation, RelationshipLevel
from .models import Contact, MapScope
from .models.map import MapRecord

R = TypeVar("R", bound=MapRecord)


class NotInSeat(DomainError):
    """Somebody had left, or was not known yet, on that day."""


class NewerOnTheMap(DomainError):
    """Something newer stands on the map; the past is not written over."""


class RoleTaken(DomainError):
    """Somebody else holds a role that only one person has."""


class LoopOfReports(DomainError):
    """Somebody would report to themselves, over others."""


class NotInTheGroup(DomainError):
    """The other person is not in this account or its group."""


_role = accepts.one_of("The role", BuyingRole)


def known_role(value: Any, field: str) -> Any:
    """A role that can be assigned. Raises InputRefused."""
    if value == BuyingRole.UNKNOWN:
        raise accepts.InputRefused("Choose the role they play.", field=field)
    return _role(value, field)


KNOWN_CHECKS: Mapping[str, accepts.Check] = {
    "certainty": accepts.one_of("How sure we are", Certainty),
    "verified_on": accepts.day("The day it was confirmed"),
    "evidence": accepts.text("What we saw or heard", 500),
}
STANDING_CHECKS: Mapping[str, accepts.Check] = {
    "influence": accepts.number("Influence", least=1, most=5),
    "attitude": accepts.one_of("Attitude", Attitude, required=False),
    "orientation": accepts.one_of("Decides by", Orientation),
    **KNOWN_CHECKS,
}
ROLE_CHECKS: Mapping[str, accepts.Check] = {"role": known_role, **KNOWN_CHECKS}
TIE_CHECKS: Mapping[str, accepts.Check] = {
    "level": accepts.one_of("The level now", RelationshipLevel, required=False),
    "desired_level": accepts.one_of("The level we wish for", RelationshipLevel, required=False),
}
INFLUENCE_CHECKS: Mapping[str, accepts.Check] = {
    "weight": accepts.number("Weight", least=1, most=3, required=True),
    "note": accepts.text("The note", 300),
}


def mapped_contact(contact: Contact, by: User) -> tuple[Account, Contact]:
    """The account, locked, and the contact read again. Raises PermissionDenied."""
    account = editable_account(contact.account_id, by)
    return account, Contact.objects.select_related("person", "account").get(pk=contact.pk)


def day_of_change(contact: Contact, on: date | None, *, by: User, at: datetime) -> date:
    """The day from which something holds: today unless said. Raises InputRefused, NotInSeat."""
    today = local_day(at, by.time_zone)
    day: date = accepts.day("From when", required=True)(on or max(today, contact.since), "on")
    if day > max(today, contact.since):
        raise accepts.InputRefused("That day lies in the future.", field="on")
    if day < contact.since:
        since = f"{contact.since:%-d %B %Y}"
        raise NotInSeat(f"{contact.name} is known since {since}, after that day.", field="on")
    left = contact.departed_on
    if contact.status == ContactStatus.DEPARTED and left is not None and day > left:
        raise NotInSeat(f"{contact.name} left on {left:%-d %B %Y}.", field="on")
    return day


def refuse_unsure(said: Mapping[str, Any], today: date) -> None:
    """Raise InputRefused when something is called confirmed without a day and evidence."""
    day = said.get("verified_on")
    if day is not None and day > today:
        raise accepts.InputRefused("The day it was confirmed lies in the future.", field="verified_on")
    if said.get("certainty") != Certainty.CONFIRMED:
        return
    if day is None:
        raise accepts.InputRefused("Say on which day it was confirmed.", field="verified_on")
    if not said.get("evidence"):
        raise accepts.InputRefused("Say what we saw or heard that confirms it.", field="evidence")


def refuse_foreign_map(account: Account, unit: OrgUnit | None, scope: MapScope | None) -> dict[str, Any]:
    """The columns that say on which map a row stands: of a unit, a decision, or the whole account.

    Raises InputRefused for those of another account, for both at once, and for what is decided already.
    """
    if unit is not None and unit.account_id != account.pk:
        raise accepts.InputRefused(f"That unit is not part of {account.name}.", field="org_unit")
    if scope is None:
        return {"org_unit": unit, "scope": None}
    if scope.account_id != account.pk:
        raise accepts.InputRefused(f"That decision is not one of {account.name}.", field="scope")
    if unit is not None:
        raise accepts.InputRefused("Choose a unit or a decision, not both.", field="scope")
    if scope.closed_on is not None:
        day = f"{scope.closed_on:%-d %B %Y}"
        raise accepts.InputRefused(f"That was decided on {day}; its map stays as it was.", field="scope")
    return {"org_unit": None, "scope": scope}


def refuse_stale(row: MapRecord | None, seen: int | None) -> None:
    """Raise StaleVersion when the row is not the one that was shown; None compares nothing."""
    if seen is not None and row is not None and row.pk != seen:
        raise StaleVersion(expected=seen, current=row.pk)


def end(row: MapRecord, on: date) -> None:
    """End a row. Raises NewerOnTheMap when it began later."""
    if on < row.starts_on:
        since = f"{row.starts_on:%-d %B %Y}"
        raise NewerOnTheMap(f"Since {since} something newer stands on the map.", field="on")
    row.ends_on = on
    row.save(update_fields=["ends_on"])


def follow(row: R | None, fresh: R, fields: Mapping[str, Any]) -> tuple[R, bool]:
    """Let *fresh* hold from its first day on instead of *row*; True when something changed."""
    if row is not None:
        if all(getattr(row, name) == value for name, value in fields.items()):
            return row, False
        end(row, fresh.starts_on)
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)
    return fresh, True
