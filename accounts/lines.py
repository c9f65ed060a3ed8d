"""Lines as they are entered, and what is refused about them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.months import add_months

from .arr import ZERO, annualised
from .choices import ContractState, PriceModel
from .contract_checks import outside_term, overlapping
from .models import Contract, ContractLine, OrgUnit, Product


class NoLines(DomainError):
    """A contract without lines cannot carry ARR."""


class LineOutsideTerm(DomainError):
    """A line runs before or beyond its contract's term."""


class LinesOverlap(DomainError):
    """The same product is sold to the same unit twice on one day, so that ARR would count double."""


@dataclass(frozen=True, kw_only=True)
class LineInput:
    """One priced item as entered: ``recurring_amount`` is what ``period_months`` cost altogether.

    Without a first or last day the line runs as long as its contract.
    """

    recurring_amount: Decimal
    period_months: int = 12
    description: str = ""
    product: Product | None = None
    org_unit: OrgUnit | None = None
    quantity: Decimal = Decimal(1)
    start_on: date | None = None
    end_on: date | None = None
    is_recurring: bool = True
    price_model: str = PriceModel.FIXED
    escalator_pct: Decimal | None = None
    escalator_on: date | None = None


def _percent(value: Any, field: str) -> Decimal | None:
    """A rise in percent, above 0 and at most 100."""
    if value in (None, ""):
        return None
    kept: Decimal = accepts.amount("The yearly rise", most=Decimal(101), places=3)(value, field)
    if not 0 < kept <= 100:
        raise accepts.InputRefused(
            "The yearly rise must be more than 0 and at most 100 percent.", field=field
        )
    return kept


LINE_CHECKS: Mapping[str, accepts.Check] = {
    "product": accepts.as_it_is,
    "org_unit": accepts.as_it_is,
    "description": accepts.text("The description", 200),
    "quantity": accepts.amount("The quantity", most=Decimal(10) ** 10, places=3),
    "recurring_amount": accepts.amount("The amount"),
    "period_months": accepts.number("Months per payment", least=1, most=120, required=True),
    "start_on": accepts.day("The line's first day"),
    "end_on": accepts.day("The line's last day"),
    "is_recurring": accepts.flag,
    "price_model": accepts.one_of("The price model", PriceModel),
    "escalator_pct": _percent,
    "escalator_on": accepts.day("The day of the first rise"),
}
LINE_FIELDS = tuple(field.name for field in fields(LineInput))


def line_row(contract: Contract, given: LineInput, position: int = 0) -> ContractLine:
    """An unsaved line of the contract. Raises InputRefused with a field such as ``lines.0.quantity``."""
    kept = _kept({name: getattr(given, name) for name in LINE_FIELDS}, f"lines.{position}.")
    unit: OrgUnit | None = kept["org_unit"]
    if unit is not None and unit.account_id != contract.account_id:
        raise accepts.InputRefused(
            "That unit is not part of this account.", field=f"lines.{position}.org_unit"
        )
    kept["start_on"] = kept["start_on"] or contract.term_start
    kept["end_on"] = kept["end_on"] or contract.term_end
    return priced(ContractLine(contract=contract, **kept), f"lines.{position}.")


def priced(line: ContractLine, prefix: str = "") -> ContractLine:
    """The line with its ARR. Raises InputRefused for what no line can be."""
    if line.end_on is not None and line.end_on < line.start_on:
        raise accepts.InputRefused("A line cannot end before it starts.", field=f"{prefix}end_on")
    if line.quantity <= 0:
        raise accepts.InputRefused("The quantity must be more than 0.", field=f"{prefix}quantity")
    _settle_escalator(line, prefix)
    if line.price_model == PriceModel.USAGE:
        line.is_recurring = False
    line.arr = annualised(line.recurring_amount, line.period_months) if line.is_recurring else ZERO
    return line


def _settle_escalator(line: ContractLine, prefix: str) -> None:
    """Without a day the price rises a year after the line's first day."""
    if line.escalator_pct is None:
        if line.escalator_on is not None:
            raise accepts.InputRefused(
                "Say by how many percent the price rises.", field=f"{prefix}escalator_pct"
            )
        return
    line.escalator_on = line.escalator_on or add_months(line.start_on, 12)
    if line.escalator_on <= line.start_on:
        raise accepts.InputRefused(
            "The price can rise only after the line's first day.", field=f"{prefix}escalator_on"
        )


def _kept(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name: LINE_CHECKS[name](value, prefix + name) for name, value in values.items()}


def refuse_bad_lines(contract: Contract, lines: Sequence[ContractLine]) -> None:
    """Raise NoLines, LineOutsideTerm or LinesOverlap for the lines a contract would have when in force."""
    if not lines:
        raise NoLines("Add at least one line before you activate the contract.", field="lines")
    outside = outside_term(lines, contract.term_start, contract.term_end)
    if outside:
        line = lines[outside[0]]
        term = f"{contract.term_start:%-d %b %Y} to {_day(contract.term_end)}"
        raise LineOutsideTerm(f"“{line}” runs outside the contract's term, {term}.", field="lines")
    elsewhere = ContractLine.objects.filter(contract__account_id=contract.account_id)
    elsewhere = elsewhere.exclude(contract__state=ContractState.DRAFT).exclude(contract=contract)
    together = [*lines, *elsewhere.select_related("contract", "product").order_by("id")]
    for pair in overlapping(together):
        if min(pair) < len(lines):
            raise _overlap(together[pair[0]], together[pair[1]])


def _overlap(older: ContractLine, newer: ContractLine) -> LinesOverlap:
    return LinesOverlap(
        f"“{newer}” from {newer.start_on:%-d %b %Y} is sold already: {older.contract.reference} "
        f"holds it until {_day(older.end_on)}. End that line first.",
        field="lines",
    )


def _day(day: date | None) -> str:
    return f"{day:%-d %b %Y}" if day else "further notice"


def changed_input(line: ContractLine, changes: Mapping[str, Any]) -> LineInput:
    """A line as it would be entered again, with changes. Raises NotEditable for what no line has."""
    for name in changes:
        if name not in LINE_FIELDS:
            raise accepts.NotEditable(f"“{name[:60]}” cannot be changed here.", field=name)
    return LineInput(**{name: changes.get(name, getattr(line, name)) for name in LINE_FIELDS})
