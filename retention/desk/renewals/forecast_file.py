"""Every table of the forecast as rows for a file, and the kept snapshots behind its accuracy."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from retention.metrics.questions import DEFINITION_VERSION
from retention.renewals.forecast_history import Accuracy
from retention.renewals.models import ForecastSnapshot

from .forecast_page import OUT_WORDS, ForecastPage

Cells = tuple[object, ...]
AT_ONCE = 1000
KEPT = (
    "on", "moment", "renewal_id", "account_id", "team_id", "tier", "period", "due_on", "stage", "is_closed",
    "call", "atr", "forecast_arr", "realised", "currency", "rate",
)  # fmt: skip


def asked_rows(page: ForecastPage) -> Iterator[Cells]:
    """What the figures below are about; stands at the top of each file."""
    yield "quarter", page.quarter.name
    yield "team", page.team.name if page.team else "all"
    yield "as of", page.today.isoformat()
    yield "currency", page.currency
    yield "definition", DEFINITION_VERSION
    yield ()


def sums(page: ForecastPage) -> Iterator[Cells]:
    """The quarter added up."""
    found = page.sums
    yield "figure", "amount", "renewals"
    yield "up for renewal", found.atr, found.open_n + found.closed_n
    yield "open", found.open_atr, found.open_n
    yield "closed", found.closed_atr, found.closed_n
    yield "renewed", found.closed, ""
    yield from ((f"called {call or 'nothing'}", amount, "") for call, amount in sorted(found.calls.items()))
    yield "commit", found.commit, ""
    yield "most likely", found.most_likely, ""
    yield "best case", found.best_case, ""
    yield "gap", found.gap, ""
    yield "system", found.weighted, found.estimated_n
    yield "closed without a known outcome", "", found.unknown_n
    yield from ((f"no rate of {code}", "", n) for code, n in found.without_rate.items())


def change(page: ForecastPage) -> Iterator[Cells]:
    """What moved the most likely forecast since the last Monday kept."""
    yield "step", "amount", "renewals", "since"
    yield from ((bar.label, bar.amount, bar.n, page.since) for bar in page.steps)


def out(page: ForecastPage) -> Iterator[Cells]:
    """What was signed before its quarter, and what slipped out of it."""
    yield "what", "renewals", "amount", "no rate"
    yield from ((OUT_WORDS[line.code], line.n, line.amount, line.without_rate or "") for line in page.out)


def frozen(page: ForecastPage) -> Iterator[Cells]:
    """What leads said of the quarter."""
    yield "team", "on", "commit", "most likely", "best case", "up for renewal", "currency", "note", "by"
    for row in page.frozen:
        amounts = (row.commit, row.most_likely, row.best_case, row.atr, row.currency)
        yield row.team.name, row.on, *amounts, row.note, row.by.name


def accuracy(page: ForecastPage) -> Iterator[Cells]:
    """How right earlier forecasts were: by quarter, by team and by tier."""
    yield "of", "name", "judged", "forecast", "actual", "available", "error", "lean", "total hit", "left out"
    known = ((row.quarter.name, row.accuracy) for row in page.quarters)
    yield from (("quarter", name, *_judged(found)) for name, found in known if found)
    yield from (("team", found.name, *_judged(found)) for found in page.by_team)
    yield from (("tier", found.name, *_judged(found)) for found in page.by_tier)
    yield ()
    yield "quarter", "still open at its end", "moved out"
    late = ((row.quarter.name, row.slipped) for row in page.quarters)
    yield from ((name, found.still_open, found.moved_out) for name, found in late if found)


def _judged(found: Accuracy) -> Cells:
    of = found.sums
    return of.n, of.forecast, of.actual, of.atr, of.wape, of.bias, of.total_accuracy, found.excluded


def calls(page: ForecastPage) -> Iterator[Cells]:
    """What became of each call."""
    yield "call", "decided", "renewed", "available", "kept", "share renewed", "share of the value"
    for row in page.calibrated:
        yield row.call or "none", row.n, row.renewed, row.atr, row.kept, row.count_rate, row.value_rate


TABLES: dict[str, Callable[[ForecastPage], Iterable[Cells]]] = {
    "sums": sums,
    "change": change,
    "out": out,
    "frozen": frozen,
    "accuracy": accuracy,
    "calls": calls,
}


def kept_rows(kept: QuerySet[ForecastSnapshot]) -> Iterator[Cells]:
    """The snapshots themselves in the order of their key, read in portions."""
    yield KEPT
    rows, after = kept.order_by("on", "moment", "renewal_id").values_list(*KEPT), None
    while found := list((rows.filter(_beyond(*after)) if after else rows)[:AT_ONCE]):
        yield from found
        after = found[-1][:3]


def _beyond(on: date, moment: str, renewal: Any) -> Q:
    same = Q(on=on) & (Q(moment__gt=moment) | Q(moment=moment, renewal_id__gt=renewal))
    return Q(on__gte=on) & (Q(on__gt=on) | same)
