"""Public holidays as the ``holidays`` package knows them; pure, nothing is read or written here."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import holidays


@cache
def _known() -> Mapping[str, tuple[str, ...]]:
    supported = holidays.list_supported_countries(include_aliases=False)
    return {code: tuple(regions) for code, regions in supported.items()}


def has_holidays(country: str) -> bool:
    """True when the public holidays of this country are known."""
    return country in _known()


def subdivisions_of(country: str) -> tuple[str, ...]:
    """Codes of the regions whose own holidays are known, such as BY for Bavaria."""
    return _known().get(country, ())


def public_holidays(country: str, subdivision: str, years: Iterable[int]) -> dict[date, str]:
    """Every public holiday of the country, or the full list of one of its regions, by day.

    Names are English where the package has them, whatever language the machine speaks. A region's list is
    not the country's with additions: some regions do not keep a national holiday.
    Raises KeyError for a country or region that is not known.
    """
    if subdivision and subdivision not in subdivisions_of(country):
        raise KeyError(subdivision)
    if not has_holidays(country):
        raise KeyError(country)
    known = holidays.country_holidays(country)
    language = "en_US" if "en_US" in known.supported_languages else known.default_language
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=list(years), language=language
    )
    return {day: name[:120] for day, name in sorted(found.items())}
