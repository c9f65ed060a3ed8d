"""What the boxes on people offer: countries, regions, zones, days of the week."""

from collections.abc import Iterable
from functools import cache

import holidays
from babel.core import get_global

from retention.lib.accepts import country_names

from ..holiday_sources import subdivisions_of

Choices = list[tuple[str, str]]
WEEKDAYS: Choices = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """Every country by its English name; none first."""
    named = sorted(country_names().items(), key=lambda entry: entry[1])
    return (("", "Not said"), *named)


@cache
def region_choices(country: str) -> tuple[tuple[str, str], ...]:
    """The regions of a country whose own holidays are known, by name where there is one."""
    codes = subdivisions_of(country)
    if not codes:
        return ()
    aliases = getattr(holidays.country_holidays(country), "subdivisions_aliases", {}) or {}
    names = {code: name for name, code in reversed(list(aliases.items()))}
    named = sorted(((code, names.get(code, code)) for code in codes), key=lambda entry: entry[1])
    return (("", "The whole country"), *named)


def zones_nearby(country: str, *more: str) -> list[str]:
    """Time zones to suggest: those of the country, those given, and UTC."""
    of_country: Iterable[str] = get_global("territory_zones").get(country, ()) if country else ()
    return sorted({*of_country, *filter(None, more), "UTC"})
