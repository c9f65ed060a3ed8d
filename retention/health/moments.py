"""As of when health is computed, on two clocks: what had happened, and what was known by then."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from contacts.said import CLOCK_TOLERANCE

MICROSECOND = timedelta(microseconds=1)
FOREVER = "infinity"

_REPLACED_SINCE = """
SELECT supersedes_id FROM contacts_touchpoint WHERE supersedes_id IS NOT NULL AND recorded_at > %(known_by)s
UNION
SELECT id FROM contacts_touchpoint WHERE NOT is_current AND withdrawn_at > %(known_by)s
"""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day whose health is asked for, the last instant that counts, and by when it had to be known.

    Silence, ages and missed slots are counted up to the end of ``on``; facts count up to ``until``.
    ``known_by`` None means everything that stands now. ``replaced_since`` are touchpoints that stood
    at ``known_by`` and were superseded or withdrawn later.
    """

    on: date
    until: datetime
    known_by: datetime | None = None
    replaced_since: tuple[int, ...] = ()
    is_reconstructed: bool = False

    @property
    def last_day(self) -> date:
        """The day of the last instant that counts."""
        return day_of(self.until)


def day_of(moment: datetime) -> date:
    """The day of an instant. Health counts days in UTC, so that a company has one day everywhere."""
    return moment.astimezone(UTC).date()


def end_of(on: date) -> datetime:
    """The last instant of the day."""
    return datetime.combine(on + timedelta(days=1), time.min, UTC) - MICROSECOND


def closed_day(on: date) -> AsOf:
    """The end of a day, with what was known at that instant: asking again years later gives the same."""
    known_by = end_of(on)
    with connection.cursor() as cursor:
        cursor.execute(_REPLACED_SINCE, {"known_by": known_by})
        replaced = tuple(row[0] for row in cursor.fetchall())
    return AsOf(on, known_by, known_by, replaced)


def live(at: datetime) -> AsOf:
    """Now: what happened today counts at once, but silence and ages are counted in days that are over.

    So the night that closes a day has to touch only what changed, and a day that is not over has
    missed nothing.
    """
    return AsOf(day_of(at) - timedelta(days=1), at + CLOCK_TOLERANCE)


def reconstructed(on: date) -> AsOf:
    """The end of a past day from what is known today: true to what happened, not to what was known."""
    return AsOf(on, end_of(on), is_reconstructed=True)
