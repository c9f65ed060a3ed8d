"""What keeps health true: refreshing accounts when something happened, and closing days when they are over.

Everything here is done by the machine; people change health only by what they do with their customers.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from accounts.models import Account
from retention.lib.ticks import is_stopping

from .judging import close_accounts, refresh_rows
from .models import ClosedDay, HealthSnapshot
from .moments import AsOf, closed_day, day_of, live, reconstructed
from .partitions import ensure_partitions
from .published import Published, current_card
from .telling import announce_bands, tell, tell_past

BATCH = 5000
"""Accounts to a transaction: fewer read the larger tables more often, more hold row locks longer."""
EVERYTHING = 2**31 - 1

_NEXT = """
SELECT a.id FROM accounts_account a
WHERE a.id > %(after)s AND a.stage <> 'former' AND a.recorded_at <= %(known_by)s
ORDER BY a.id LIMIT %(limit)s FOR NO KEY UPDATE OF a
"""


class DayNotOver(ValueError):
    """A day can be closed only when it is over."""


@transaction.atomic
def refresh_account(*, account_id: int, at: datetime) -> bool:
    """Make the health columns of one account true now; return whether its band changed.

    Called in the transaction of whatever happened, so that both are true together or not at all.
    """
    return bool(refresh_accounts(account_ids=[account_id], at=at))


@transaction.atomic
def refresh_accounts(*, account_ids: Collection[int], at: datetime) -> int:
    """Make the health columns of these accounts true now; return how many bands changed."""
    as_of, published, changed = live(at), current_card(), 0
    for ids in _in_batches(sorted(account_ids)):
        _lock(ids)
        moved = refresh_rows(ids, as_of, published)
        tell(moved, as_of, published, at=at)
        changed += len(moved)
    return changed


def close_due_days(at: datetime, limit: int = EVERYTHING) -> int:
    """Close every day that is over and not closed yet, oldest first, at most *limit* accounts in all.

    Each day is computed as of its own end, however late. Returns how many snapshots were written; what is
    left is done next time. Running it twice, or on two machines, changes nothing.
    """
    yesterday = day_of(at) - timedelta(days=1)
    last = ClosedDay.objects.filter(closed_at__isnull=False).order_by("-on").first()
    on, written = last.on + timedelta(days=1) if last else yesterday, 0
    while on <= yesterday and written < limit:
        written += run_day(on=on, at=at, limit=limit - written)
        on += timedelta(days=1)
    return written


def run_day(*, on: date, at: datetime, batch: int = BATCH, limit: int = EVERYTHING) -> int:
    """Write the snapshots of a day that is over, for every account known then; return how many.

    Set-based, *batch* accounts to a transaction, so that memory stays flat and nobody waits long for a row.
    Idempotent: an account that has its snapshot is left alone. Raises DayNotOver.
    """
    if on >= day_of(at):
        raise DayNotOver(f"{on} is not over")
    ensure_partitions(on)
    as_of, published = closed_day(on), current_card()
    ClosedDay.objects.get_or_create(on=on)
    after = written = 0
    while written < limit and not is_stopping():
        size = min(batch, limit - written)
        after, count = _close_next(after, size, as_of, published, at=at)
        written += count
        if not after:
            ClosedDay.objects.filter(on=on, closed_at__isnull=True).update(closed_at=at)
            break
    return written


@transaction.atomic
def _close_next(after: int, size: int, as_of: AsOf, published: Published, *, at: datetime) -> tuple[int, int]:
    """Close the next accounts; return the last id (0 when none was left) and how many were written."""
    _for_many_rows()
    found = _next_known(after, size, as_of)
    ids = _without_snapshot(found, as_of.on)
    if not ids:
        return (found[-1] if found else 0), 0
    is_latest = as_of.on == live(at).on
    count, moved = close_accounts(ids, as_of, published, at=at, writes_rows=is_latest)
    ClosedDay.objects.filter(on=as_of.on).update(accounts=F("accounts") + count)
    tell(moved, as_of, published, at=at)
    if is_latest:
        _catch_up(ids, as_of, published, at=at)
    return found[-1], count


def _catch_up(ids: list[int], as_of: AsOf, published: Published, *, at: datetime) -> None:
    """Rows refreshed since the day ended know more than its close: they are computed again as of now."""
    newer = Account.objects.filter(id__in=ids, health_on__gt=as_of.on).order_by("id")
    later = list(newer.values_list("id", flat=True))
    if later:
        tell(refresh_rows(later, live(at), published), live(at), published, at=at)


def backfill_demo(*, account_ids: Collection[int], days: int, at: datetime) -> int:
    """Write the snapshots of the last *days* days for sample accounts, from what happened; return how many.

    They are marked as reconstructed, for nobody knew it then: imported history gets none. Then the rows are
    made true. Days that already have a snapshot, or lie before one, are left alone.
    """
    published, ids, written = current_card(), sorted(account_ids), 0
    first = day_of(at) - timedelta(days=days)
    ensure_partitions(first, months_ahead=days // 28 + 1)
    with transaction.atomic():
        _lock(ids)
        for number in range(days):
            as_of = reconstructed(first + timedelta(days=number))
            written += close_accounts(ids, as_of, published, at=at, writes_rows=False)[0]
        if written:
            tell_past(ids, first=first, last=day_of(at))
        announce_bands(refresh_rows(ids, live(at), published), at=at)
    return written


def _next_known(after: int, size: int, as_of: AsOf) -> list[int]:
    """The next accounts that were known then, locked in id order."""
    values: dict[str, Any] = {"after": after, "limit": size, "known_by": as_of.known_by}
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, values)
        return [row[0] for row in cursor.fetchall()]


def _without_snapshot(account_ids: list[int], on: date) -> list[int]:
    kept = HealthSnapshot.objects.filter(account_id__in=account_ids, on=on)
    closed = set(kept.values_list("account_id", flat=True))
    return [account_id for account_id in account_ids if account_id not in closed]


def _lock(ids: list[int]) -> None:
    """Lock the rows in id order: two writers of one account follow each other and see each other's facts."""
    rows = Account.objects.filter(id__in=ids).order_by("id")
    list(rows.select_for_update(no_key=True, of=("self",)).values_list("id", flat=True))


def _in_batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _for_many_rows() -> None:
    """Room to sort in memory, and no just-in-time compiling, which costs more than it saves here."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
