"""`/api/v1/people-maps/<account>/`: the map of an account, with strengths, coverage and flags."""

from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import Account, OrgUnit
from retention.lib.accepts import InputRefused
from retention.lib.api.schema import reads
from retention.lib.clock import database_now
from retention.lib.form_fields import DayField
from retention.lib.zones import local_day

from ..map_facts import map_of
from ..map_shown import AccountMap, PersonShown, Place
from ..models import MapScope
from ..people_map.flags import Flag
from .people_map_bodies import AccountMapRow

ASKED = [
    OpenApiParameter("on", str, description="A past day, as 2026-06-30; without one, today."),
    OpenApiParameter("org_unit", OpenApiTypes.INT64, description="The map of one unit."),
    OpenApiParameter("scope", OpenApiTypes.INT64, description="The map of one decision."),
]


class AccountMapViewSet(GenericViewSet[Any]):
    """Maps of the accounts the caller sees. What tells an attitude is left out for who may not read it."""

    resource = "people_map"
    serializer_class = AccountMapRow
    lookup_value_regex = r"\d{1,18}"
    queryset = Account.objects.none()

    @reads(AccountMapRow, parameters=ASKED)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Everybody on the map with their strength, how far they cover the account, and what is missing."""
        user: Any = request.user
        account = get_object_or_404(Account.objects.visible_to(user), pk=int(pk))
        today = local_day(database_now(), user.time_zone)
        asked = _day_asked(request)
        on, place = min(asked, today) if asked else today, _place_asked(request, account)
        return Response(_told(map_of(account, user, on=on, place=place)))


def _day_asked(request: Request) -> Any:
    """The day of the address. Raises InputRefused."""
    try:
        return DayField(required=False).clean(request.query_params.get("on", ""))
    except ValidationError as error:
        raise InputRefused("That is not a day. Write it like 2026-06-30.", field="on") from error


def _place_asked(request: Request, account: Account) -> Place:
    """The unit or decision of the address. Raises InputRefused for one that the account does not have."""
    for name, model in (("org_unit", OrgUnit), ("scope", MapScope)):
        if name in request.query_params:
            said = request.query_params[name]
            rows = model.objects.visible_to(request.user).filter(account=account)
            found = rows.filter(pk=int(said)).first() if said.isdecimal() and len(said) <= 18 else None
            if found is None:
                raise InputRefused(f"{account.name} has no such unit or decision.", field=name)
            return found
    return None


def _told(facts: AccountMap) -> dict[str, Any]:
    score = facts.coverage.score
    return {
        "account_id": facts.account.pk,
        "on": facts.on,
        "org_unit_id": facts.unit.pk if facts.unit else None,
        "scope_id": facts.scope.pk if facts.scope else None,
        "coverage": None if score is None else round(score, 2),
        "effective_ties": round(facts.coverage.effective_ties, 3),
        "missing_roles": facts.coverage.missing,
        "people": [_person(person) for person in facts.people],
        "flags": [_flag(flag) for flag in facts.flags],
    }


def _person(person: PersonShown) -> dict[str, Any]:
    return {
        "contact_id": person.contact.pk,
        "is_in_seat": person.is_here,
        "strength": round(person.strength, 2),
        "last_two_way_on": person.last_on,
        "level": person.level,
        "roles": [role.role for role in person.roles],
        "influence": person.influence,
    }


def _flag(flag: Flag) -> dict[str, Any]:
    names = ("code", "title", "reason", "play", "is_urgent", "is_talked_over")
    said = {name: getattr(flag, name) for name in names}
    return {**said, "contact_id": flag.key}
