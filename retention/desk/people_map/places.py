"""Whose map an address asks for: ``?unit=`` of a unit, ``?scope=`` of a decision, else the whole account."""

from django.http import HttpRequest

from accounts.models import Account, OrgUnit
from contacts.map_shown import Place
from contacts.models import MapScope
from retention.team.models import User


def place_asked(request: HttpRequest, account: Account, user: User) -> Place:
    """The unit or decision that was asked for, when it is one of this account."""
    unit, scope = _id(request, "unit"), _id(request, "scope")
    if unit is not None:
        return OrgUnit.objects.visible_to(user).filter(account=account, pk=unit).first()
    if scope is not None:
        return MapScope.objects.visible_to(user).filter(account=account, pk=scope).first()
    return None


def place_query(place: Place) -> str:
    """The part of an address that asks for it; empty for the whole account."""
    if place is None:
        return ""
    return f"{'unit' if isinstance(place, OrgUnit) else 'scope'}={place.pk}"


def place_said(place: Place) -> dict[str, Place]:
    """The same for an action."""
    if isinstance(place, MapScope):
        return {"scope": place}
    return {"org_unit": place}


def _id(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) <= 18 else None
