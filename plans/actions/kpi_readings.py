"""Readings of KPIs: entered per period, corrected by a newer row, closed, told to the customer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from contacts.actions.steps import reopen_step, settle_step
from contacts.choices import StepState
from contacts.models import NextStep
from retention.lib import accepts
from retention.lib.errors import DomainError, StaleVersion
from retention.lib.zones import local_day
from retention.team.models import User

from ..accepting import REASON, figure, plain, web_link
from ..kpi_results import Span, span_of
from ..models import Kpi, KpiReading
from .kpis import standing_kpi, tell_kpi

READING_CHECKS: dict[str, accepts.Check] = {
    "period_on": accepts.day("The period", required=True),
    "actual": figure("The figure"),
    "evidence": accepts.text("How we know", 1000, many_lines=True),
    "link": web_link,
}
SAID = ("actual", "evidence", "link")
ORIGIN = "kpi"
"""Of the next step that asks for a reading."""


class ReadAlready(DomainError):
    """The period has a reading; correct it."""


class NotTheReading(DomainError):
    """The row was corrected or taken back; only the newest stands."""


class PeriodClosed(DomainError):
    """The period is closed: what changes is a restatement and says why."""


@transaction.atomic
def read_kpi(*, kpi: Kpi, by: User, at: datetime, **fields: Any) -> KpiReading:
    """Enter what a KPI was in the period that holds ``period_on``, and how we know.

    Raises PermissionDenied, KpiEnded, InputRefused, TextRefused, ReadAlready.
    """
    row = standing_kpi(kpi, by)
    needed = {"period_on": None, "actual": None, "evidence": "", "link": ""}
    kept = accepts.accepted({**needed, **fields}, READING_CHECKS)
    span = span_of(row.frequency, kept.pop("period_on"))
    _refuse_span(row, span, today=local_day(at, by.time_zone))
    before = KpiReading.objects.current().filter(kpi=row, period_on=span.first).first()
    if before is not None and not before.is_void:
        raise ReadAlready(f"{span.name} has a reading already: correct it.", field="period_on")
    new = KpiReading(**kept)
    if before is not None:
        new.reason = "Entered again after it was taken back." if before.closed_on else ""
    _write(row, span, new, before, by)
    _settle_asking(row, span, by, at)
    tell_kpi(row, "kpi_read", f"{row.name}, {span.name}: {plain(new.actual)} {row.unit}", by, at)
    return new


@transaction.atomic
def correct_reading(
    *,
    reading: KpiReading,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> KpiReading:
    """Say what it really was; what stood before is kept. A closed period wants the *reason*.

    Nothing new changes nothing. Raises PermissionDenied, NotTheReading, PeriodClosed, InputRefused,
    StaleVersion.
    """
    old, row, span = _standing(reading, by, expected_version)
    kept = accepts.accepted(changes, {name: READING_CHECKS[name] for name in SAID})
    if all(getattr(old, name) == value for name, value in kept.items()):
        return old
    new = KpiReading(**{**{name: getattr(old, name) for name in SAID}, **kept})
    new.reason = _why(old, reason)
    _write(row, span, new, old, by)
    said = f"Corrected: {row.name}, {span.name}: {plain(new.actual)} {row.unit}"
    tell_kpi(row, "kpi_corrected", f"{said}. {new.reason}".rstrip(". ") + ".", by, at)
    return new


@transaction.atomic
def void_reading(
    *, reading: KpiReading, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> KpiReading:
    """It was entered by mistake: the period is unknown again. Raises like correct_reading."""
    old, row, span = _standing(reading, by, expected_version)
    new = KpiReading(**{name: getattr(old, name) for name in SAID}, is_void=True)
    new.reason = REASON(reason, "reason")
    _write(row, span, new, old, by)
    for step in _asking(row, span).exclude(state=StepState.OPEN):
        reopen_step(step=step, by=by, at=at)
    tell_kpi(row, "kpi_voided", f"Reading taken back: {row.name}, {span.name}. {new.reason}", by, at)
    return new


@transaction.atomic
def close_reading(*, reading: KpiReading, by: User, at: datetime) -> KpiReading:
    """Close the period: from now on its figure is restated with a reason only.

    Raises PermissionDenied, NotTheReading.
    """
    old, row, span = _standing(reading, by, None)
    if old.closed_on is None:
        _mark(old, local_day(at, by.time_zone), told_on=None)
        tell_kpi(row, "kpi_closed", f"Period closed: {row.name}, {span.name}", by, at)
    return old


def readings_told(reading_ids: list[int], *, on: date) -> int:
    """A report that was sent told these readings: their periods close; how many were told for the first time.

    Called by who sends the report, inside its transaction.
    """
    rows = KpiReading.objects.filter(pk__in=reading_ids, communicated_on__isnull=True)
    found = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for row in found:
        _mark(row, row.closed_on or on, told_on=on)
    return len(found)


def asking_key(kpi_id: int, first: date) -> str:
    """The key of the step that asks for a period's reading: one per KPI and period."""
    return f"{kpi_id}:{first.isoformat()}"


def _mark(row: KpiReading, closed_on: date, *, told_on: date | None) -> None:
    row.closed_on, row.communicated_on = closed_on, told_on
    KpiReading.objects.filter(pk=row.pk).update(closed_on=closed_on, communicated_on=told_on)


def _standing(reading: KpiReading, by: User, expected_version: int | None) -> tuple[KpiReading, Kpi, Span]:
    row = standing_kpi(reading.kpi, by)
    old = KpiReading.objects.current().filter(thread=reading.thread, kpi=row).first()
    if old is None:
        raise PermissionDenied
    if old.is_void:
        raise NotTheReading("This reading was taken back.")
    if expected_version is not None and expected_version != old.version:
        raise StaleVersion(expected=expected_version, current=old.version)
    return old, row, span_of(row.frequency, old.period_on)


def _why(old: KpiReading, reason: str) -> str:
    if old.closed_on is None and not reason:
        return ""
    if not str(reason or "").strip():
        raise PeriodClosed("This period is closed: say why its figure is restated.", field="reason")
    return str(REASON(reason, "reason"))


def _write(row: Kpi, span: Span, new: KpiReading, old: KpiReading | None, by: User) -> None:
    if not new.evidence and not new.link:
        raise accepts.InputRefused("How we know is missing: write it, or link to it.", field="evidence")
    new.kpi, new.period_on, new.by, new.target = row, span.first, by, row.target
    if old is not None:
        new.first_id, new.version, new.closed_on = old.thread, old.version + 1, old.closed_on
        KpiReading.objects.filter(pk=old.pk).update(is_current=False)
    new.save(force_insert=True)
    new.refresh_from_db()
    new.kpi = row


def _refuse_span(row: Kpi, span: Span, *, today: date) -> None:
    if span.last >= today:
        raise accepts.InputRefused(f"{span.name} is not over yet.", field="period_on")
    if span.first < row.starts_on:
        first = span_of(row.frequency, row.starts_on).name
        raise accepts.InputRefused(f"This KPI is measured from {first} on.", field="period_on")


def _asking(row: Kpi, span: Span) -> QuerySet[NextStep]:
    return NextStep.objects.filter(origin=ORIGIN, origin_key=asking_key(row.pk, span.first))


def _settle_asking(row: Kpi, span: Span, by: User, at: datetime) -> None:
    for step in _asking(row, span).filter(state=StepState.OPEN):
        settle_step(step=step, state=StepState.DONE, by=by, at=at)
