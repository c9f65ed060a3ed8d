"""The ARR ledger: movements that always add up to the lines on any day up to today.

Movements are written when their day comes, never ahead: ends and starts that are only known lie in the
lines, and ``accounts.changes`` books them on their day. Rows are only ever added; a movement that turned
out wrong gets a correction that points at it. The ledger's day is the UTC day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from .arr_columns import refresh_arr_columns
from .choices import MovementKind
from .fx_table import rates_for
from .holdings import holdings_of
from .models import Account, ArrMovement
from .movements import Entry, as_booked_before, differences, implied_entries
from .periods import closed_through, refuse_closed
from .placed import BookedLine, Holding

BATCH = 500
Key = tuple[str, date, str, str]


@dataclass(frozen=True)
class Difference:
    """One row the ledger lacked: a movement, or the correction of one that stands."""

    account_id: int
    entry: Entry
    corrects_id: int | None


def ledger_day(at: datetime) -> date:
    """The day on which an instant falls for the ledger."""
    return at.astimezone(UTC).date()


def rebuild_ledger(
    account_ids: Collection[int] | None = None,
    *,
    on: date,
    write: bool = True,
    guard: bool = False,
    correction: str = "",
) -> list[Difference]:
    """Compare the ledger of these accounts (or all) with their lines; return what was missing.

    With ``write`` the missing rows are added and the ARR columns made true. A second call finds nothing.
    With ``guard`` a change of a closed period raises ClosedPeriod unless ``correction`` says why; what is
    written for a closed period is always a correction.
    """
    found: list[Difference] = []
    closed = closed_through()
    for batch in _batches(account_ids):
        with transaction.atomic():
            if write:
                list(Account.objects.for_update_in_order(pk__in=batch).values_list("pk"))
            missing = _missing(batch, on)
            if guard and not correction:
                refuse_closed((difference.entry.on for difference in missing), closed)
            if write:
                ArrMovement.objects.bulk_create(_row(row, closed, correction) for row in missing)
                refresh_arr_columns(batch, on=on)
            found += missing
    return found


def lines_of(account_ids: Collection[int]) -> dict[int, Sequence[BookedLine]]:
    """Lines of contracts that are in force or were, by account, each with its contract's currency.

    A contract that went over to another account counts in each for the days it was its own.
    """
    return {account_id: holding.lines for account_id, holding in holdings_of(account_ids).items()}


def _batches(account_ids: Collection[int] | None) -> Iterator[list[int]]:
    if account_ids is None:
        account_ids = list(Account.objects.order_by("id").values_list("pk", flat=True))
    ordered = sorted(account_ids)
    for first in range(0, len(ordered), BATCH):
        yield ordered[first : first + BATCH]


def _missing(account_ids: Collection[int], on: date) -> list[Difference]:
    books, standing = holdings_of(account_ids), _standing(account_ids)
    rates = rates_for(
        {code for held in books.values() if len(codes := _currencies(held)) > 1 for code in codes}
    )
    missing: list[Difference] = []
    for account_id in sorted({*books, *standing}):
        rows, keys = standing.get(account_id, ([], {}))
        wanted = implied_entries(
            books.get(account_id, Holding()), upto=on, convert=as_booked_before(rows, rates.convert)
        )
        missing += [Difference(account_id, entry, keys.get(entry.key)) for entry in differences(wanted, rows)]
    return missing


def _currencies(holding: Holding) -> set[str]:
    return {line.currency for line in holding.lines}


def _standing(account_ids: Collection[int]) -> dict[int, tuple[list[Entry], dict[Key, int]]]:
    """What stands by account: entries with corrections counted to what they correct, and their ids."""
    found: dict[int, tuple[list[Entry], dict[Key, int]]] = defaultdict(lambda: ([], {}))
    rows = ArrMovement.objects.filter(account_id__in=account_ids).select_related("corrects").order_by("id")
    for row in rows:
        origin = row.corrects or row
        kind = origin.meant_kind or origin.kind
        entry = Entry(origin.currency, origin.effective_on, kind, origin.subkind, row.amount)
        entries, keys = found[row.account_id]
        entries.append(entry)
        keys[entry.key] = origin.pk
    return found


def _row(difference: Difference, closed: date | None, note: str) -> ArrMovement:
    entry, corrects = difference.entry, difference.corrects_id
    is_closed = closed is not None and entry.on <= closed
    return ArrMovement(
        account_id=difference.account_id,
        line_id=entry.line_id,
        effective_on=entry.on,
        kind=MovementKind.CORRECTION if corrects or is_closed else entry.kind,
        subkind=entry.subkind,
        meant_kind=entry.kind if is_closed and not corrects else "",
        amount=entry.amount,
        currency=entry.currency,
        corrects_id=corrects,
        note=note[:300] if corrects or is_closed else "",
    )
