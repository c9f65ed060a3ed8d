"""Figures as the page prints them: value, both sides of the fraction, and where each number leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.choices import HealthBand
from retention.metrics.cohorts import AGES, Cell, Cohort
from retention.metrics.definitions import DEFINITIONS
from retention.metrics.exposure import BANDS, SPANS, Exposure
from retention.metrics.logrank import Comparison
from retention.metrics.metric import Metric

from ..formats import money_text, number_text, percent_text
from .asking import Addresses

COUNTED = frozenset(
    {
        "logo", "in_period_churn", "renewal_count_resolved", "renewal_count_strict", "renewal_on_time",
        "renewal_late", "renewal_active",
    }
)  # fmt: skip
TINTS = ((Decimal("0.9"), "t4"), (Decimal("0.75"), "t3"), (Decimal("0.5"), "t2"))


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure. ``value`` is empty when there is nothing to divide by."""

    code: str
    label: str
    means: str
    value: str
    made_of: str
    left_out: str
    url: str
    assumed: str = ""


def shown(metric: Metric, to: Addresses, currency: str) -> Shown:
    """A figure in words, with its definition and the address of its rows."""
    words = DEFINITIONS[metric.code]
    return Shown(
        code=metric.code,
        label=_(words.label),
        means=_(words.means),
        value=_value(metric, currency),
        made_of=_made_of(metric, currency),
        left_out=", ".join(f"{each.number} {_(each.reason)}" for each in metric.excluded),
        url=to.rows(metric.code),
        assumed=", ".join(f"{each.number} {_(each.reason)}" for each in metric.assumed),
    )


def _value(metric: Metric, currency: str) -> str:
    if metric.value is None:
        return ""
    if metric.kind == "amount":
        return money_text(metric.value, currency)
    return number_text(metric.value, 2) if metric.code == "quick_ratio" else percent_text(metric.value, 1)


def _made_of(metric: Metric, currency: str) -> str:
    """420 of 580, and of how many records."""
    if metric.code in COUNTED:
        pair = number_text(metric.numerator), number_text(metric.denominator)
    elif metric.kind == "amount":
        return _("{n} records").format(n=number_text(metric.n))
    else:
        pair = (
            money_text(metric.numerator, currency, "short"),
            money_text(metric.denominator, currency, "short"),
        )
    text = _("{part} of {whole}").format(part=pair[0], whole=pair[1])
    return (
        text
        if metric.code in COUNTED
        else _("{text}, {n} records").format(text=text, n=number_text(metric.n))
    )


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of the cohort table; ``tint`` is the deeper the more is left."""

    age: int
    customers: str = ""
    kept: str = ""
    tint: str = "t1"
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShownCohort:
    """One line of it."""

    name: str
    url: str
    size: int
    revenue: Decimal
    cells: tuple[ShownCell, ...]


def shown_cohort(cohort: Cohort, to: Addresses) -> ShownCohort:
    """A cohort; cells that nobody can have reached yet stay empty."""
    cells = (_cell(cohort, age, cell, to) for age, cell in zip(AGES, cohort.cells, strict=True))
    url = to.rows(f"cohort.{cohort.first}.0")
    return ShownCohort(cohort.name, url, cohort.size, cohort.revenue, tuple(cells))


def _cell(cohort: Cohort, age: int, cell: Cell | None, to: Addresses) -> ShownCell:
    if cell is None:
        return ShownCell(age)
    tint = next((css for least, css in TINTS if cell.customers >= least), "t1")
    url = to.rows(f"cohort.{cohort.first}.{age}")
    return ShownCell(age, percent_text(cell.customers), percent_text(cell.kept), tint, url)


@dataclass(frozen=True, slots=True)
class ShownBand:
    """One line of the base at risk: amounts with where they lead, and their sum."""

    band: str
    word: str
    cells: tuple[tuple[str, Decimal, str], ...]
    sum: Decimal
    url: str


def shown_exposure(found: Exposure, to: Addresses) -> list[ShownBand]:
    """One line per health state."""
    return [
        ShownBand(
            band.value,
            str(band.label),
            tuple(
                (SPANS[cell.span], cell.arr, to.rows(f"exposure.{cell.band}.{cell.span}"))
                for cell in found.of_band(band)
            ),
            found.sum_of(band=band),
            to.rows(f"exposure.{HealthBand(band).value}.all"),
        )
        for band in BANDS
    ]


def stays_compared(found: Comparison, names: Mapping[str, str]) -> str:
    """Whether parts of the customers stay differently long, in words; *names* by value of the part."""
    if found.chance is None:
        return _("Parts are compared once two of them have ten ended stays each.")
    words = _("differ more than by chance") if found.differs else _("differ no more than by chance")
    chance = f"{found.chance:.3f}" if found.chance >= 0.001 else _("below 0.001")
    said = _("Stays of {parts} {words} (log-rank, p {chance}).").format(
        parts=_named(found.parts, names), words=words, chance=chance
    )
    if not found.left_out:
        return said
    return said + " " + _("Too few ended: {parts}.").format(parts=_named(found.left_out, names))


def _named(parts: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(part, part) or _("Not said") for part in parts)
