"""Which movements an account's lines imply, over all its currencies (docs/methods.md, Movements). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from .arr import ZERO, NetMovement, RecurringLine, arr_on, ledger

CURRENCY_CHANGE = "currency_change"
_BECOMES = {"new": "expansion", "reactivation": "expansion", "churn": "contraction"}
_MOVES = {"new": "transfer_in", "reactivation": "transfer_in", "churn": "transfer_out"}


class BookedLine(RecurringLine, Protocol):
    """A line with its id and the currency of its contract."""

    @property
    def pk(self) -> int: ...
    @property
    def currency(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands, or should stand, in the ledger under one key."""

    currency: str
    on: date
    kind: str
    subkind: str
    amount: Decimal
    line_id: int | None = None

    @property
    def key(self) -> tuple[str, date, str, str]:
        """Two entries with the same key are the same movement."""
        return (self.currency, self.on, self.kind, self.subkind)


def implied_entries(lines: Sequence[BookedLine], *, upto: date) -> list[Entry]:
    """The movements of every day up to *upto*, by day; they add up to the lines on each of those days.

    The account is the entity: revenue that ends in one currency while another goes on is contraction,
    not churn, and a change of currency on one day is a transfer.
    """
    books: Mapping[str, list[BookedLine]] = defaultdict(list)
    for line in lines:
        books[line.currency].append(line)
    entries: list[Entry] = []
    for currency in sorted(books):
        others = [line for other, rows in books.items() if other != currency for line in rows]
        for movement in ledger(books[currency]):
            if movement.on <= upto:
                seen = _as_the_account_sees_it(movement, others)
                cause = _only_line(books[currency], movement.on)
                entries.append(Entry(currency, seen.on, seen.kind, seen.subkind, seen.amount, cause))
    return sorted(entries, key=lambda entry: (entry.on, entry.currency))


def _as_the_account_sees_it(movement: NetMovement, others: Sequence[RecurringLine]) -> NetMovement:
    if movement.kind not in _BECOMES or not others:
        return movement
    before, after = arr_on(others, movement.on - timedelta(days=1)), arr_on(others, movement.on)
    leaving = movement.kind == "churn"
    if (before == ZERO and after > ZERO) if leaving else (before > ZERO and after == ZERO):
        return replace(movement, kind=_MOVES[movement.kind], subkind=CURRENCY_CHANGE)
    if (after if leaving else before) > ZERO:
        return replace(movement, kind=_BECOMES[movement.kind])
    return movement


def _only_line(lines: Iterable[BookedLine], day: date) -> int | None:
    """The line that alone begins or ends its service on the day."""
    changing = [line.pk for line in lines if line.is_recurring and day in (line.start_on, _after(line))]
    return changing[0] if len(changing) == 1 else None


def _after(line: RecurringLine) -> date | None:
    return line.end_on + timedelta(days=1) if line.end_on is not None and line.end_on < date.max else None


def differences(wanted: Iterable[Entry], standing: Iterable[Entry]) -> list[Entry]:
    """What must be added to *standing* so that *wanted* stands: missing entries and signed corrections."""
    stands: dict[tuple[str, date, str, str], Decimal] = defaultdict(lambda: ZERO)
    present = set()
    for entry in standing:
        stands[entry.key] += entry.amount
        present.add(entry.key)
    missing: list[Entry] = []
    for entry in wanted:
        gap = entry.amount - stands.pop(entry.key, ZERO)
        if gap or entry.key not in present:
            missing.append(replace(entry, amount=gap))
    missing += [Entry(*key, amount=-amount) for key, amount in stands.items() if amount]
    return missing
