"""Our people as the administration lists them: found, filtered, and with what the list shows of each."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Prefetch, Q, QuerySet

from retention.lib.keyset import Sort

from .models import TeamMembership, User

SORTS: Mapping[str, Sort] = {"name": Sort("name", "Name")}


def directory() -> QuerySet[User]:
    """Everybody but the machine, with their teams."""
    memberships = TeamMembership.objects.select_related("team").order_by("team__name")
    return User.objects.people().prefetch_related(Prefetch("memberships", queryset=memberships))


def matching(people: QuerySet[User], wanted: Mapping[str, Any]) -> QuerySet[User]:
    """People of a name, role, team and state; what is empty does not narrow."""
    if wanted.get("q"):
        text = wanted["q"].strip()
        people = people.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if wanted.get("role"):
        people = people.filter(role=wanted["role"])
    if wanted.get("team"):
        people = people.filter(pk__in=TeamMembership.objects.filter(team=wanted["team"]).values("user_id"))
    states = {
        "active": Q(is_active=True),
        "invited": Q(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX),
        "left": Q(is_active=False),
    }
    return people.filter(states[wanted["state"]]) if wanted.get("state") else people
