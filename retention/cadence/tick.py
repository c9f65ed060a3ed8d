"""What time alone changes: pauses that end, decisions that come near."""

from datetime import datetime

from django.db import connection, transaction

from .check_ins import refresh

_DUE = """
SELECT a.id FROM accounts_account a
WHERE a.id IN (SELECT account_id FROM cadence_checkin WHERE changes_at <= %s ORDER BY changes_at LIMIT %s)
ORDER BY a.id FOR NO KEY UPDATE OF a SKIP LOCKED
"""


def apply_due(at: datetime, limit: int = 200) -> int:
    """Derive the check-ins again whose hour has come, at most *limit* rows; return how many accounts.

    Safe to run twice, late, or in several processes at once: each claims other accounts, and what one
    did is no longer due for the next.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_DUE, [at, limit])
            ids = [row[0] for row in cursor.fetchall()]
        if ids:
            refresh(ids, at=at)
    return len(ids)
