"""How often somebody may try: counted in PostgreSQL, safely under any number of parallel tries.

A try is written, and only then judged: the lock is held for the counting alone, not while a password is
hashed. Known and unknown e-mail addresses are counted and refused alike.
"""

from datetime import datetime, timedelta
from math import ceil

from django.db import connection, transaction
from django.db.models import QuerySet

from retention.lib.errors import DomainError

from .addresses import place_of
from .models import Session, SignInTry, TryPurpose

WINDOW = timedelta(minutes=15)
FAILURES_OF_EMAIL = 5
FAILURES_OF_ADDRESS = 20
KEPT = timedelta(days=30)


class TooManyTries(DomainError):
    """Nothing was tried; ``minutes`` is how long to wait."""

    def __init__(self, minutes: int) -> None:
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"Too many tries. Wait {wait}, then try again.")
        self.minutes = minutes


@transaction.atomic
def begin_try(purpose: TryPurpose, *, email: str = "", address: str | None, at: datetime) -> SignInTry:
    """Count one more try, as failed until ``succeeded`` says otherwise. Raises TooManyTries instead.

    *at* is the database's now: tries of the last fifteen minutes count.
    """
    email, place = email.strip().lower()[:254], place_of(address)
    _queue_up(f"{purpose}:{email}", f"{purpose}:{place}")
    recent = SignInTry.objects.filter(purpose=purpose, at__gt=at - WINDOW).order_by("-at", "-id")
    if email:
        _refuse_beyond(_since_success(recent.filter(email=email)), FAILURES_OF_EMAIL, at)
    if place:
        _refuse_beyond(recent.filter(address=place, succeeded=False), FAILURES_OF_ADDRESS, at)
    return SignInTry.objects.create(purpose=purpose, email=email, address=place, succeeded=False, at=at)


def succeeded(attempt: SignInTry) -> None:
    """The try was right."""
    SignInTry.objects.filter(pk=attempt.pk).update(succeeded=True)


def forget_old(at: datetime, limit: int) -> int:
    """Delete up to *limit* tries older than thirty days, and as many sessions that have ended; how many."""
    tries = SignInTry.objects.filter(at__lt=at - KEPT).order_by("id").values("pk")[:limit]
    ended = Session.objects.filter(expire_date__lt=at).order_by("expire_date").values("pk")[:limit]
    return (
        SignInTry.objects.filter(pk__in=tries).delete()[0] + Session.objects.filter(pk__in=ended).delete()[0]
    )


def _queue_up(*keys: str) -> None:
    """Wait for other tries with the same keys; sorted, so that two never wait for each other."""
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"keel.try:{key}"])


def _since_success(tries: QuerySet[SignInTry]) -> QuerySet[SignInTry]:
    last = tries.filter(succeeded=True).first()
    return tries.filter(succeeded=False, id__gt=last.pk) if last else tries.filter(succeeded=False)


def _refuse_beyond(failures: QuerySet[SignInTry], limit: int, at: datetime) -> None:
    newest = list(failures.values_list("at", flat=True)[:limit])
    if len(newest) == limit:
        raise TooManyTries(minutes=max(1, ceil((newest[-1] + WINDOW - at).total_seconds() / 60)))
