"""What is somebody's in this layer, for handing over: absences they cover and teams they lead alone."""

from datetime import datetime

from django.db.models import DateField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast, Now

from retention.lib.records import save_edit

from .models import Absence, TeamMembership, User
from .noted import note
from .open_work import OpenItem, OpenWork
from .roles import LEADING_ROLES
from .visibility import may_look_after_accounts


def _covers(person: User) -> QuerySet[Absence]:
    rows = Absence.objects.filter(
        delegate=person, user__is_active=True, ends_on__gte=Cast(Now(), DateField())
    )
    return rows.select_related("user").order_by("starts_on", "id")


def _cover_item(absence: Absence) -> OpenItem:
    days = f"{absence.starts_on:%-d %b %Y} to {absence.ends_on:%-d %b %Y}"
    return OpenItem(absence.user.name, days, f"/people-admin/{absence.user_id}/")


def _led_alone(person: User) -> QuerySet[TeamMembership]:
    others = TeamMembership.objects.filter(team=OuterRef("team"), is_lead=True, user__is_active=True)
    rows = TeamMembership.objects.filter(user=person, is_lead=True)
    rows = rows.exclude(Exists(others.exclude(user=person)))
    return rows.select_related("team").order_by("team__name", "id")


def _team_item(membership: TeamMembership) -> OpenItem:
    return OpenItem(membership.team.name, "leads it alone", "/people-admin/teams/")


def hand_over_covers(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to*, or nobody, stand in during the absences that *person* covers; never for themselves."""
    absences = list(_covers(person))
    for absence in absences:
        delegate = None if to is None or to.pk == absence.user_id else to
        save_edit(absence, {"delegate": delegate}, expected_version=None)
        told = absence.delegate.name if absence.delegate else "nobody"
        note(
            "absence_changed",
            f"{told} now stands in for {absence.user.name}.",
            by=by,
            at=at,
            user=absence.user,
        )
    return len(absences)


def hand_over_leads(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* lead the teams that *person* leads alone; with nobody, they are led by none."""
    memberships = list(_led_alone(person))
    for membership in memberships:
        TeamMembership.objects.filter(pk=membership.pk).update(is_lead=False)
        if to is not None:
            TeamMembership.objects.update_or_create(user=to, team=membership.team, defaults={"is_lead": True})
        told = to.name if to else "nobody"
        note(
            "lead_changed",
            f"{membership.team.name} is now led by {told}.",
            by=by,
            at=at,
            team=membership.team,
        )
    return len(memberships)


COVERS = OpenWork(
    order=40,
    name="covers",
    label="Absences they stand in for",
    rows=_covers,
    item=_cover_item,
    hand_over=hand_over_covers,
    may_be_left=True,
    only_for=may_look_after_accounts,
)
LEADS = OpenWork(
    order=5,
    name="led_teams",
    label="Teams they lead alone",
    rows=_led_alone,
    item=_team_item,
    hand_over=hand_over_leads,
    may_be_left=True,
    only_for=lambda person: person.is_active and person.role in LEADING_ROLES,
)
