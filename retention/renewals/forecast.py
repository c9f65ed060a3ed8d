"""How right forecasts were (docs/methods.md, Forecast accuracy). Pure: sums in, ratios out."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
EXPECTED_RATES = {
    "commit": (Decimal("0.95"), Decimal(1)),
    "best_case": (Decimal("0.6"), Decimal("0.85")),
}
"""Between which value rates a call is well calibrated."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One renewal: what was counted on, what came, and what was available, in one currency."""

    forecast: Decimal
    actual: Decimal
    atr: Decimal


@dataclass(frozen=True, slots=True)
class Sums:
    """What the ratios are made of; sums of groups add up."""

    n: int = 0
    misses: Decimal = ZERO
    forecast: Decimal = ZERO
    actual: Decimal = ZERO
    atr: Decimal = ZERO

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.n + other.n,
            self.misses + other.misses,
            self.forecast + other.forecast,
            self.actual + other.actual,
            self.atr + other.atr,
        )

    @property
    def wape(self) -> Decimal | None:
        """Σ|F−A| ÷ Σ ATR; by what was available, since a lost renewal has an actual of 0."""
        return self.misses / self.atr if self.atr else None

    @property
    def bias(self) -> Decimal | None:
        """Σ(F−A) ÷ Σ ATR; above 0 is optimistic."""
        return (self.forecast - self.actual) / self.atr if self.atr else None

    @property
    def total_accuracy(self) -> Decimal | None:
        """1 − |ΣF−ΣA| ÷ ΣA; misses in both directions hide each other in it."""
        return 1 - abs(self.forecast - self.actual) / self.actual if self.actual else None


def sums_of(rows: Iterable[Judged]) -> Sums:
    """The sums over single renewals."""
    found = Sums()
    for row in rows:
        found += Sums(1, abs(row.forecast - row.actual), row.forecast, row.actual, row.atr)
    return found


@dataclass(frozen=True, slots=True)
class Calibration:
    """What became of one category: how many renewed, and how much of what was available."""

    call: str
    n: int
    renewed: int
    atr: Decimal
    kept: Decimal

    @property
    def count_rate(self) -> Decimal | None:
        """Renewed ÷ decided."""
        return Decimal(self.renewed) / self.n if self.n else None

    @property
    def value_rate(self) -> Decimal | None:
        """Kept, at most what was available, ÷ what was available."""
        return self.kept / self.atr if self.atr else None

    @property
    def is_as_expected(self) -> bool | None:
        """Whether the value rate lies where the category promises; None where it promises nothing."""
        expected, rate = EXPECTED_RATES.get(self.call), self.value_rate
        if expected is None or rate is None:
            return None
        return expected[0] <= rate <= expected[1]


def slippage(*, still_open: int, moved_out: int) -> Decimal | None:
    """Renewals whose day moved out of the period ÷ renewals open when it began."""
    return Decimal(moved_out) / still_open if still_open else None
