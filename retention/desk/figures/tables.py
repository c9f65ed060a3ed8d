"""Every table of the retention page as rows for a file: plain numbers, with how they were asked for."""

from collections.abc import Callable, Iterator

from django.conf import settings

from retention.metrics.cohorts import AGES
from retention.metrics.definitions import DEFINITIONS
from retention.metrics.exposure import SPANS
from retention.metrics.metric import Metric
from retention.metrics.questions import DEFINITION_VERSION, Question

from .behind import Behind
from .page import FURTHER, LEADING, RENEWALS, Retention

Cells = tuple[object, ...]
KINDS = ("customers", "revenue", "kept")


def asked_rows(question: Question) -> Iterator[Cells]:
    """What the figures below are about; stands at the top of each file."""
    yield "first day", question.start.isoformat()
    yield "last day", question.end.isoformat()
    yield "known at", question.known_at.isoformat() if question.known_at else "now"
    yield "customers", question.unit
    yield "currency", settings.KEEL_BASE_CURRENCY
    yield "definition", DEFINITION_VERSION
    yield from sorted(question.segment.items())
    rates = question.rated().rates
    for currency, values in rates.by_currency.items() if rates else ():
        yield f"rate {currency}", *values
    yield ()


def figures(page: Retention) -> Iterator[Cells]:
    """All defined figures."""
    yield (
        "code",
        "figure",
        "value",
        "numerator",
        "denominator",
        "n",
        "left out",
        "assumed",
        "currency",
        "definition",
    )
    for code in dict.fromkeys((*LEADING, *FURTHER, *RENEWALS)):
        yield code, DEFINITIONS[code].label, *_metric(page.figures[code])


def _metric(metric: Metric) -> Cells:
    left_out = "; ".join(f"{each.number} {each.reason}" for each in metric.excluded)
    assumed = "; ".join(f"{each.number} {each.reason}" for each in metric.assumed)
    value = "" if metric.value is None else metric.value
    counted = (metric.numerator, metric.denominator, metric.n, left_out, assumed)
    return value, *counted, metric.currency_mode, metric.definition_version


def bridge(page: Retention) -> Iterator[Cells]:
    """The steps of the bridge."""
    yield "step", "amount"
    yield "opening", page.bridge.opening
    yield from ((step.code, step.amount) for step in page.bridge.steps)
    yield "closing", page.bridge.closing


def parts(page: Retention) -> Iterator[Cells]:
    """The parts of the customers."""
    yield "part", "customers", "first day", "gross kept", "net kept", "customers kept"
    for part in page.parts:
        yield part.label, part.customers, part.opening, part.gross, part.net, part.stayed


def cohorts(page: Retention) -> Iterator[Cells]:
    """Customers, revenue and capped revenue that are left, by age in months."""
    heads = (f"{kind} {age}" for kind in KINDS for age in AGES)
    yield "cohort", "customers", "revenue", *heads
    for row in page.cohorts:
        cells = (getattr(cell, kind) if cell else "" for kind in KINDS for cell in row.cells)
        yield row.name, row.size, row.revenue, *cells


def survival(page: Retention) -> Iterator[Cells]:
    """The survival curve."""
    yield "months", "at risk", "left", "stay", "low", "high"
    for point in page.curve.points:
        low, high = ("" if value is None else value for value in (point.low, point.high))
        yield point.months, point.at_risk, point.left, point.stay, low, high
    yield "log-rank", page.compared.statistic, page.compared.chance, *page.compared.parts


def losses(page: Retention) -> Iterator[Cells]:
    """Both tables of losses."""
    yield "table", "code", "what", "number", "amount"
    yield from (("how", each.code, each.label, each.number, each.arr) for each in page.ways)
    yield from (("why", each.code, each.label, each.number, each.arr) for each in page.causes)


def exposure(page: Retention) -> Iterator[Cells]:
    """Revenue by health and months to the decision."""
    yield "health", "decision", "accounts", "revenue"
    yield from ((each.band, SPANS[each.span], each.accounts, each.arr) for each in page.exposure.cells)


def concentration(page: Retention) -> Iterator[Cells]:
    """The largest customers, products and sectors."""
    found = page.concentration
    yield "of", "name", "revenue", "share"
    yield "all", "index of squared shares", found.total, found.index if found.index is not None else ""
    for of, slices in (("customer", found.largest), ("product", found.products), ("sector", found.sectors)):
        yield from ((of, each.name, each.arr, each.share) for each in slices)


TABLES: dict[str, Callable[[Retention], Iterator[Cells]]] = {
    "figures": figures,
    "bridge": bridge,
    "parts": parts,
    "cohorts": cohorts,
    "survival": survival,
    "losses": losses,
    "exposure": exposure,
    "concentration": concentration,
}


def rows_behind(what: Behind) -> Iterator[Cells]:
    """The rows behind one figure."""
    yield "account", "name", what.before or "before", what.after, "note"
    for row in what.all_rows():
        yield row.account_id, row.name, row.before, row.after, row.note
