"""Renewals that are not decided in the quarter they are due in (docs/methods.md, Out of their quarter).

They stay in their own quarter everywhere; that they came early or late is shown beside them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, TextChoices
from django.db.models.functions import Coalesce, TruncQuarter
from django.db.models.lookups import GreaterThan

from accounts.fx import rate_on

from .models import Renewal, RenewalStage
from .quarters import Quarter, quarter_of
from .realised import AMOUNT, realised

ZERO = Decimal(0)
SIGNED = (RenewalStage.RENEWED, RenewalStage.RENEWED_EXPANDED, RenewalStage.RENEWED_PARTIAL)
REALISED = ("pulled_out", "pulled_in")
NO_DECISION = (RenewalStage.VOID, RenewalStage.UNRESOLVED)


class Timing(TextChoices):
    """How a renewal lies to its own quarter, where that is worth a word."""

    PULLED_FORWARD = "pulled_forward", "Pulled forward"
    SLIPPED = "slipped", "Slipped"


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of early or late renewals of a quarter: how many, what they are worth, what has no rate.

    ``asks`` are the filters of the list that show them. ``amount`` is what was renewed of those pulled
    forward, and what is available of those that slipped.
    """

    code: str
    n: int
    amount: Decimal
    without_rate: int
    asks: dict[str, str]


def timing_of(*, stage: str, term_end: date, due_on: date, closed_on: date | None, on: date) -> str:
    """Pulled forward, slipped, or nothing. Pure; the same as the filters below.

    Pulled forward: signed in a quarter before the one in which the term ends. Slipped: decided after the
    quarter it was due in, or still open after it.
    """
    if stage in NO_DECISION:
        return ""
    if closed_on is None:
        return Timing.SLIPPED.value if quarter_of(due_on) < quarter_of(on) else ""
    if stage in SIGNED and quarter_of(closed_on) < quarter_of(term_end):
        return Timing.PULLED_FORWARD.value
    return Timing.SLIPPED.value if quarter_of(closed_on) > quarter_of(due_on) else ""


def timing_of_row(row: Renewal, *, on: date) -> str:
    """The same of a renewal, in words; nothing of what was over before Keel knew of it."""
    if row.is_history:
        return ""
    days = {"term_end": row.term_end, "due_on": row.renewal_due_on}
    timing = timing_of(stage=row.stage, closed_on=row.closed_on, on=on, **days)
    return str(Timing(timing).label) if timing else ""


def pulled_forward() -> Q:
    """Signed in a quarter before the one in which the term ends."""
    return Q(stage__in=SIGNED, is_history=False, closed_on__lt=TruncQuarter("term_end"))


def slipped(on: date) -> Q:
    """Still open after its quarter, or decided after it."""
    decided = Q(GreaterThan(TruncQuarter("closed_on"), TruncQuarter("renewal_due_on")))
    still_open = Q(closed_on__isnull=True, renewal_due_on__lt=quarter_of(on).first)
    return ~Q(stage__in=NO_DECISION) & Q(is_history=False) & (still_open | decided)


def out_of_quarter(rows: QuerySet[Renewal], quarter: Quarter, *, on: date) -> list[Line]:
    """What came early or late in and out of a quarter, in the workspace's currency; empty lines left out."""
    kinds = list(_kinds(quarter, on))
    any_of = reduce(or_, (q for _, q, _ in kinds))
    sums: dict[str, Any] = {}
    for code, q, _ in kinds:
        amount = realised() if code in REALISED else F("atr")
        sums[f"{code}_n"] = Count("id", filter=q)
        sums[f"{code}_sum"] = Coalesce(Sum(amount, filter=q), ZERO, output_field=AMOUNT)
    groups = list(rows.filter(any_of).order_by().values("currency").annotate(**sums))
    lines = [_added_up(code, groups, asks, on) for code, _, asks in kinds]
    return [line for line in lines if line.n]


def _added_up(code: str, groups: Iterable[Any], asks: dict[str, str], on: date) -> Line:
    """One kind over all currencies."""
    n, amount, without = 0, ZERO, 0
    for group in groups:
        rate, number = rate_on(group["currency"], on), group[f"{code}_n"]
        n += number
        amount += group[f"{code}_sum"] * rate.value if rate else ZERO
        without += 0 if rate else number
    return Line(code, n, amount, without, asks)


def _kinds(quarter: Quarter, on: date) -> Iterator[tuple[str, Q, dict[str, str]]]:
    """Each line with its rows and the filters of the list that show the same."""
    due = Q(renewal_due_on__range=(quarter.first, quarter.last))
    decided = Q(closed_on__range=(quarter.first, quarter.last))
    inside = {
        "closed_from": quarter.first.isoformat(),
        "closed_before": (quarter.last + timedelta(days=1)).isoformat(),
    }
    early, late = {"timing": Timing.PULLED_FORWARD.value}, {"timing": Timing.SLIPPED.value}
    yield "pulled_out", pulled_forward() & due, {**early, "period": quarter.name}
    yield "pulled_in", pulled_forward() & decided, {**early, **inside}
    yield "slipped_out", slipped(on) & due, {**late, "period": quarter.name}
    yield "slipped_in", slipped(on) & decided, {**late, **inside}
    if quarter == quarter_of(on):
        yield "slipped_open", slipped(on) & Q(closed_on__isnull=True), {**late, "closed": "false"}
