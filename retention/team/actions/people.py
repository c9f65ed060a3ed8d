"""Changing what we know about a person of ours: by themselves, or by an admin."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib.accepts import InputRefused, accepted
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit

from ..announced import CalendarChanged
from ..models import User
from ..noted import note
from ..open_work import counted_work, in_words
from ..people_checks import BY_ADMIN, PROFILE, refuse_what_does_not_fit
from ..roles import LEADING_ROLES, Role
from .holidays import ensure_holidays, years_around
from .rights import locked_person, refuse_last_admin, refuse_work_out_of_sight, require_admin

CALENDAR_FIELDS = {"time_zone", "country", "subdivision", "weekend"}


class StillNeeded(DomainError):
    """The role is needed for work that is theirs; hand it over first."""


@transaction.atomic
def edit_profile(
    *, person: User, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> User:
    """Change one's own name, zone, hours, days off, country and preferences.

    Raises PermissionDenied for somebody else's, InputRefused, TextRefused, NotEditable, StaleVersion.
    """
    if by.pk != person.pk:
        raise PermissionDenied
    fresh = locked_person(person)
    return _save(fresh, accepted(changes, PROFILE), by=by, at=at, expected_version=expected_version)


@transaction.atomic
def edit_person(
    *, person: User, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> User:
    """Change anything about a person, role and e-mail address included; teams are ``move_person``.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, LastAdmin, StillNeeded, WorkOutOfSight,
    StaleVersion.
    """
    require_admin(by)
    fresh = locked_person(person)
    kept = accepted(changes, BY_ADMIN)
    if kept.get("role", fresh.role) != fresh.role:
        _refuse_role(fresh, kept["role"])
    saved = _save(fresh, kept, by=by, at=at, expected_version=expected_version)
    if {"role", "sees_everything"} & set(kept):
        refuse_work_out_of_sight(saved, field="role")
    return saved


def _save(
    person: User, wanted: Mapping[str, Any], *, by: User, at: datetime, expected_version: int | None
) -> User:
    changes = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    if "country" in changes and "subdivision" not in wanted:
        changes["subdivision"] = ""
    if "role" in changes and "sees_everything" not in wanted and person.sees_everything:
        changes["sees_everything"] = False
    refuse_what_does_not_fit(person, changes)
    if not changes:
        return person
    if "email" in changes:
        _take_address(person, changes["email"])
    before = person.get_role_display()
    saved = save_edit(person, changes, expected_version=expected_version)
    if "role" in changes and saved.role not in LEADING_ROLES:
        saved.memberships.filter(is_lead=True).update(is_lead=False)
    note("edited", _told(saved, changes, before), by=by, at=at, user=saved)
    if {"country", "subdivision"} & set(changes):
        place = (saved.country, saved.subdivision)
        ensure_holidays(places=[place, (saved.country, "")], years=years_around(at.date()), by=by, at=at)
    if CALENDAR_FIELDS & set(changes):
        announce(CalendarChanged(user_id=saved.pk, days=frozenset(), by_id=by.pk, at=at))
    return saved


def _take_address(person: User, email: str) -> None:
    """An address belongs to one person; what allauth remembers of the old one must not open the door."""
    if User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise InputRefused("Somebody already signs in with this e-mail address.", field="email")
    EmailAddress.objects.filter(user_id=person.pk).delete()


def _refuse_role(person: User, role: str) -> None:
    if person.role == Role.ADMIN:
        refuse_last_admin(person)
    after = User(pk=person.pk, role=role, is_active=person.is_active)
    in_the_way = {kind.name: count for kind, count in counted_work(person) if not kind.only_for(after)}
    if in_the_way:
        word = Role(role).label.lower()
        raise StillNeeded(
            f"{person.name} cannot become {word} yet: hand over {in_words(in_the_way)}.", field="role"
        )


def _told(person: User, changes: Mapping[str, Any], role_before: str) -> str:
    if "role" in changes:
        return f"{person.name} became {person.get_role_display().lower()}; was {role_before.lower()}."
    words = ", ".join(name.replace("_", " ") for name in sorted(changes))
    return f"Changed about {person.name}: {words}."
