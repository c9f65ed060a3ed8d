"""Public holidays, kept as rows, and the company's own days off."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction

from retention.lib import accepts
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError
from retention.lib.facts import announce

from ..announced import CalendarChanged
from ..holiday_sources import has_holidays, public_holidays, subdivisions_of
from ..machine import the_machine
from ..models import Holiday, User
from ..noted import note
from ..places import Place, places_in_use
from .rights import one_at_a_time, require_admin

_day = accepts.day("The day", required=True)
_name = accepts.text("The name", 120, required=True)


class NotAClosure(DomainError):
    """Public holidays are not the company's to remove."""


def years_around(day: date) -> range:
    """Last year to the year after next: as far as terms, ladders and check-ins reach."""
    return range(day.year - 1, day.year + 3)


@transaction.atomic
def ensure_holidays(*, places: Iterable[Place], years: Collection[int], by: User, at: datetime) -> int:
    """Make the rows of these places and years what the package knows; how many days changed.

    Places whose holidays are not known are left out. Public knowledge: everybody may.
    """
    one_at_a_time()
    changed: dict[str, set[date]] = {}
    for country, subdivision in sorted(set(places)):
        if has_holidays(country) and (not subdivision or subdivision in subdivisions_of(country)):
            days = _match(country, subdivision, years)
            if days:
                changed[country] = changed.get(country, set()) | days
    all_days = frozenset().union(*changed.values())
    if changed:
        countries = frozenset(changed)
        announce(CalendarChanged(user_id=None, days=all_days, countries=countries, by_id=by.pk, at=at))
    return len(all_days)


def keep_loaded(at: datetime, limit: int) -> int:
    """The tick: holidays of every place in use, from last year to the year after next; how many days changed.

    So the first days of a new year, and what a newer version of the package knows, come by themselves.
    """
    return ensure_holidays(places=places_in_use(), years=years_around(at.date()), by=the_machine(), at=at)


def _match(country: str, subdivision: str, years: Collection[int]) -> set[date]:
    wanted = public_holidays(country, subdivision, years)
    rows = Holiday.objects.filter(country=country, subdivision=subdivision, on__year__in=list(years))
    present = dict(rows.values_list("on", "name"))
    gone = [day for day, name in present.items() if wanted.get(day) != name]
    new = [day for day, name in wanted.items() if present.get(day) != name]
    rows.filter(on__in=gone).delete()
    Holiday.objects.bulk_create(
        Holiday(country=country, subdivision=subdivision, on=day, name=wanted[day]) for day in new
    )
    return set(present) ^ set(wanted)


@transaction.atomic
def add_closure(*, on: date, name: str, by: User, at: datetime) -> Holiday:
    """The whole company does not work on this day. Raises PermissionDenied, InputRefused, TextRefused."""
    require_admin(by)
    one_at_a_time()
    day, title = _day(on, "on"), _name(name, "name")
    if Holiday.objects.filter(country="", subdivision="", on=day).exists():
        raise InputRefused("The company is closed on that day already.", field="on")
    closure = Holiday.objects.create(on=day, name=title)
    note("closure_added", f"The company is closed on {day:%-d %B %Y}: {title}.", by=by, at=at)
    announce(CalendarChanged(user_id=None, days=frozenset({day}), by_id=by.pk, at=at))
    return closure


@transaction.atomic
def remove_closure(*, closure: Holiday, by: User, at: datetime) -> None:
    """The company works on this day after all. Raises PermissionDenied, NotAClosure."""
    require_admin(by)
    if closure.country:
        raise NotAClosure(f"{closure.name} is a public holiday.")
    if Holiday.objects.filter(pk=closure.pk).delete()[0]:
        note("closure_removed", f"The company works on {closure.on:%-d %B %Y}.", by=by, at=at)
        announce(CalendarChanged(user_id=None, days=frozenset({closure.on}), by_id=by.pk, at=at))
