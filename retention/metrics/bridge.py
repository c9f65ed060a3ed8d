"""What moved the money between two days; the parts add up to the cent (docs/methods.md, Bridge)."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from .kept import Fraction, reader_of_rows
from .metric import Metric
from .positions import Totals, totals
from .questions import Question
from .rates import RateSet

CENT = Decimal("0.01")
_NAMED = "new + reactivation + expansion + contraction + churn + correction"
PARTS = {
    "new": ("New", "new"),
    "reactivation": ("Returned", "reactivation"),
    "expansion": ("Grown", "expansion"),
    "contraction": ("Smaller", "contraction"),
    "churn": ("Left", "churn"),
    "transfers": ("Transfers", f"finish - opening - ({_NAMED})"),
    "correction": ("Corrections", "correction"),
    "fx": ("Exchange rates", "closing - finish"),
}
"""Each part with its word and its amount per account, signed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a bridge; ``amount`` is signed, in whole cents."""

    code: str
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the yearly revenue of the first day to the last day's: ``opening`` + steps = ``closing``."""

    opening: Decimal
    steps: tuple[Step, ...]
    closing: Decimal
    rates: RateSet

    def __getitem__(self, code: str) -> Decimal:
        """The amount of one step. Raises KeyError."""
        return {step.code: step.amount for step in self.steps}[code]


def bridge(question: Question, known: Totals | None = None) -> Bridge:
    """The bridge of the period, at the first day's rates; what rates moved is its own step."""
    return bridge_of(known or totals(question))


def bridge_of(sums: Totals) -> Bridge:
    """The bridge in whole cents; what rounding leaves over goes to the parts with the largest remainders."""
    named = {code: sums[code] for code in PARTS if code in sums.sums}
    transfers = sums["finish"] - sums["opening"] - sum(named.values(), Decimal(0))
    exact = {**named, "transfers": transfers, "fx": sums["closing"] - sums["finish"]}
    opening, closing = sums["opening"].quantize(CENT), sums["closing"].quantize(CENT)
    cents = whole_cents([exact[code] for code in PARTS], closing - opening)
    steps = tuple(
        Step(code, label, amount) for (code, (label, _)), amount in zip(PARTS.items(), cents, strict=True)
    )
    return Bridge(opening, steps, closing, sums.rates)


def whole_cents(amounts: list[Decimal], total: Decimal) -> list[Decimal]:
    """Amounts in cents that add up to *total* (itself within a cent each of their sum).

    Amounts without a remainder stay as they are.
    """
    floors = [amount.quantize(CENT, ROUND_FLOOR) for amount in amounts]
    missing = int((total - sum(floors, Decimal(0))) / CENT)
    by_remainder = sorted(
        range(len(amounts)), key=lambda place: floors[place] - amounts[place], reverse=missing < 0
    )
    for place in by_remainder[: abs(missing)]:
        floors[place] += CENT if missing > 0 else -CENT
    return floors


def step_metric(question: Question, code: str, known: Totals | None = None) -> Metric:
    """One step as a figure with its accounts: before is their first day's revenue, after the step."""
    sums = known or totals(question)
    amount, column = bridge_of(sums)[code], PARTS[code][1]
    fraction = Fraction(
        "", "", "", f"NOT is_unpriced AND {column} <> 0", "opening", column, f"-abs({column})"
    )
    return Metric(
        code=f"bridge_{code}",
        value=amount,
        numerator=amount,
        denominator=sums["opening"],
        n=sums.count("accounts"),
        as_of=question.end,
        kind="amount",
        read_rows=reader_of_rows(question, fraction),
    )
