"""Growth from below against what is wanted from above (docs/methods.md, Account plan)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Growth:
    """Yearly revenue at the end of the plan; None where something is not known.

    ``bottom_up`` counts every line whole, ``expected`` by its probability; the gaps are what is wanted from
    above less these: above zero, something is missing.
    """

    base: Decimal | None
    renewals: Decimal | None
    lines: Decimal
    weighted_lines: Decimal
    top_down: Decimal | None
    bottom_up: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    expected_gap: Decimal | None


def growth(
    *,
    base: Decimal | None,
    renewals: Decimal | None,
    top_down: Decimal | None,
    lines: Iterable[tuple[Decimal, int]],
) -> Growth:
    """Sum the lines (amount, probability in percent) on top of the renewals expected."""
    rows = list(lines)
    whole = sum((amount for amount, _ in rows), NOTHING).quantize(CENT)
    likely = sum((amount * chance for amount, chance in rows), NOTHING) / 100
    likely = likely.quantize(CENT, ROUND_HALF_UP)
    bottom_up = None if renewals is None else renewals + whole
    expected = None if renewals is None else renewals + likely
    return Growth(
        base=base,
        renewals=renewals,
        lines=whole,
        weighted_lines=likely,
        top_down=top_down,
        bottom_up=bottom_up,
        expected=expected,
        gap=None if top_down is None or bottom_up is None else top_down - bottom_up,
        expected_gap=None if top_down is None or expected is None else top_down - expected,
    )
