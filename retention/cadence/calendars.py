"""The working days of owners and of the places contacts live in, loaded once for many accounts."""

from collections.abc import Iterable
from typing import Protocol

from retention.lib.business_days import EVERYDAY_OFFICE, Calendar
from retention.team.calendars import Calendars
from retention.team.models import User

from .facts import AccountFacts

Place = tuple[str, str]


class WorkingDays(Protocol):
    """Who works when, already loaded."""

    def of_place(self, country: str, subdivision: str) -> Calendar:
        """Where a contact lives."""

    def of_owner(self, owner: User | None) -> Calendar:
        """When the owner is at work."""

    def shared(self, place: Place, owner: User | None) -> Calendar:
        """The days on which both work."""


class CalendarsOf:
    """Answers for these accounts from memory; a check-in waits for an owner who is away."""

    def __init__(self, accounts: Iterable[AccountFacts]) -> None:
        self._calendars = Calendars()
        self._shared: dict[tuple[Place, int | None], Calendar] = {}
        self._owners: dict[int, Calendar] = {}
        self._places: dict[Place, Calendar] = {}
        accounts = list(accounts)
        owners = {account.owner.pk: account.owner for account in accounts if account.owner}
        self._calendars.load_absences(owners.values())
        self._calendars.load_places(
            {("", "")}
            | {(owner.country, owner.subdivision) for owner in owners.values()}
            | {(account.country, "") for account in accounts}
            | {(one.country, one.subdivision) for account in accounts for one in account.contacts}
        )

    def of_place(self, country: str, subdivision: str) -> Calendar:
        """Where a contact lives: weekends and public holidays there, and our own closures."""
        place = (country, subdivision)
        if place not in self._places:
            self._places[place] = self._calendars.of_place(country, subdivision)
        return self._places[place]

    def of_owner(self, owner: User | None) -> Calendar:
        """The owner's days at work; an account without owner has the company's working days."""
        if owner is None:
            return self.of_place("", "")
        if owner.pk not in self._owners:
            self._owners[owner.pk] = self._calendars.at_work(owner)
        return self._owners[owner.pk]

    def shared(self, place: Place, owner: User | None) -> Calendar:
        """The days on which both work."""
        key = (place, owner.pk if owner else None)
        if key not in self._shared:
            self._shared[key] = self.of_place(*place).shared_with(self.of_owner(owner))
        return self._shared[key]


class EverydayOffice:
    """Monday to Friday for everybody: when somebody never works, or is away for longer than a year."""

    def of_place(self, country: str, subdivision: str) -> Calendar:
        """Monday to Friday."""
        return EVERYDAY_OFFICE

    def of_owner(self, owner: User | None) -> Calendar:
        """Monday to Friday."""
        return EVERYDAY_OFFICE

    def shared(self, place: Place, owner: User | None) -> Calendar:
        """Monday to Friday."""
        return EVERYDAY_OFFICE
