"""The map of people: roles, standing, and what one of ours is to a contact."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account, OrgUnit
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.facts import announce
from retention.lib.zones import local_day
from retention.team.field_policy import hidden_fields, restricted_fields
from retention.team.models import User

from ..announced import MapChanged
from ..choices import BuyingRole, Certainty
from ..map_rows import (
    ROLE_CHECKS,
    STANDING_CHECKS,
    TIE_CHECKS,
    RoleTaken,
    day_of_change,
    end,
    follow,
    mapped_contact,
    refuse_foreign_map,
    refuse_stale,
    refuse_unsure,
)
from ..models import Contact, MapScope, RoleOnMap, Standing, Tie
from .people import edit_contact

FRESH_STANDING: Mapping[str, Any] = {
    "influence": None, "attitude": None, "orientation": "unknown", "certainty": Certainty.ASSUMED.value,
    "verified_on": None, "evidence": "",
}  # fmt: skip


@transaction.atomic
def rate_contact(
    *,
    contact: Contact,
    by: User,
    at: datetime,
    on: date | None = None,
    org_unit: OrgUnit | None = None,
    scope: MapScope | None = None,
    seen: int | None = None,
    **changes: Any,
) -> Standing:
    """Say how much influence somebody has, where they stand and by what they decide, from a day on.

    What is not named stays as it was; on the map of a unit or a decision the first rating begins from that
    of the whole account. *seen* is the id of the standing that was shown. Raises PermissionDenied,
    InputRefused, TextRefused, NotInSeat, NewerOnTheMap, StaleVersion.
    """
    account, row = mapped_contact(contact, by)
    place = refuse_foreign_map(account, org_unit, scope)
    day = day_of_change(row, on, by=by, at=at)
    of_them = Standing.objects.current().filter(contact=row)
    known = of_them.filter(**place).first()
    refuse_stale(known, seen)
    _refuse_outsiders(by, row, changes)
    before = _rating_of(known or of_them.filter(org_unit=None, scope=None).first())
    said = before | accepts.accepted(changes, STANDING_CHECKS)
    refuse_unsure(said, local_day(at, by.time_zone))
    fresh = Standing(account=account, contact=row, starts_on=day, by=by, **place)
    standing, is_new = follow(known, fresh, said)
    if is_new:
        text = f"Rated {row.name} on the map{_where(org_unit or scope)}"
        tell_map(account, row, "map_rated", text, by=by, at=at)
    return standing


def _rating_of(standing: Standing | None) -> dict[str, Any]:
    return {name: getattr(standing, name) if standing else fresh for name, fresh in FRESH_STANDING.items()}


@transaction.atomic
def assign_role(
    *,
    contact: Contact,
    role: str,
    by: User,
    at: datetime,
    on: date | None = None,
    org_unit: OrgUnit | None = None,
    scope: MapScope | None = None,
    certainty: str = Certainty.ASSUMED,
    verified_on: date | None = None,
    evidence: str = "",
) -> RoleOnMap:
    """Say which part somebody plays in decisions, or that it was confirmed again.

    Raises PermissionDenied, InputRefused, TextRefused, NotInSeat, NewerOnTheMap, RoleTaken.
    """
    account, row = mapped_contact(contact, by)
    place = refuse_foreign_map(account, org_unit, scope)
    day = day_of_change(row, on, by=by, at=at)
    said = {"role": role, "certainty": certainty, "verified_on": verified_on, "evidence": evidence}
    kept = accepts.accepted(said, ROLE_CHECKS)
    refuse_unsure(kept, local_day(at, by.time_zone))
    _refuse_second_buyer(row, kept["role"], place)
    standing = RoleOnMap.objects.current().filter(contact=row, role=kept["role"], **place)
    fresh = RoleOnMap(account=account, contact=row, starts_on=day, by=by, **place)
    assigned, is_new = follow(standing.first(), fresh, kept)
    if is_new:
        sure = assigned.get_certainty_display().lower()
        text = f"{row.name}: {assigned.get_role_display().lower()}{_where(org_unit or scope)}, {sure}"
        tell_map(account, row, "map_role_assigned", text, by=by, at=at)
        if not (org_unit or scope) and (row.role_is_guessed or row.buying_role == BuyingRole.UNKNOWN):
            edit_contact(
                contact=row, changes={"buying_role": kept["role"]}, by=by, at=at, expected_version=None
            )
    return assigned


@transaction.atomic
def end_role(*, role: RoleOnMap, by: User, at: datetime, on: date | None = None) -> RoleOnMap:
    """Say that somebody no longer plays a part, from a day on. Raises PermissionDenied, NewerOnTheMap."""
    account, contact = mapped_contact(role.contact, by)
    row = RoleOnMap.objects.select_related("org_unit", "scope").get(pk=role.pk)
    if row.ends_on is None:
        end(row, day_of_change(contact, on, by=by, at=at) if on else _last_day(contact, at, by))
        place = _where(row.org_unit or row.scope)
        text = f"{contact.name} is no longer {row.get_role_display().lower()}{place}"
        tell_map(account, contact, "map_role_ended", text, by=by, at=at)
    return row


@transaction.atomic
def set_tie(
    *,
    contact: Contact,
    user: User,
    by: User,
    at: datetime,
    on: date | None = None,
    seen: int | None = None,
    **changes: Any,
) -> Tie:
    """Say what one of ours is to a contact (``level``), and what they should become (``desired_level``).

    Raises PermissionDenied, InputRefused, NotInSeat, NewerOnTheMap, StaleVersion.
    """
    account, row = mapped_contact(contact, by)
    if user.is_machine or not user.is_active:
        raise accepts.InputRefused("Choose one of our people.", field="user")
    day = day_of_change(row, on, by=by, at=at)
    known = Tie.objects.current().filter(contact=row, user=user).first()
    refuse_stale(known, seen)
    before = {name: getattr(known, name, None) for name in TIE_CHECKS}
    said = before | accepts.accepted(changes, TIE_CHECKS)
    if said == dict.fromkeys(TIE_CHECKS) and known is None:
        raise accepts.InputRefused("Say what they are to each other, or should be.", field="level")
    tie, is_new = follow(known, Tie(account=account, contact=row, user=user, starts_on=day, by=by), said)
    if is_new:
        text = f"{user.name} and {row.name}: {tie.get_level_display() or 'no level'}"
        wish = tie.get_desired_level_display()
        tell_map(account, row, "map_tie_set", f"{text}, to become {wish}" if wish else text, by=by, at=at)
    return tie


def _last_day(contact: Contact, at: datetime, by: User) -> date:
    return contact.departed_on or max(local_day(at, by.time_zone), contact.since)


def _refuse_outsiders(by: User, contact: Contact, changes: Mapping[str, Any]) -> None:
    """Raise PermissionDenied when somebody would write what only the account team reads."""
    if restricted_fields(Standing) & set(changes) and hidden_fields(by, contact):
        raise PermissionDenied("Only the account team may change this.")


def _where(place: OrgUnit | MapScope | None) -> str:
    return f" for {place}" if place else ""


def _refuse_second_buyer(contact: Contact, role: str, place: Mapping[str, Any]) -> None:
    if role != BuyingRole.ECONOMIC_BUYER:
        return
    held = RoleOnMap.objects.current().filter(account=contact.account_id, role=role, **place)
    holder = held.exclude(contact=contact).select_related("contact__person").first()
    if holder is not None:
        raise RoleTaken(
            f"{holder.contact.name} is the economic buyer already; one person has the final word. "
            "End that role first, or choose decision maker.",
            field="role",
        )


def tell_map(account: Account, contact: Contact, kind: str, text: str, *, by: User, at: datetime) -> None:
    """The last beats of every change of the map; the line never says an attitude."""
    record(account, kind, text, by=by, at=at, subject=("contact", contact.pk))
    announce(MapChanged(contact_id=contact.pk, account_id=account.pk, by_id=by.pk, at=at))
