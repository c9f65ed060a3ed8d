"""Readings of figures of our work: entered or pushed, corrected by a newer row, declared void."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User

from ..accepting import REASON, figure, past_day, plain
from ..choices import MeasuredBy
from ..models import OperationMetric, OperationReading
from .operations import standing_metric

KEPT = ("measured_on", "value", "source", "note")
READING_CHECKS: dict[str, accepts.Check] = {
    "measured_on": accepts.day("The day of the reading", required=True),
    "value": figure("The figure"),
    "source": accepts.one_of("Whose figure", MeasuredBy),
    "note": accepts.text("The note", 500),
}


class ReadAlready(DomainError):
    """There is a reading of that day; correct it."""


class ReadingVoid(DomainError):
    """The reading no longer stands."""


@transaction.atomic
def enter_reading(*, metric: OperationMetric, by: User, at: datetime, **fields: Any) -> OperationReading:
    """Enter what a figure was on a day. A day read before is corrected; the same again is nothing new.

    So a feed may send a day as often as it likes. Raises PermissionDenied, MetricPutAside, InputRefused.
    """
    row = standing_metric(metric, by)
    kept = accepts.accepted({"measured_on": None, "value": None, **fields}, READING_CHECKS)
    past_day(kept["measured_on"], "measured_on", "The day of the reading", by=by, at=at)
    known = _of_the_day(row, kept["measured_on"])
    if known is not None:
        return _corrected(known, kept, by=by, at=at)
    made = OperationReading(metric=row, by=by, **kept)
    made.save(force_insert=True)
    made.refresh_from_db()
    _tell(made, "operation_read", f"{row.name}: {_said(made)}", by, at)
    return made


@transaction.atomic
def correct_reading(
    *,
    reading: OperationReading,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None,
) -> OperationReading:
    """Say what it really was; what stood before is kept. Nothing new changes nothing.

    Raises PermissionDenied, MetricPutAside, ReadingVoid, ReadAlready, InputRefused, StaleVersion.
    """
    row = _standing(reading, by, expected_version)
    kept = accepts.accepted(changes, READING_CHECKS)
    day: date = kept.get("measured_on", row.measured_on)
    past_day(day, "measured_on", "The day of the reading", by=by, at=at)
    other = _of_the_day(row.metric, day)
    if other is not None and other.thread != row.thread:
        raise ReadAlready(f"There is a reading of {day:%-d %B %Y} already.", field="measured_on")
    return _corrected(row, kept, by=by, at=at)


@transaction.atomic
def void_reading(
    *, reading: OperationReading, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> OperationReading:
    """It was entered by mistake and counts for nothing. Raises PermissionDenied, ReadingVoid."""
    row = _standing(reading, by, expected_version)
    why = REASON(reason, "reason")
    new = OperationReading(**{field: getattr(row, field) for field in KEPT}, is_void=True)
    text = f"Reading of {row.measured_on:%-d %B %Y} taken back: {row.metric.name}. {why}"
    return _supersede(row, new, text, by=by, at=at)


def _standing(reading: OperationReading, by: User, expected_version: int | None) -> OperationReading:
    """The newest row, its account locked. Raises PermissionDenied, ReadingVoid, StaleVersion."""
    metric = standing_metric(reading.metric, by)
    row = OperationReading.objects.current().filter(thread=reading.thread, metric=metric).first()
    if row is None:
        raise PermissionDenied
    if row.is_void:
        raise ReadingVoid("This reading was taken back.")
    if expected_version is not None and expected_version != row.version:
        raise StaleVersion(expected=expected_version, current=row.version)
    row.metric = metric
    return row


def _of_the_day(metric: OperationMetric, day: date) -> OperationReading | None:
    rows = OperationReading.objects.current().filter(metric=metric, measured_on=day, is_void=False)
    found: OperationReading | None = rows.first()
    if found is not None:
        found.metric = metric
    return found


def _corrected(row: OperationReading, kept: Mapping[str, Any], *, by: User, at: datetime) -> OperationReading:
    if all(getattr(row, field) == value for field, value in kept.items()):
        return row
    new = OperationReading(**{**{field: getattr(row, field) for field in KEPT}, **kept})
    return _supersede(row, new, f"Corrected: {row.metric.name}, {_said(new, row)}", by=by, at=at)


def _supersede(
    old: OperationReading, new: OperationReading, text: str, *, by: User, at: datetime
) -> OperationReading:
    new.metric, new.by = old.metric, by
    new.first_id, new.version = old.thread, old.version + 1
    OperationReading.objects.filter(pk=old.pk).update(is_current=False)
    new.save(force_insert=True)
    new.refresh_from_db()
    _tell(new, "reading_voided" if new.is_void else "reading_corrected", text, by, at)
    return new


def _said(row: OperationReading, of: OperationReading | None = None) -> str:
    return f"{plain(row.value)} {(of or row).metric.unit} on {row.measured_on:%-d %B %Y}"


def _tell(row: OperationReading, kind: str, text: str, by: User, at: datetime) -> None:
    record(row.metric.account, kind, text, by=by, at=at, subject=("operation", row.metric_id))
