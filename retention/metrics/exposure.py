"""Yearly revenue by health and months to the decision: what may go (docs/methods.md, Base at risk).

Health and decision dates are today's; the cells add up to all revenue the reader sees.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When

from accounts.choices import HealthBand
from accounts.models import Account
from retention.lib.months import add_months

from .metric import Place, Row
from .questions import Question

NOTHING = Decimal(0)
BANDS = (HealthBand.AT_RISK, HealthBand.WATCH, HealthBand.UNKNOWN, HealthBand.HEALTHY)
SPANS = {
    "late": "Overdue",
    "3": "Within 3 months",
    "6": "3 to 6",
    "12": "6 to 12",
    "later": "Later",
    "none": "No decision ahead",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Accounts and revenue of one health state in one span of time."""

    band: str
    span: str
    accounts: int
    arr: Decimal


@dataclass(frozen=True, slots=True)
class Exposure:
    """``rows`` has a line per health state, with a cell per span; sums add up to ``total``."""

    cells: tuple[Cell, ...]

    @property
    def total(self) -> Decimal:
        """All revenue."""
        return sum((cell.arr for cell in self.cells), NOTHING)

    def of_band(self, band: str) -> tuple[Cell, ...]:
        """The cells of one state, in the order of the spans."""
        return tuple(cell for cell in self.cells if cell.band == band)

    def sum_of(self, *, band: str = "", span: str = "") -> Decimal:
        """Revenue of a state, a span, or both."""
        return sum(
            (cell.arr for cell in self.cells if band in ("", cell.band) and span in ("", cell.span)), NOTHING
        )


def exposure(question: Question, *, today: date) -> Exposure:
    """Every visible account with revenue, counted once."""
    found = {
        (row["health_band"], row["span"]): (row["number"], row["sum"])
        for row in _accounts(question, today)
        .order_by()
        .values("health_band", "span")
        .annotate(number=Count("id"), sum=Sum("arr_base"))
    }
    return Exposure(
        tuple(
            Cell(band.value, span, *found.get((band.value, span), (0, NOTHING)))
            for band in BANDS
            for span in SPANS
        )
    )


def exposure_rows(
    question: Question, band: str, span: str, after: Place | None, limit: int, *, today: date
) -> list[Row]:
    """The accounts of a cell (or of a whole line, column or table when empty), the largest first."""
    wanted = {name: value for name, value in (("health_band", band), ("span", span)) if value}
    rows = _accounts(question, today).filter(**wanted)
    if after:
        rows = rows.filter(Q(arr_base__lt=-after[0]) | Q(arr_base=-after[0], pk__gt=after[1]))
    return [
        Row(pk, pk, name, arr, arr, -arr, f"decides {day:%-d %b %Y}" if day else "")
        for pk, name, arr, day in rows.order_by("-arr_base", "pk").values_list(
            "pk", "name", "arr_base", "next_decision_on"
        )[:limit]
    ]


def _accounts(question: Question, today: date) -> QuerySet[Any]:
    """With revenue, divided as they are now."""
    parts = {
        f"{name}_id" if name == "team" else name: value or None if name == "team" else value
        for name, value in question.segment.items()
    }
    steps = [When(next_decision_on__lt=today, then=Value("late"))]
    steps += [
        When(next_decision_on__lt=add_months(today, months), then=Value(str(months))) for months in (3, 6, 12)
    ]
    steps += [When(next_decision_on__isnull=False, then=Value("later"))]
    rows = Account.objects.visible_to(question.reader).filter(arr_base__gt=0, **parts)
    return rows.annotate(span=Case(*steps, default=Value("none"), output_field=CharField()))
