"""What the pages of duplicates show: each side's seats and history, and where the two differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from contacts.actions.merging import OF_PERSON
from contacts.models import AlikePeople, AlikeReason, Contact, NextStep, Person, Promise, Touchpoint
from retention.team.models import User


@dataclass(frozen=True)
class Side:
    """One entry: the person, their seats as far as the reader sees them, and how much hangs on them."""

    person: Person
    seats: tuple[Contact, ...]
    conversations: int = 0
    promises: int = 0
    steps: int = 0

    @property
    def where(self) -> str:
        """The accounts in words."""
        return ", ".join(seat.account.name for seat in self.seats)

    @property
    def called(self) -> str:
        """Name and accounts: who is meant, where both have one name."""
        return f"{self.person.name} ({self.person.email or self.where})"


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one."""

    alike: AlikePeople
    first: Side
    second: Side

    @property
    def why(self) -> str:
        """The reasons in words, as a sentence's end."""
        return ", ".join(str(AlikeReason(word).label).lower() for word in self.alike.reasons)

    @property
    def sentence(self) -> str:
        """How sure, and why."""
        return f"{self.alike.score}% sure to be one person: {self.why}."


def pairs_of(rows: Sequence[AlikePeople], user: User) -> list[Pair]:
    """The rows with the seats of both sides; one statement for all seats."""
    people = {number for row in rows for number in (row.first_id, row.second_id)}
    seats: dict[int, list[Contact]] = {}
    found = Contact.objects.visible_to(user).filter(person__in=people).select_related("account")
    for seat in found.order_by("id"):
        seats.setdefault(seat.person_id or 0, []).append(seat)
    return [
        Pair(row, Side(row.first, tuple(seats[row.first_id])), Side(row.second, tuple(seats[row.second_id])))
        for row in rows
    ]


def compared(pair: Pair, user: User) -> Pair:
    """The pair with how much hangs on each side."""
    return Pair(pair.alike, _counted(pair.first, user), _counted(pair.second, user))


def _counted(side: Side, user: User) -> Side:
    ids = [seat.pk for seat in side.seats]
    talks = Touchpoint.objects.visible_to(user).current().filter(contacts__in=ids)
    return Side(
        side.person,
        side.seats,
        conversations=talks.aggregate(number=Count("pk", distinct=True))["number"],
        promises=Promise.objects.visible_to(user).filter(contact__in=ids).count(),
        steps=NextStep.objects.visible_to(user).filter(contact__in=ids).count(),
    )


def differing(pair: Pair) -> list[tuple[str, str, str]]:
    """What differs though both have it, of the person and titles: (name, the first's, the second's)."""
    found = []
    for name in OF_PERSON:
        ours, theirs = getattr(pair.first.person, name), getattr(pair.second.person, name)
        if ours and theirs and ours != theirs:
            found.append((name, ours, theirs))
    return found + _titles(pair)


def _titles(pair: Pair) -> list[tuple[str, str, str]]:
    """The titles at an account where both have a seat, when they differ: one of them stays."""
    of_second = {seat.account_id: seat.title for seat in pair.second.seats}
    both = [(seat.title, of_second.get(seat.account_id, "")) for seat in pair.first.seats]
    return [("title", ours, theirs) for ours, theirs in both if ours and theirs and ours != theirs][:1]
