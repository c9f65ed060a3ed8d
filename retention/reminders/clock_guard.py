"""A clock that jumps must not tell a year of reminders at once."""

from datetime import datetime, timedelta

from django.db.models import Q

from .gates import the_gate
from .models import Gate

LONGEST_SILENCE = timedelta(days=7)
NOTED_EVERY = timedelta(seconds=5)


def may_release(at: datetime) -> bool:
    """False when the database's clock stands more than seven days after the last release.

    Either Keel was off that long or the clock is wrong; an admin says which by confirming (confirm_clock).
    Nothing is stored: a clock that is put right again ends the pause by itself.
    """
    the_gate()  # a new database is tied to this installation before its first release
    return paused_since(at) is None


def paused_since(at: datetime) -> datetime | None:
    """When the last release was, if too long ago to go on without being asked; else None. Only reads."""
    last = Gate.objects.filter(pk=1).values_list("last_release_at", flat=True).first()
    return last if last is not None and at - last > LONGEST_SILENCE else None


def note_release(at: datetime) -> None:
    """Remember that releases went on until now; never backwards."""
    stale = Q(last_release_at__isnull=True) | Q(last_release_at__lt=at - NOTED_EVERY)
    Gate.objects.filter(stale).update(last_release_at=at)
