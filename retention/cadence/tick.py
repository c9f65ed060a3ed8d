"""What time alone changes: pauses that end, decisions that come near, gaps of the map that close."""

import logging
from datetime import datetime

from django.db import connection, transaction

from .actions.gaps import take_back_closed_gaps
from .check_ins import refresh

logger = logging.getLogger(__name__)

_DUE = """
SELECT account_id FROM cadence_checkin WHERE changes_at <= %s
GROUP BY account_id ORDER BY min(changes_at), account_id LIMIT %s
"""
_WITH_GAPS = """
SELECT DISTINCT account_id FROM cadence_checkin
WHERE gap_id IS NOT NULL AND account_id %% %s = %s ORDER BY account_id LIMIT %s
"""
SLOTS = 144
"""Parts of a day, of ten minutes each: every account has one."""
_CLAIM = "SELECT id FROM accounts_account WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED"


def apply_due(at: datetime, limit: int = 200) -> int:
    """Derive the check-ins again whose hour has come, of at most *limit* accounts; return how many.

    Safe to run twice, late, or in several processes at once: each claims other accounts, and what one
    did is no longer due for the next. An account that cannot be done is logged and stops no other.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [at, limit])
        due = [row[0] for row in cursor.fetchall()]
    if not due:
        return 0
    try:
        return _apply(due, at)
    except Exception:
        return sum(_apply_one(account_id, at) for account_id in due)


@transaction.atomic
def _apply(account_ids: list[int], at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [account_ids])
        claimed = [row[0] for row in cursor.fetchall()]
    refresh(claimed, at=at)
    return len(claimed)


def _apply_one(account_id: int, at: datetime) -> int:
    try:
        return _apply([account_id], at)
    except Exception:
        logger.exception("account %s: check-ins due to change could not be derived", account_id)
        return 0


def take_back_lapsed(at: datetime, limit: int = 200) -> int:
    """Take back gaps that made a check-in due and that time alone has closed on the map; return how many.

    Each account's turn comes once a day, in one of its ten-minute slots, so that no moment looks at all.
    What a person or a talk closes is taken back at once, elsewhere. Harmless when run twice or late.
    """
    slot = (at.hour * 60 + at.minute) // (24 * 60 // SLOTS)
    with connection.cursor() as cursor:
        cursor.execute(_WITH_GAPS, [SLOTS, slot, limit])
        ids = [row[0] for row in cursor.fetchall()]
    return sum(_take_back(account_id, at) for account_id in ids)


def _take_back(account_id: int, at: datetime) -> int:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_CLAIM, [[account_id]])
            return take_back_closed_gaps(account_id, at=at) if cursor.fetchall() else 0
    except Exception:
        logger.exception("account %s: gaps that may be closed could not be looked at", account_id)
        return 0
