"""Whose working days are which: public holidays, company closures, days off, absences, delegates.

A ``Calendars`` is made for one piece of work and reads each place and person once.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from retention.lib.business_days import Calendar

from .models import Absence, Holiday, User

SATURDAY_AND_SUNDAY = frozenset({5, 6})
Days = frozenset[date]


class Calendars:
    """Calendars of people and places, each read once for the life of this object."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], Days] = {}
        self._absences: dict[int, Days] = {}

    def of_place(
        self, country: str, subdivision: str = "", weekend: Iterable[int] = SATURDAY_AND_SUNDAY
    ) -> Calendar:
        """Working days in a country or region, company closures included; an empty country has only these."""
        return Calendar(self._holidays(country, subdivision), frozenset(weekend))

    def of(self, person: User) -> Calendar:
        """Working days of somebody, absences not counted: when they would be at work."""
        return self.of_place(person.country, person.subdivision, person.weekend_days)

    def at_work(self, person: User) -> Calendar:
        """Working days of somebody without the days they are away."""
        return self.of(person).without(self._away(person.pk))

    def load_places(self, places: Iterable[tuple[str, str]]) -> None:
        """Read the holidays of many countries and regions in one query."""
        wanted = set(places) - set(self._places)
        if not wanted:
            return
        rows = Holiday.objects.filter(country__in={"", *(country for country, _ in wanted)})
        rows = rows.filter(subdivision__in={"", *(subdivision for _, subdivision in wanted)})
        found: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
        for row_country, row_subdivision, day in rows.values_list("country", "subdivision", "on"):
            found[(row_country, row_subdivision)].add(day)
        for place in wanted:
            public = found.get(place) or found.get((place[0], "")) or set()
            self._places[place] = frozenset(public | found.get(("", ""), set()))

    def load_absences(self, people: Iterable[User]) -> None:
        """Read the absences of many people in one query."""
        ids = {person.pk for person in people} - set(self._absences)
        found: defaultdict[int, set[date]] = defaultdict(set)
        for user_id, first, last in Absence.objects.filter(user_id__in=ids).values_list(
            "user_id", "starts_on", "ends_on"
        ):
            found[user_id] |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
        self._absences |= {user_id: frozenset(found[user_id]) for user_id in ids}

    def _away(self, user_id: int) -> Days:
        if user_id not in self._absences:
            self.load_absences([User(pk=user_id)])
        return self._absences[user_id]

    def _holidays(self, country: str, subdivision: str) -> Days:
        """A region's list is complete in itself; without one the country's counts."""
        place = (country, subdivision)
        self.load_places([place])
        return self._places[place]


def calendar_of(person: User) -> Calendar:
    """Working days of one person; for several use one ``Calendars``."""
    return Calendars().of(person)


def acting_for(person: User, *, on: date) -> User:
    """Who acts for somebody on a day: their delegate while they are away, else they themselves.

    A delegate who is away too or has left does not act; nobody acts for a delegate's delegate.
    """
    return acting_for_all([person], on=on)[person.pk]


def acting_for_all(people: Iterable[User], *, on: date) -> dict[int, User]:
    """Who acts for each of them on a day, by user id, in two queries."""
    everybody = {person.pk: person for person in people}
    away = Absence.objects.filter(starts_on__lte=on, ends_on__gte=on)
    absences = away.filter(user_id__in=everybody, delegate__is_active=True).select_related("delegate")
    delegates = {absence.user_id: absence.delegate for absence in absences if absence.delegate}
    also_away = set(
        away.filter(user_id__in={delegate.pk for delegate in delegates.values()}).values_list(
            "user_id", flat=True
        )
    )
    present = {user_id: delegate for user_id, delegate in delegates.items() if delegate.pk not in also_away}
    return {user_id: present.get(user_id, person) for user_id, person in everybody.items()}
