"""A company to which random things happen; what may happen stands in doors.py."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from retention.lib.errors import DomainError
from retention.team.models import User
from tests.cast import NOON

Door = Callable[["Company"], None]


class Company:
    """A small company to which random things happen; the clock only goes forward."""

    def __init__(self, seed: int, people: list[User], doors: Sequence[Door]) -> None:
        self.dice = random.Random(seed)
        self.people, self.ada = people, people[0]
        self.doors, self.now = doors, NOON
        self.done: dict[str, int] = {}

    @property
    def today(self) -> date:
        return self.now.date()

    def day(self, first: int, last: int) -> date:
        return self.today + timedelta(days=self.dice.randint(first, last))

    def one(self, rows: Any) -> Any:
        found = list(rows.order_by("id"))
        if not found:
            raise DomainError("nothing there yet")
        return self.dice.choice(found)

    def happen(self) -> str:
        """One action, which may be refused; refusals must change nothing either."""
        self.now += timedelta(minutes=self.dice.randint(1, 600))
        act = self.dice.choice(self.doors)
        try:
            with transaction.atomic():
                act(self)
            self.done[act.__name__] = self.done.get(act.__name__, 0) + 1
        except DomainError:
            return "refused"
        return act.__name__
