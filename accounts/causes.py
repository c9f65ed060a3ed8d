"""What lay behind a movement: quantity, price, product, unit or the end of a contract. Pure.

Source: docs/methods.md, Movements. The cause of a net change is the largest of the changes that point the
same way; the others are seen in the lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from .arr import ZERO, SoldLine, arr_of_line

_ONE_DAY = timedelta(days=1)


class CausedLine(SoldLine, Protocol):
    """A line that says enough to tell why it changed."""

    @property
    def quantity(self) -> Decimal: ...
    @property
    def escalator_on(self) -> date | None: ...
    @property
    def end_cause(self) -> str: ...
    @property
    def is_cut(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Cause:
    """A name, how much of the change it made, and the line to look at."""

    name: str
    amount: Decimal
    line_id: int | None


@dataclass(slots=True)
class _Place:
    """One product in one unit: its lines on the day before and on the day."""

    product: object
    unit: int | None
    before: list[CausedLine] = field(default_factory=list)
    after: list[CausedLine] = field(default_factory=list)

    @property
    def lines(self) -> list[CausedLine]:
        return [*self.after, *self.before]


def cause_of(lines: Iterable[CausedLine], day: date, kind: str) -> Cause:
    """The largest cause of what happened on a day; for kinds without causes only the line is told."""
    before, after = _running(lines, day - _ONE_DAY), _running(lines, day)
    ended = [line for line in before if line not in after]
    begun = [line for line in after if line not in before]
    if kind == "churn":
        line = _largest(ended)
        return Cause(_why_ended(line) if line else "", ZERO, line.pk if line else None)
    if kind in ("expansion", "contraction"):
        sign = 1 if kind == "expansion" else -1
        found = [cause for cause in _causes(before, after, day) if cause.amount * sign > 0]
        if found:
            return max(found, key=lambda cause: abs(cause.amount))
    line = _largest(begun) or _largest(ended)
    return Cause("", ZERO, line.pk if line else None)


def _running(lines: Iterable[CausedLine], day: date) -> list[CausedLine]:
    return [line for line in lines if arr_of_line(line, day)]


def _worth(lines: Sequence[CausedLine]) -> Decimal:
    return sum((arr_of_line(line, line.start_on) for line in lines), ZERO)


def _largest(lines: Sequence[CausedLine]) -> CausedLine | None:
    return max(lines, key=lambda line: (_worth([line]), -line.pk), default=None)


def _why_ended(line: CausedLine) -> str:
    return line.end_cause or ("mid_term_termination" if line.is_cut else "non_renewal")


def _causes(before: Sequence[CausedLine], after: Sequence[CausedLine], day: date) -> list[Cause]:
    places: dict[tuple[object, int | None], _Place] = {}
    renamed = {line.pk: _key(line) for line in after if line.product_id is None}
    for line in before:
        key = _key(line)
        if line.product_id is None:
            key = renamed.get(line.superseded_by_id or 0, key)
        places.setdefault(key, _Place(*key)).before.append(line)
    for line in after:
        key = _key(line)
        places.setdefault(key, _Place(*key)).after.append(line)
    found: list[Cause] = []
    for unit_places in _by_unit(places.values()).values():
        gone = [place for place in unit_places if not place.after]
        come = [place for place in unit_places if not place.before]
        stayed = [place for place in unit_places if place.before and place.after]
        found += [_same_product(place, day) for place in stayed]
        if gone and come:
            found.append(_other_product(gone, come))
        else:
            unit_stays = not _unit_moves(gone or come, before, after)
            found += [_one_sided(place, unit_stays) for place in gone or come]
    return found


def _key(line: CausedLine) -> tuple[object, int | None]:
    return (line.product_id or line.description, line.org_unit_id)


def _by_unit(places: Iterable[_Place]) -> dict[int | None, list[_Place]]:
    units: dict[int | None, list[_Place]] = defaultdict(list)
    for place in places:
        units[place.unit].append(place)
    return units


def _unit_moves(places: Sequence[_Place], before: Sequence[CausedLine], after: Sequence[CausedLine]) -> bool:
    """True when a unit of its own came or went as a whole."""
    unit = places[0].unit if places else None
    if unit is None:
        return False
    had = any(line.org_unit_id == unit for line in before)
    has = any(line.org_unit_id == unit for line in after)
    return had != has


def _same_product(place: _Place, day: date) -> Cause:
    change = _worth(place.after) - _worth(place.before)
    now = _largest([line for line in place.after if line not in place.before]) or _largest(place.lines)
    line_id = now.pk if now else None
    if any(line.escalator_on == day and line.superseded_by_id for line in place.before) and change > 0:
        return Cause("escalator", change, line_id)
    old, new = _quantity(place.before), _quantity(place.after)
    by_quantity = (new - old) * _worth(place.before) / old
    if abs(by_quantity) >= abs(change - by_quantity) and new != old:
        return Cause("seats", change, line_id)
    return Cause("price_uplift" if change > 0 else "price_cut", change, line_id)


def _quantity(lines: Sequence[CausedLine]) -> Decimal:
    return sum((Decimal(line.quantity) for line in lines), ZERO)


def _other_product(gone: Sequence[_Place], come: Sequence[_Place]) -> Cause:
    old = [line for place in gone for line in place.before]
    new = [line for place in come for line in place.after]
    change, line = _worth(new) - _worth(old), _largest(new)
    return Cause("upgrade" if change > 0 else "downgrade", change, line.pk if line else None)


def _one_sided(place: _Place, unit_stays: bool) -> Cause:
    line = _largest(place.lines)
    change = _worth(place.after) - _worth(place.before)
    if change > 0:
        name = "cross_sell" if unit_stays else "new_org_unit"
    else:
        name = "product_drop" if unit_stays else "org_unit_drop"
    return Cause(name, change, line.pk if line else None)
