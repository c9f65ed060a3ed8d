"""In which countries and regions days off matter: where our people are, and where customers are."""

from collections.abc import Callable, Iterable

from .models import User

Place = tuple[str, str]
"""Country and region; an empty region means the whole country."""

_sources: list[Callable[[], Iterable[Place]]] = []


def provide_places(load: Callable[[], Iterable[Place]]) -> None:
    """A layer above tells where its records are; called from ``apps.py`` only."""
    if load not in _sources:
        _sources.append(load)


def places_in_use() -> set[Place]:
    """Every (country, region) that somebody is in; the country as a whole is always among them."""
    found = set(User.objects.exclude(country="").values_list("country", "subdivision").distinct())
    for load in _sources:
        found.update(place for place in load() if place[0])
    return found | {(country, "") for country, _ in found}
