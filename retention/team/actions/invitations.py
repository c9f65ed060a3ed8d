"""Inviting people: an account without a password, and a link to choose one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from retention.lib.accepts import InputRefused, accepted
from retention.lib.errors import DomainError

from ..links import full_address, invitation_path
from ..mail import post
from ..models import Team, User
from ..noted import note
from ..people_checks import BY_ADMIN, refuse_what_does_not_fit
from .holidays import ensure_holidays, years_around
from .moving import place
from .rights import locked_person, one_at_a_time, require_admin


class AlreadyOneOfUs(DomainError):
    """Somebody with this e-mail address is there already."""


class AlreadySignedIn(DomainError):
    """They chose a password already; a reset link is what they need."""


@dataclass(frozen=True)
class Invitation:
    """Who was invited, and the link that went out: shown to the admin once, stored nowhere."""

    person: User
    link: str


@transaction.atomic
def invite_person(
    *,
    fields: Mapping[str, Any],
    by: User,
    at: datetime,
    teams: Collection[Team] = (),
    leads: Collection[Team] = (),
) -> Invitation:
    """Make a person (name, e-mail, role, ...) and mail them a link that is good for three days.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, AlreadyOneOfUs, CannotLead.
    """
    require_admin(by)
    one_at_a_time()
    kept = accepted({"name": "", "email": "", **fields}, BY_ADMIN)
    if User.objects.filter(email__iexact=kept["email"]).exists():
        raise AlreadyOneOfUs("Somebody already signs in with this e-mail address.", field="email")
    refuse_what_does_not_fit(User(), kept)
    person = User.objects.create_user(kept.pop("email"), None, **kept, invited_at=at)
    place(person, teams=teams, leads=leads)
    where = [(person.country, person.subdivision), (person.country, "")]
    ensure_holidays(places=where, years=years_around(at.date()), by=by, at=at)
    note(
        "invited",
        f"{person.name} was invited as {person.get_role_display().lower()}.",
        by=by,
        at=at,
        user=person,
    )
    return _sent(person, by)


@transaction.atomic
def invite_again(*, person: User, by: User, at: datetime) -> Invitation:
    """Mail a fresh link; the earlier one stops working.

    Raises PermissionDenied, NotAPerson, AlreadySignedIn, InputRefused.
    """
    require_admin(by)
    fresh = locked_person(person)
    if not fresh.is_active:
        raise InputRefused(f"{fresh.name} is deactivated. Reactivate them instead.")
    if fresh.has_usable_password():
        raise AlreadySignedIn(
            f"{fresh.name} has chosen a password. They can ask for a new one when signing in."
        )
    User.objects.filter(pk=fresh.pk).update(invited_at=at)
    fresh.refresh_from_db()
    note("invited", f"{fresh.name} was invited again.", by=by, at=at, user=fresh)
    return _sent(fresh, by)


def _sent(person: User, by: User) -> Invitation:
    link = full_address(invitation_path(person))
    told = {"person": person, "by": by, "link": link}
    subject = " ".join(render_to_string("account/email/invitation_subject.txt", told).split())
    text = render_to_string("account/email/invitation_message.txt", told).strip()
    message = EmailMessage(subject, text, to=[person.email])
    transaction.on_commit(lambda: post(message))
    return Invitation(person=person, link=link)
