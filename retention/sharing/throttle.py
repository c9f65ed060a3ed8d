"""How often somebody may open, guess, or say something behind links: counted in PostgreSQL.

A try is written before it is judged, under a lock for the counting alone; so parallel tries count each other
and emptying Redis forgets none. Numbers and what is kept: docs/operations.md, Shared plans.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from django.db import connection, transaction
from django.db.models import Q

from retention.lib.errors import DomainError

from .choices import TryKind
from .models import ShareLink, ShareTry
from .secrets import place_mark

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in a span: of one place, and of one link from everywhere."""

    of_place: int
    of_link: int
    span: timedelta


LIMITS = {
    TryKind.OPEN: Limit(120, 300, timedelta(minutes=15)),
    TryKind.MISS: Limit(20, 0, timedelta(minutes=15)),
    TryKind.CODE: Limit(5, 10, timedelta(minutes=15)),
    TryKind.WORD: Limit(20, 40, timedelta(hours=1)),
}


class TooOften(DomainError):
    """Nothing was looked at; ``minutes`` is how long to wait."""

    def __init__(self, minutes: int) -> None:
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"Too many tries. Wait {wait}, then try again.")
        self.minutes = minutes


@transaction.atomic
def count_try(kind: TryKind, *, place: str | None, at: datetime, link: ShareLink | None = None) -> int:
    """Count one more, from *place* (an address) and of *link*; its id. Raises TooOften instead."""
    mark, limit = place_mark(place, f"{at.astimezone(UTC):%Y-%m-%d}"), LIMITS[kind]
    _queue_up(f"{kind}:{mark}", f"{kind}:link:{link.pk if link else 0}")
    if mark:
        _refuse_beyond(Q(place=mark), kind, limit.of_place, limit.span, at)
    if link is not None:
        _refuse_beyond(Q(link=link), kind, limit.of_link, limit.span, at)
    return ShareTry.objects.create(kind=kind, place=mark, link=link, at=at).pk


def was_right(try_id: int) -> None:
    """The try was no fault: it does not count."""
    ShareTry.objects.filter(pk=try_id).delete()


def refuse_guessers(*, place: str | None, at: datetime) -> None:
    """Raise TooOften while somewhere keeps asking for links that are not there."""
    mark, limit = place_mark(place, f"{at.astimezone(UTC):%Y-%m-%d}"), LIMITS[TryKind.MISS]
    if mark:
        _refuse_beyond(Q(place=mark), TryKind.MISS, limit.of_place, limit.span, at)


def forget_tries(at: datetime, limit: int) -> int:
    """Tick: delete up to *limit* tries older than a day; how many."""
    old = ShareTry.objects.filter(at__lt=at - KEPT).order_by("at").values("pk")[:limit]
    return ShareTry.objects.filter(pk__in=old).delete()[0]


def _refuse_beyond(whose: Q, kind: TryKind, most: int, span: timedelta, at: datetime) -> None:
    rows = ShareTry.objects.filter(whose, kind=kind, at__gt=at - span).order_by("-at")
    newest = list(rows.values_list("at", flat=True)[:most])
    if len(newest) == most:
        raise TooOften(minutes=max(1, ceil((newest[-1] + span - at).total_seconds() / 60)))


def _queue_up(*keys: str) -> None:
    """Wait for other tries with the same keys; sorted, so that two never wait for each other."""
    named = [f"keel.share:{key}" for key in sorted(keys)]
    locks = ", ".join(["pg_advisory_xact_lock(hashtextextended(%s, 0))"] * len(named))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks}", named)
