"""What is wrong with a set of contract lines (docs/methods.md, ARR). Pure: no database, no clock."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from .arr import RecurringLine


class PlacedLine(RecurringLine, Protocol):
    """A line that also says what it is for and where."""

    @property
    def product_id(self) -> int | None: ...
    @property
    def org_unit_id(self) -> int | None: ...


def overlapping(lines: Sequence[PlacedLine]) -> list[tuple[int, int]]:
    """Positions (older, newer) of lines that sell the same product to the same unit on the same day.

    Such a pair counts its ARR twice and fakes a loss when the older one ends: it must end before the
    newer one starts. Lines without a product and one-off lines are left alone.
    """
    places: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for position, line in enumerate(lines):
        if line.is_recurring and line.product_id is not None:
            places[(line.product_id, line.org_unit_id)].append(position)
    pairs: list[tuple[int, int]] = []
    for positions in places.values():
        positions.sort(key=lambda position: (lines[position].start_on, position))
        open_line = positions[0]
        for newer in positions[1:]:
            if _last_day(lines[open_line]) >= lines[newer].start_on:
                pairs.append((open_line, newer))
            if _last_day(lines[newer]) > _last_day(lines[open_line]):
                open_line = newer
    return sorted(pairs)


def outside_term(lines: Sequence[RecurringLine], term_start: date, term_end: date | None) -> list[int]:
    """Positions of lines that start before the contract's term or run beyond it."""
    last = term_end or date.max
    return [
        position
        for position, line in enumerate(lines)
        if line.start_on < term_start or (term_end is not None and _last_day(line) > last)
    ]


def _last_day(line: RecurringLine) -> date:
    return line.end_on or date.max
