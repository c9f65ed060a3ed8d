"""What became of each line at a renewal (docs/methods.md, Outcomes by line). Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.arr import ZERO, SoldLine, arr_of_line

Ending = tuple[SoldLine, date]
"""A line and its last day."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line before and after, a year's amounts, and the word for it."""

    line_id: int
    before: Decimal
    after: Decimal

    @property
    def word(self) -> str:
        """dropped, contracted, renewed or expanded."""
        if self.after < self.before:
            return "contracted" if self.after else "dropped"
        return "expanded" if self.after > self.before else "renewed"

    @property
    def is_less(self) -> bool:
        """True when it is worth less than before: somebody must say why."""
        return self.after < self.before


def as_given(
    ending: Sequence[Ending], after: Mapping[int, Decimal], *, otherwise: Decimal | None = None
) -> list[Result]:
    """Results of lines that end: as given by line id, else *otherwise*, else as before."""
    found = []
    for line, day in ending:
        before = arr_of_line(line, day)
        found.append(Result(line.pk, before, after.get(line.pk, before if otherwise is None else otherwise)))
    return found


def recognised(ending: Sequence[Ending], following: Sequence[SoldLine], first_day: date) -> list[Result]:
    """Results of lines that end, from the lines of the contract that follows on *first_day*.

    A line is recognised by what supersedes it, else by product and part of the organisation, without a
    product by its description. Several old lines of one kind share the new amount in their order, the
    last one takes what is more. What is new altogether belongs to none of them.
    """
    pools: dict[object, Decimal] = {}
    by_id = {line.pk: line for line in following}
    for line in following:
        pools[_kind(line)] = pools.get(_kind(line), ZERO) + arr_of_line(line, first_day)
    kinds = [_kind(by_id.get(line.superseded_by_id or 0, line)) for line, _ in ending]
    found = []
    for position, ((line, day), kind) in enumerate(zip(ending, kinds, strict=True)):
        before, left = arr_of_line(line, day), pools.get(kind, ZERO)
        after = min(before, left) if kind in kinds[position + 1 :] else left
        pools[kind] = left - after
        found.append(Result(line.pk, before, after))
    return found


def shared_out(available: Sequence[Decimal], renewed: Decimal) -> list[Decimal]:
    """A contract's renewed amount over its renewals in order: each up to its own, the last takes the rest."""
    found, left = [], renewed
    for position, amount in enumerate(available):
        part = left if position == len(available) - 1 else min(amount, left)
        found.append(part)
        left -= part
    return found


def total_after(results: Collection[Result]) -> Decimal:
    """What was renewed of them all."""
    return sum((result.after for result in results), ZERO)


def _kind(line: SoldLine) -> tuple[object, ...]:
    if line.product_id is not None:
        return ("product", line.product_id, line.org_unit_id)
    return ("described", line.description.casefold(), line.org_unit_id)
