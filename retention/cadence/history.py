"""What touchpoints say about the clocks: last two-way contact, tries since, and what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from contacts.choices import Direction
from contacts.qualifying import NOT_A_CONVERSATION, UNANSWERED_OUTCOMES
from contacts.reached import NOT_REACHED_BY, USUAL_MOST, WINDOW_DAYS


@dataclass(frozen=True, slots=True)
class History:
    """``attempts`` are the unanswered tries after the last two-way touchpoint, oldest first.

    ``full_until`` is when one more touch keeps them within the most they want in 30 days.
    ``next_at`` is the first touchpoint that lies in the future and will change something once it happened.
    """

    last_two_way_at: datetime | None = None
    attempts: tuple[datetime, ...] = ()
    next_at: datetime | None = None
    full_until: datetime | None = None


EMPTY = History()

_CONTACTS = """
SELECT contact_id, max(last_at),
    array_agg(happened_at ORDER BY happened_at) FILTER (
        WHERE is_attempt AND happened_at <= %(at)s AND (last_at IS NULL OR happened_at > last_at)),
    min(happened_at) FILTER (WHERE happened_at > %(at)s AND (is_qualifying OR is_attempt OR is_told)),
    max(first_of_full + %(window)s) FILTER (
        WHERE is_told AND happened_at <= %(at)s AND first_of_full > happened_at - %(window)s)
FROM (
    SELECT l.contact_id, t.happened_at, t.is_qualifying,
        t.direction = %(outbound)s AND t.outcome = ANY(%(unanswered)s) AND t.channel <> ALL(%(notes)s)
            AS is_attempt,
        t.direction = %(outbound)s AND t.outcome <> ALL(%(unheard)s) AND t.channel <> ALL(%(notes)s)
            AS is_told,
        lag(t.happened_at, coalesce(c.most_in_30_days, %(most)s) - 1) OVER (
            PARTITION BY l.contact_id,
                t.direction = %(outbound)s AND t.outcome <> ALL(%(unheard)s) AND t.channel <> ALL(%(notes)s)
            ORDER BY t.happened_at, t.id) AS first_of_full,
        max(t.happened_at) FILTER (WHERE t.is_qualifying AND t.happened_at <= %(at)s)
            OVER (PARTITION BY l.contact_id) AS last_at
    FROM contacts_contact c
    JOIN contacts_touchpointcontact l ON l.contact_id = c.id AND NOT l.in_copy
    JOIN contacts_touchpoint t ON t.id = l.touchpoint_id AND t.is_current
    WHERE c.account_id = ANY(%(ids)s)
) touches GROUP BY contact_id
"""
_ACCOUNTS = """
SELECT account_id, max(happened_at) FILTER (WHERE happened_at <= %(at)s),
    min(happened_at) FILTER (WHERE happened_at > %(at)s)
FROM contacts_touchpoint
WHERE account_id = ANY(%(ids)s) AND is_current AND is_qualifying GROUP BY account_id
"""


def contact_histories(account_ids: Sequence[int], *, at: datetime) -> dict[int, History]:
    """By contact id, for the contacts of these accounts who were ever spoken to or tried."""
    values: dict[str, Any] = {
        "ids": list(account_ids),
        "at": at,
        "outbound": Direction.OUTBOUND.value,
        "unanswered": sorted(UNANSWERED_OUTCOMES),
        "notes": sorted(NOT_A_CONVERSATION),
        "unheard": [outcome.value for outcome in NOT_REACHED_BY],
        "most": USUAL_MOST,
        "window": timedelta(days=WINDOW_DAYS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS, values)
        return {
            contact_id: History(last_at, tuple(tries or ()), next_at, full_until)
            for contact_id, last_at, tries, next_at, full_until in cursor.fetchall()
        }


def account_histories(account_ids: Sequence[int], *, at: datetime) -> dict[int, History]:
    """By account id; any two-way touchpoint with anybody there counts."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, {"ids": list(account_ids), "at": at})
        return {
            account_id: History(last_at, (), next_at) for account_id, last_at, next_at in cursor.fetchall()
        }
