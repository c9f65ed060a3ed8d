"""Measurements: entered with how we know, corrected by a newer row, declared void."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User

from ..accepting import MEASUREMENT_CHECKS, REASON, BeforeBaseline, OtherUnit, past_day, plain
from ..models import Measurement, RoiTarget
from .targets import standing_target, tell

KEPT = ("measured_on", "value", "source", "evidence", "link")


class MeasuredAlready(DomainError):
    """There is a measurement of that day; correct it."""


class MeasurementVoid(DomainError):
    """The measurement no longer stands."""


@transaction.atomic
def measure(
    *, target: RoiTarget, by: User, at: datetime, unit: str | None = None, **fields: Any
) -> Measurement:
    """Enter what the metric was on a day, and how we know: in words, by a link, or both.

    *unit* may be said to be sure; it must be that of the target. Raises PermissionDenied, InputRefused,
    TextRefused, OtherUnit, BeforeBaseline, MeasuredAlready, TargetWithdrawn.
    """
    row = standing_target(target, by)
    _refuse_other_unit(row, unit)
    needed = {"measured_on": None, "value": None, "source": "customer", "evidence": "", "link": ""}
    kept = accepts.accepted({**needed, **fields}, MEASUREMENT_CHECKS)
    made = Measurement(target=row, by=by, **kept)
    _refuse_what_cannot_be(row, made, by=by, at=at)
    made.save(force_insert=True)
    made.refresh_from_db()
    _tell(made, "target_measured", f"{row.metric}: {_said(made)}", by, at)
    return made


@transaction.atomic
def correct_measurement(
    *,
    measurement: Measurement,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None,
) -> Measurement:
    """Say what was really measured; what stood before is kept. Nothing new changes nothing.

    Raises PermissionDenied, InputRefused, OtherUnit, BeforeBaseline, MeasuredAlready, StaleVersion.
    """
    row = _standing(measurement, by, expected_version)
    said = dict(changes)
    _refuse_other_unit(row.target, said.pop("unit", None))
    kept = accepts.accepted(said, MEASUREMENT_CHECKS)
    if all(getattr(row, field) == value for field, value in kept.items()):
        return row
    new = Measurement(target=row.target, **{**{field: getattr(row, field) for field in KEPT}, **kept})
    return _supersede(row, new, f"Corrected: {row.target.metric}, {_said(new)}", by=by, at=at)


@transaction.atomic
def void_measurement(
    *, measurement: Measurement, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> Measurement:
    """It was entered by mistake, and counts for nothing. Raises PermissionDenied, StaleVersion."""
    row = _standing(measurement, by, expected_version)
    why = REASON(reason, "reason")
    new = Measurement(**{field: getattr(row, field) for field in KEPT}, is_void=True)
    text = f"Measurement of {row.measured_on:%-d %B %Y} taken back: {row.target.metric}. {why}"
    return _supersede(row, new, text, by=by, at=at)


def _standing(measurement: Measurement, by: User, expected_version: int | None) -> Measurement:
    """The newest row, its account locked. Raises PermissionDenied, MeasurementVoid, StaleVersion."""
    target = standing_target(measurement.target, by)
    row = Measurement.objects.current().filter(thread=measurement.thread, target=target).first()
    if row is None:
        raise PermissionDenied
    if row.is_void:
        raise MeasurementVoid("This measurement was taken back.")
    if expected_version is not None and expected_version != row.version:
        raise StaleVersion(expected=expected_version, current=row.version)
    row.target = target
    return row


def _supersede(old: Measurement, new: Measurement, text: str, *, by: User, at: datetime) -> Measurement:
    new.target, new.by = old.target, by
    new.first_id, new.version = old.thread, old.version + 1
    Measurement.objects.filter(pk=old.pk).update(is_current=False)
    if not new.is_void:
        _refuse_what_cannot_be(old.target, new, by=by, at=at)
    new.save(force_insert=True)
    new.refresh_from_db()
    _tell(new, "measurement_voided" if new.is_void else "measurement_corrected", text, by, at)
    return new


def _refuse_other_unit(target: RoiTarget, unit: str | None) -> None:
    if unit is not None and str(unit).strip().casefold() != target.unit.casefold():
        raise OtherUnit(f"This target is measured in {target.unit}.", field="unit")


def _refuse_what_cannot_be(target: RoiTarget, row: Measurement, *, by: User, at: datetime) -> None:
    past_day(row.measured_on, "measured_on", "The day of the measurement", by=by, at=at)
    if row.measured_on < target.baseline_on:
        raise BeforeBaseline(
            f"The baseline is of {target.baseline_on:%-d %B %Y}: measure on that day or later.",
            field="measured_on",
        )
    if not row.evidence and not row.link:
        raise accepts.InputRefused("How we know is missing: write it, or link to it.", field="evidence")
    same_day = Measurement.objects.current().filter(target=target, measured_on=row.measured_on, is_void=False)
    if same_day.exists():
        raise MeasuredAlready("There is a measurement of that day already: correct it.", field="measured_on")


def _said(row: Measurement) -> str:
    return f"{plain(row.value)} {row.target.unit} on {row.measured_on:%-d %B %Y}"


def _tell(row: Measurement, kind: str, text: str, by: User, at: datetime) -> None:
    tell(row.target, kind, text, by, at)
