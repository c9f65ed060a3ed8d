"""The days on which nobody works: company closures, and public holidays by country."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from retention.lib.accepts import country_names
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..actions.holidays import add_closure, ensure_holidays, remove_closure, years_around
from ..forms.calendar import ClosureForm
from ..models import Holiday, User
from ..places import Place, places_in_use
from .pages import (
    FORM_METHODS,
    PEOPLE_TABS,
    FormAnswer,
    for_admins,
    reader,
    refused_back,
    sent,
    sent_back,
    tabs,
)


@for_admins
@require_http_methods(FORM_METHODS)
def holidays(request: HttpRequest) -> HttpResponse:
    """Company closures, and the public holidays of one country for one year."""
    user = reader(request)
    form = ClosureForm(sent(request))

    def save() -> None:
        add_closure(by=user, at=database_now(), **form.fields_said())

    answer = FormAnswer(form).run(save)
    if answer.saved:
        return sent_back(request, "Closure added.", "holidays")
    today = local_day(database_now(), user.time_zone)
    told = {
        "tabs": tabs(PEOPLE_TABS, "holidays", user),
        "closures": Holiday.objects.filter(country="", on__gte=today).order_by("on"),
        **_public(request, user, today),
    }
    return answer.page(request, "team/holidays.html", told)


def _public(request: HttpRequest, user: User, today: date) -> dict[str, Any]:
    """One country's holidays of one year, and the countries and years to choose from."""
    kept = Holiday.objects.exclude(country="")
    places = sorted(kept.order_by().values_list("country", "subdivision").distinct())
    shown = _place_shown(request.GET.get("place", ""), places, (user.country, user.subdivision))
    years = years_around(today)
    year = next((year for year in years if str(year) == request.GET.get("year")), today.year)
    return {
        "places": [(_code(place), _named(place)) for place in places],
        "shown": _code(shown),
        "years": years,
        "year": year,
        "rows": kept.filter(country=shown[0], subdivision=shown[1], on__year=year).order_by("on"),
    }


def _place_shown(asked: str, places: list[Place], own: Place) -> Place:
    country, _, region = asked.partition("-")
    return next((place for place in ((country, region), own, *places) if place in places), ("", ""))


def _code(place: Place) -> str:
    return "-".join(part for part in place if part)


def _named(place: Place) -> str:
    name = country_names().get(place[0], place[0])
    return f"{name}, {place[1]}" if place[1] else name


@for_admins
@require_POST
def closure_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The company works on this day after all."""
    closure = get_object_or_404(Holiday, pk=pk)
    try:
        remove_closure(closure=closure, by=reader(request), at=database_now())
    except DomainError as error:
        return refused_back(request, error, "holidays")
    return sent_back(request, "Closure removed.", "holidays")


@for_admins
@require_POST
def holidays_load(request: HttpRequest) -> HttpResponse:
    """Bring the public holidays of every country in use up to date."""
    user, at = reader(request), database_now()
    years = years_around(local_day(at, user.time_zone))
    changed = ensure_holidays(places=places_in_use(), years=years, by=user, at=at)
    return sent_back(request, f"{changed} days changed." if changed else "Nothing had changed.", "holidays")
