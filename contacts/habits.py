"""By which channel somebody answers, beside what they said they prefer (docs/methods.md, Channels)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Count, Max, Q, QuerySet

from retention.lib.zones import day_bounds
from retention.team.asking import planned
from retention.team.models import User

from .choices import Channel, Direction, Outcome
from .knowledge.mix import WINDOW_DAYS as MIX_DAYS
from .knowledge.mix import Mix, Said, mix_of
from .models import Contact, Touchpoint

YEAR = 365
FEWEST = 5
"""Fewer tries by a channel say nothing about it."""
CLEARLY = Fraction(1, 3)
"""So much more often they must answer by another channel before it is suggested."""
_ANSWERED = (Outcome.CONNECTED, Outcome.REPLIED)
_TRIED = (*_ANSWERED, Outcome.NO_ANSWER, Outcome.VOICEMAIL)


@dataclass(frozen=True, slots=True)
class Habit:
    """Of so many times that we reached out by a channel, so many were answered."""

    channel: str
    tried: int
    answered: int

    @property
    def says_something(self) -> bool:
        """Tried often enough."""
        return self.tried >= FEWEST

    @property
    def share(self) -> Fraction:
        """0 to 1."""
        return Fraction(self.answered, self.tried)

    @property
    def label(self) -> str:
        """The channel in small letters."""
        return str(Channel(self.channel).label).lower()

    @property
    def words(self) -> str:
        """“Email: answered 5 of 6”."""
        return f"{Channel(self.channel).label}: answered {self.answered} of {self.tried}"


@dataclass(frozen=True, slots=True)
class Treated:
    """What we talk with somebody for over 180 days, and by which channel they answered within a year."""

    mix: Mix
    habits: tuple[Habit, ...]


def treated(contact: Contact, reader: User, *, on: date) -> Treated:
    """Both up to a day, in one query; without what they only had in copy. The most answered channel first."""
    year, lately = (day_bounds(on - timedelta(days=n - 1), reader.time_zone)[0] for n in (YEAR, MIX_DAYS))
    rows = list(_said_with(reader, contact.pk, year, lately))
    mix = mix_of(
        Said(purpose, direction, outcome, recent, last.date())
        for _, purpose, direction, outcome, _, recent, last in rows
        if recent
    )
    return Treated(mix, _habits((row[0], row[2], row[3], row[4]) for row in rows))


def _habits(rows: Iterable[tuple[str, str, str, int]]) -> tuple[Habit, ...]:
    tried: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for channel, direction, outcome, count in rows:
        if direction == Direction.OUTBOUND and outcome in _TRIED and channel != Channel.NOTE:
            tried[channel] += count
            answered[channel] += count if outcome in _ANSWERED else 0
    found = (Habit(channel, count, answered[channel]) for channel, count in tried.items())
    return tuple(sorted(found, key=lambda habit: (-habit.share, -habit.tried, habit.channel)))


@planned
def _said_with(
    reader: User, contact_id: int, start: datetime, lately: datetime
) -> QuerySet[Touchpoint, tuple[str, str, str, str, int, int, datetime]]:
    rows = Touchpoint.objects.visible_to(reader).current().filter(happened_at__gte=start)
    with_them = rows.filter(contact_links__contact=contact_id, contact_links__in_copy=False).order_by()
    counted = with_them.values("channel", "purpose", "direction", "outcome").annotate(
        count=Count("id"), recent=Count("id", filter=Q(happened_at__gte=lately)), last=Max("happened_at")
    )
    return counted.values_list("channel", "purpose", "direction", "outcome", "count", "recent", "last")


def better_channel(
    habits: Iterable[Habit], preferred: Sequence[str], refused: Collection[str] = ()
) -> Habit | None:
    """The channel they clearly answer more often than the one they prefer; None while that cannot be said.

    Both must have been tried five times. Call 0 of 6 and e-mail 5 of 6 suggest e-mail to who prefers calls.
    Never what they forbid. A suggestion changes nothing by itself.
    """
    known = {habit.channel: habit for habit in habits if habit.says_something}
    stated = known.get(preferred[0]) if preferred else None
    if stated is None:
        return None
    others = [habit for name, habit in known.items() if name not in refused and name != stated.channel]
    best = max(others, key=lambda habit: (habit.share, habit.tried), default=None)
    return best if best is not None and best.share - stated.share >= CLEARLY else None
