"""Making a report out of what is known: each kind names every word that may stand in it.

What a client's report may hold is said here and nowhere else: KPIs marked as shared, value marked as shared
with evidence, what was given on top, months of hours. No note, reason, person of theirs, score or rate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from accounts.models import Account
from contacts.models import NextStep, Promise
from plans.kpi_results import MET, MISSED, Span, span_of, verdict
from plans.models import GoodwillEntry, Kpi, KpiReading, ServiceMonth, ValueEntry
from retention.lib.months import add_months
from retention.lib.written import USUAL, day_words, written_in
from retention.lib.zones import local_day
from retention.renewals.models import Renewal

from .content import Part, ReportContent
from .models import Subscription
from .portfolio import portfolio_of
from .region import region_of_report
from .rhythm import ReportPeriod, period_of
from .spelled import DASH, aim, hours, measured, summed
from .words import ReportKind

MOST = 200
RESULTS = {MET: "Met", MISSED: "Missed"}


@dataclass(frozen=True, slots=True)
class Made:
    """A report and the rows it was made of, by the name of their table."""

    content: ReportContent
    sources: dict[str, list[int]]


def build(subscription: Subscription, period: ReportPeriod, *, at: datetime) -> Made:
    """The report of a period as it is known at a moment."""
    region = region_of_report(subscription)
    with written_in(region):
        if subscription.account is None:
            parts, sources = portfolio_of(subscription.owner, period, at=at)
        else:
            parts, sources = BUILDERS[subscription.kind](subscription.account, period)
        return Made(_content(subscription, period, at, parts, region), sources)


def build_again(
    subscription: Subscription, period: ReportPeriod, sources: Any, *, at: datetime, region: str = USUAL
) -> Made:
    """The KPI report made anew from the very readings it was made of: those rows never change."""
    readings = KpiReading._base_manager.filter(pk__in=sources["readings"])
    kpis = Kpi._base_manager.filter(pk__in=sources["kpis"])
    with written_in(region):
        parts, named = _kpi_part(list(kpis.order_by("name", "pk")), list(readings.order_by("pk")), period)
        return Made(_content(subscription, period, at, parts, region), named)


def _content(
    subscription: Subscription, period: ReportPeriod, at: datetime, parts: tuple[Part, ...], region: str
) -> ReportContent:
    title = ReportKind(subscription.kind).label.split(",")[0]
    day = local_day(at, subscription.owner.time_zone)
    name = subscription.account.name if subscription.account else subscription.owner.name
    told = period_of(subscription.frequency, period.first).name
    said_on = day_words(day, full=True)
    return ReportContent(title, name, settings.KEEL_COMPANY, told, said_on, parts, region)


def _kpis(account: Account, period: ReportPeriod) -> tuple[tuple[Part, ...], dict[str, list[int]]]:
    kpis = Kpi._base_manager.filter(
        account=account, is_shared=True, agreed_on__isnull=False, starts_on__lte=period.last
    ).exclude(ended_on__lte=period.first)
    rows = [row for row in kpis.order_by("name", "pk")[:MOST] if spans_in(row.frequency, period)]
    read = KpiReading._base_manager.filter(kpi__in=rows, is_current=True, is_void=False)
    near = read.filter(period_on__gt=add_months(period.first, -3), period_on__lte=period.last)
    firsts = {row.pk: {span.first for span in spans_in(row.frequency, period)} for row in rows}
    within = [each for each in near.order_by("pk") if each.period_on in firsts[each.kpi_id]]
    return _kpi_part(rows, within, period)


def _kpi_part(
    kpis: list[Kpi], readings: list[KpiReading], period: ReportPeriod
) -> tuple[tuple[Part, ...], dict[str, list[int]]]:
    read = {(each.kpi_id, each.period_on): each for each in readings}
    lines = [
        _line(kpi, span, read.get((kpi.pk, span.first)))
        for kpi in kpis
        for span in spans_in(kpi.frequency, period)
        if span.first >= kpi.starts_on
    ]
    columns = ("What we agreed to measure", "Period", "Target", "Figure", "Result")
    part = Part("KPIs", columns, tuple(lines), "No KPI is agreed to be reported.", (2, 3))
    return (part,), {"kpis": [kpi.pk for kpi in kpis], "readings": [each.pk for each in readings]}


def spans_in(frequency: str, period: ReportPeriod) -> list[Span]:
    """The periods of a KPI that end within the period of a report, the earliest first."""
    found, span = [], span_of(frequency, period.last)
    while span.last >= period.first:
        if span.last <= period.last:
            found.append(span)
        span = span_of(frequency, span.first - timedelta(days=1))
    return found[::-1]


def _line(kpi: Kpi, span: Span, reading: KpiReading | None) -> tuple[str, ...]:
    if reading is None:
        return (kpi.name, span.name, aim(kpi, kpi.target), DASH, DASH)
    result = RESULTS[verdict(reading.actual, reading.target, kpi.direction)]
    return (
        kpi.name,
        span.name,
        aim(kpi, reading.target),
        measured(kpi, reading.actual),
        result,
    )


def _value(account: Account, period: ReportPeriod) -> tuple[tuple[Part, ...], dict[str, list[int]]]:
    gained = ValueEntry.objects.filter(account=account).shared().within(period.first, period.last)
    given = GoodwillEntry.objects.filter(
        account=account, withdrawn_on__isnull=True, given_on__gte=period.first, given_on__lte=period.last
    )
    values = list(gained.order_by("happened_on", "pk")[:MOST])
    gifts = list(given.order_by("given_on", "pk")[:MOST])
    first = Part(
        "What you gained", ("What", "Since", "Worth", "Proof"),
        tuple(
            (row.what, day_words(row.happened_on), summed(row.amount, row.currency), row.get_state_display())
            for row in values
        ),
        "Nothing is proven for this period.", (2,),
    )  # fmt: skip
    second = Part(
        "What we gave on top", ("What", "On", "List price"),
        tuple((row.what, day_words(row.given_on), summed(row.list_value, row.currency)) for row in gifts),
        "Nothing was given on top in this period.", (2,),
    )  # fmt: skip
    return (first, second), {"values": [row.pk for row in values], "given": [row.pk for row in gifts]}


def _service(account: Account, period: ReportPeriod) -> tuple[tuple[Part, ...], dict[str, list[int]]]:
    months = ServiceMonth._base_manager.filter(
        account=account, month__gte=period.first.replace(day=1), month__lte=period.last
    )
    rows = list(months.order_by("month"))
    part = Part(
        "Hours of service", ("Month", "Included", "Delivered", "Beyond"),
        tuple(
            (
                f"{row.month:%B %Y}", hours(row.allowed), hours(row.delivered),
                hours(max(0, row.delivered - row.allowed)),
            )
            for row in rows
        ),
        "No hours are included in this period.", (1, 2, 3),
    )  # fmt: skip
    return (part,), {"months": [row.pk for row in rows]}


def _summary(account: Account, period: ReportPeriod) -> tuple[tuple[Part, ...], dict[str, list[int]]]:
    """For our own eyes: how the account stands on the day the report is made."""
    renewal = Renewal.objects.filter(account=account).open().order_by("decision_on", "pk").first()
    score = DASH if account.health_score is None else f"{account.health_score:.0f}"
    promises = Promise.objects.open().filter(account=account).count()
    steps = NextStep.objects.filter(account=account, state="open").count()
    heard = account.last_two_way_at
    lines = (
        ("Health", f"{account.get_health_band_display()}, {score}"),
        ("Yearly revenue", f"{account.currency} {account.arr:,.0f}"),
        ("Next decision", f"{renewal.decision_on:%-d %B %Y}" if renewal else DASH),
        ("Last heard from them", f"{heard:%-d %B %Y}" if heard else DASH),
        ("Open promises", str(promises)),
        ("Open next steps", str(steps)),
    )
    stands = Part("How they stand", ("What", "State"), lines, "", (1,))
    parts, sources = _kpis(account, period)
    return (stands, *parts), sources


BUILDERS: dict[str, Callable[[Account, ReportPeriod], tuple[tuple[Part, ...], dict[str, list[int]]]]] = {
    ReportKind.KPIS: _kpis,
    ReportKind.VALUE: _value,
    ReportKind.SERVICE: _service,
    ReportKind.SUMMARY: _summary,
}
