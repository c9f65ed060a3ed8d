"""White space: what could still be sold where, as figures (docs/methods.md, White space). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .room_words import ROOM, CellState

STALE_AFTER = timedelta(days=180)
DISPLACE_BEFORE = timedelta(days=180)
FITS_FROM = Decimal("0.5")
READY_FROM = 6
READINESS = (("need", 3), ("sponsor", 2), ("budget", 2), ("fit", 2), ("timing", 1))
"""Points of each thing known about a cell; they sum to ten."""
MISSING_WORDS = {
    "need": "no need in their words",
    "sponsor": "nobody there who backs it",
    "budget": "no budget known",
    "fit": "not known whether it fits",
    "timing": "no time known",
}
NOTHING, CENT = Decimal(0), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One cell: its state and, where known, amounts in ``currency``; ``owned`` is what it brings a year."""

    state: str
    currency: str = ""
    potential: Decimal | None = None
    fit: Decimal | None = None
    access: Decimal | None = None
    owned: Decimal = NOTHING

    @property
    def weighted(self) -> Decimal | None:
        """Potential × fit × access; None while one of them is not known."""
        if self.potential is None or self.fit is None or self.access is None:
            return None
        return self.potential * self.fit * self.access

    @property
    def has_room(self) -> bool:
        """Something is still to be won."""
        return self.state in ROOM


@dataclass(frozen=True, slots=True)
class Room:
    """Sums over cells in one currency; the counts say how much of them is not known."""

    cells: int
    applicable: int
    unknown: int
    owned: Decimal
    whitespace: Decimal
    weighted: Decimal
    without_potential: int
    without_weight: int
    without_rate: int

    @property
    def known_whitespace(self) -> Decimal | None:
        """White space, or None where nothing is known of it: cells are unknown, or none has an amount."""
        return self.whitespace if self.whitespace or not (self.unknown or self.without_potential) else None

    @property
    def known_weighted(self) -> Decimal | None:
        """Weighted white space, or None where nobody judged fit and access of any of it."""
        if self.known_whitespace is None or (self.without_weight and not self.weighted):
            return None
        return self.weighted

    @property
    def penetration(self) -> Decimal | None:
        """Owned revenue over owned and white space; None without either, or while nothing is known of it."""
        if self.known_whitespace is None:
            return None
        whole = self.owned + self.whitespace
        return self.owned / whole if whole else None

    @property
    def unknown_rate(self) -> Decimal | None:
        """Unknown cells over those that are not ruled out; None without any."""
        return Decimal(self.unknown) / self.applicable if self.applicable else None


def room(
    cells: Iterable[CellFacts],
    rates: Mapping[str, Decimal],
    *,
    into: str,
    besides: Iterable[CellFacts] = (),
) -> Room:
    """Sum cells, each amount turned *into* one currency by *rates* (worth of one unit in the base).

    What stands *besides* the grid, at the customer as a whole, counts in the sums but not among the cells.
    An amount without a rate is left out and counted. Unknown cells add nothing to white space.
    """
    rows = list(cells)
    owned = whitespace = weighted = NOTHING
    without_potential = without_weight = without_rate = 0
    for cell in (*rows, *besides):
        factor = _factor(cell.currency or into, into, rates)
        if factor is None:
            without_rate += bool(cell.owned or cell.potential)
            continue
        owned += cell.owned * factor
        if not cell.has_room:
            continue
        without_potential += cell.potential is None
        without_weight += cell.potential is not None and cell.weighted is None
        whitespace += (cell.potential or NOTHING) * factor
        weighted += (cell.weighted or NOTHING) * factor
    applicable = [cell for cell in rows if cell.state != CellState.NOT_APPLICABLE]
    return Room(
        cells=len(rows),
        applicable=len(applicable),
        unknown=sum(cell.state == CellState.UNKNOWN for cell in applicable),
        owned=_rounded(owned), whitespace=_rounded(whitespace), weighted=_rounded(weighted),
        without_potential=without_potential, without_weight=without_weight, without_rate=without_rate,
    )  # fmt: skip


def _factor(currency: str, into: str, rates: Mapping[str, Decimal]) -> Decimal | None:
    if currency == into:
        return Decimal(1)
    here, there = rates.get(currency), rates.get(into)
    return None if here is None or not there else here / there


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Points out of ten, what gave them, and what is missing. Without need and sponsor nothing is ready."""

    points: int
    known: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """At least six points, the need in their words and somebody who backs it among them."""
        return self.points >= READY_FROM and not {"need", "sponsor"} & set(self.missing)


def readiness(*, need: bool, sponsor: bool, budget: bool, fit: Decimal | None, timing: bool) -> Readiness:
    """How ready they are to buy: need 3, sponsor 2, budget 2, fit of at least a half 2, timing 1."""
    has = {"need": need, "sponsor": sponsor, "budget": budget, "timing": timing,
           "fit": fit is not None and fit >= FITS_FROM}  # fmt: skip
    return Readiness(
        points=sum(points for name, points in READINESS if has[name]),
        known=tuple(name for name, _ in READINESS if has[name]),
        missing=tuple(name for name, _ in READINESS if not has[name]),
    )


def is_stale(looked_on: date | None, *, on: date) -> bool:
    """Not looked at for more than 180 days, or never."""
    return looked_on is None or on - looked_on > STALE_AFTER


def is_displaceable(ends_on: date | None, *, on: date) -> bool:
    """A competitor's contract ends within 180 days: now is the time to speak."""
    return ends_on is not None and ends_on - DISPLACE_BEFORE <= on <= ends_on
