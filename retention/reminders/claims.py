"""Taking up a mail: one committed statement, so that a sender that dies has left its mark."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

MAX_ATTEMPTS = 8
BACKOFF = (10, 30, 120, 600, 1800, 3600, 10_800, 21_600)
"""Seconds until the next attempt, after the first, the second, ... attempt: ten hours in all."""

_CLAIM = """
UPDATE reminders_delivery SET
    attempts = attempts + 1,
    maybe_twice = maybe_twice OR claimed_at IS NOT NULL,
    claimed_at = %(at)s,
    next_try_at = %(at)s + make_interval(secs => (%(backoff)s::int[])[LEAST(attempts + 1, %(most)s)])
WHERE id = (
    SELECT id FROM reminders_delivery
    WHERE state = 'pending' AND next_try_at <= %(at)s
    ORDER BY next_try_at, id
    FOR UPDATE SKIP LOCKED LIMIT 1
)
RETURNING id, attempts
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail this sender has taken up, for the *attempt*-th time."""

    delivery_id: int
    attempt: int

    @property
    def is_one_too_many(self) -> bool:
        """True when all attempts were used up, the last of them by a sender that died."""
        return self.attempt > MAX_ATTEMPTS


def claim_next(at: datetime) -> Claim | None:
    """Take up the mail that waits longest, and commit that.

    The attempt is counted before it is made: a mail that kills its sender is not tried for ever. A claim
    found unfinished means that a sender died, perhaps after the host had taken the mail: ``maybe_twice``.
    Rows that a sender holds locked are skipped.
    """
    parameters: dict[str, Any] = {"at": at, "backoff": list(BACKOFF), "most": MAX_ATTEMPTS}
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, parameters)
        row = cursor.fetchone()
    return Claim(*row) if row else None
