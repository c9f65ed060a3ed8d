"""A line as the ledger of one account sees it: clipped by mergers, carried through suspensions. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from .arr import ZERO, arr_on
from .causes import CausedLine

_ONE_DAY = timedelta(days=1)


class BookedLine(CausedLine, Protocol):
    """A line with its id and the currency of its contract."""

    @property
    def currency(self) -> str: ...


class Pause(Protocol):
    """A suspension of a line: see LineSuspension."""

    @property
    def line_id(self) -> int: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def lost_on(self) -> date | None: ...


@dataclass(frozen=True)
class Placed:
    """A line with other days than its own; everything else is the line's."""

    line: BookedLine
    start_on: date
    end_on: date | None

    def __getattr__(self, name: str) -> object:
        return getattr(self.line, name)


@dataclass(frozen=True)
class Transfer:
    """ARR that left or came on a day without being lost or won; signed."""

    on: date
    currency: str
    amount: Decimal
    subkind: str
    line_id: int | None = None


@dataclass(frozen=True)
class Holding:
    """All that the ledger of one account follows from."""

    lines: Sequence[BookedLine] = ()
    pauses: Sequence[Pause] = ()
    moved: Sequence[Transfer] = ()


@dataclass
class HoldingParts:
    """A holding while it is being put together."""

    lines: list[BookedLine] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    moved: dict[tuple[date, str], Decimal] = field(default_factory=dict)

    def move(self, on: date, amounts: Mapping[str, Decimal], sign: int) -> None:
        """Note what came (1) or went (-1) on a day, by currency."""
        for currency, amount in amounts.items():
            self.moved[on, currency] = self.moved.get((on, currency), ZERO) + sign * amount

    def whole(self) -> Holding:
        """The holding as the ledger takes it."""
        moved = [Transfer(on, code, amount, "merger") for (on, code), amount in sorted(self.moved.items())]
        return Holding(self.lines, self.pauses, moved)


def clipped(line: BookedLine, first: date | None, last: date | None) -> BookedLine | None:
    """The line inside the days in which its contract was an account's; None when it never ran in them."""
    start = max(line.start_on, first or date.min)
    end = min(line.end_on or date.max, last or date.max)
    if end < start:
        return None
    if start == line.start_on and end == (line.end_on or date.max):
        return line
    return Placed(line, start, None if end == date.max else end)  # type: ignore[return-value] # see Placed


def worth_by_currency(lines: Iterable[BookedLine], day: date) -> dict[str, Decimal]:
    """What lines carry on a day, by currency; currencies without any are left out."""
    by_currency: dict[str, list[BookedLine]] = {}
    for line in lines:
        by_currency.setdefault(line.currency, []).append(line)
    worth = {code: arr_on(rows, day) for code, rows in by_currency.items()}
    return {code: amount for code, amount in worth.items() if amount}


def last_day_held(pause: Pause) -> date | None:
    """The last day on which suspended ARR counts as held: it comes back, its term ends, or it is lost."""
    ends = [pause.ends_on, pause.until, pause.lost_on and pause.lost_on - _ONE_DAY]
    return min((day for day in ends if day is not None), default=None)


def carried(
    lines: Sequence[BookedLine], pauses: Iterable[Pause]
) -> tuple[list[BookedLine], list[Transfer], set[date]]:
    """Lines as if no suspension had taken their ARR, the transfers that take it, and the days of return."""
    paused = {pause.line_id: pause for pause in pauses}
    kept: list[BookedLine] = []
    transfers: list[Transfer] = []
    returns: set[date] = set()
    for line in lines:
        pause = paused.get(line.pk)
        last = last_day_held(pause) if pause else None
        if pause is None or not line.is_recurring or (last is not None and last < pause.starts_on):
            kept.append(line)
            continue
        kept.append(Placed(line, line.start_on, last))  # type: ignore[arg-type] # see Placed
        amount = arr_on([line], line.start_on)
        out = Transfer(pause.starts_on, line.currency, -amount, "suspended", line.pk)
        transfers.append(out)
        if last is not None and last < date.max:
            transfers.append(replace(out, on=last + _ONE_DAY, amount=amount))
            returns.add(last + _ONE_DAY)
    return kept, transfers, returns
