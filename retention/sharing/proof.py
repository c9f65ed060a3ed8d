"""What of our work a link shows as proof: KPIs that were agreed, and what was given on top and told."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch

from plans.choices import Better
from plans.kpi_results import MET, MISSED, ended_spans, verdict
from plans.models import GoodwillEntry, Kpi, KpiReading

from .contents import MOST
from .models import ShareLink
from .shown_proof import SharedGift, SharedKpi, SharedReading

PERIODS = 6
"""Of each KPI, the last that are over."""
RESULTS = {MET: "Met", MISSED: "Missed"}
UNKNOWN = "Not told yet"


def kpis_of(link: ShareLink, on: date) -> tuple[SharedKpi, ...]:
    """KPIs that run, are agreed and marked to be shown; of their figures those of closed periods only."""
    closed_before = KpiReading.objects.filter(
        thread=OuterRef("thread"), is_current=False, closed_on__isnull=False
    )
    told = KpiReading.objects.current().filter(is_void=False, closed_on__isnull=False, closed_on__lte=on)
    told = told.annotate(is_restated=Exists(closed_before)).order_by("period_on", "id")
    rows = Kpi.objects.current().agreed().filter(account=link.plan.account_id, is_shared=True)
    rows = rows.select_related("agreed_with__person").prefetch_related(
        Prefetch("readings", told, to_attr="told")
    )
    return tuple(_kpi(row, on) for row in rows.order_by("name", "id")[:MOST])


def _kpi(row: Kpi, on: date) -> SharedKpi:
    assert row.agreed_on is not None and row.agreed_with is not None  # noqa: S101 -- the query asked for it
    return SharedKpi(
        name=row.name, measure=row.measure, deliverable=row.deliverable,
        bound="at least" if row.direction == Better.HIGHER else "at most", target=row.target, unit=row.unit,
        often=row.get_frequency_display(), agreed_by=row.agreed_with.name, agreed_on=row.agreed_on,
        readings=_readings(row, getattr(row, "told", ()), on),
    )  # fmt: skip


def _readings(row: Kpi, told: Sequence[KpiReading], on: date) -> tuple[SharedReading, ...]:
    """The last periods, the latest first; those before the first figure that was told are left out."""
    known = {each.period_on: each for each in told}
    spans = ended_spans(row.frequency, row.starts_on, on=on, most=PERIODS)
    first = min(known, default=date.max)
    found = []
    for span in spans:
        reading = known.get(span.first)
        if reading is not None:
            result = RESULTS[verdict(reading.actual, reading.target, row.direction)]
            is_restated = bool(getattr(reading, "is_restated", False))
            found.append(SharedReading(span.name, reading.target, reading.actual, result, is_restated))
        elif span.first > first:
            found.append(SharedReading(span.name, None, None, UNKNOWN, False))
    return tuple(found)


def given_to(link: ShareLink) -> tuple[SharedGift, ...]:
    """What was given on top and told to somebody of theirs, the latest first. Why it was given is ours."""
    rows = GoodwillEntry.objects.standing().filter(account=link.plan.account_id, told_on__isnull=False)
    rows = rows.select_related("told_to__person", "over_service").order_by("-given_on", "-id")
    return tuple(_gift(row) for row in rows[:MOST])


def _gift(row: GoodwillEntry) -> SharedGift:
    assert row.told_on is not None and row.told_to is not None  # noqa: S101 -- the query asked for it
    month = getattr(row, "over_service", None)
    return SharedGift(
        what=row.what, given_on=row.given_on, list_price=row.list_value, currency=row.currency,
        told_to=row.told_to.name, told_on=row.told_on, allowed=month.allowed if month else None,
        delivered=month.delivered if month else None,
    )  # fmt: skip
