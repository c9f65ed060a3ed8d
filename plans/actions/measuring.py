"""Key results: what an objective is measured by, and the measuring that alone moves them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import KeyResult, Objective
from ..working import plan_to_change, plan_to_write, tell

LARGEST = 10**11
_figure = accepts.amount("The figure", places=4, least=-LARGEST, most=Decimal(LARGEST))
_day = accepts.day("The day it was measured", required=True)
_evidence = accepts.text("Where the figure comes from", 300)


def _or_nothing(value: Any, field: str) -> Decimal | None:
    return None if value is None or value == "" else _figure(value, field)


CHECKS: dict[str, accepts.Check] = {
    "name": accepts.text("What is measured", 200, required=True),
    "unit": accepts.text("The unit", 60),
    "baseline": _or_nothing,
    "target": _or_nothing,
    "weight": accepts.number("The weight", least=1, most=10, required=True),
}


@transaction.atomic
def add_key_result(*, objective: Objective, by: User, at: datetime, **said: Any) -> KeyResult:
    """Say what an objective of a draft is measured by. Raises PermissionDenied, PlanLocked, InputRefused."""
    plan = plan_to_write(objective.plan, by)
    kept = accepts.accepted({"name": "", **said}, CHECKS)
    made = KeyResult.objects.create(objective=objective, **kept)
    tell(plan, "key_result_added", f"Measured by {made.name}: {objective.text}", by, at)
    return made


@transaction.atomic
def edit_key_result(
    *,
    key_result: KeyResult,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> KeyResult:
    """Change what a draft measures. Raises like add_key_result, StaleVersion."""
    plan = plan_to_write(key_result.objective.plan, by)
    row = KeyResult.objects.get(pk=key_result.pk)
    save_edit(row, accepts.accepted(changes, CHECKS), expected_version=expected_version)
    tell(plan, "key_result_changed", f"Key result changed: {row.name}", by, at)
    return row


@transaction.atomic
def measure_key_result(
    *, key_result: KeyResult, value: Decimal, on: date, by: User, at: datetime, evidence: str = ""
) -> KeyResult:
    """Write down where it stands; an older figure never overwrites a newer one.

    Raises PermissionDenied, PlanOver, InputRefused, TextRefused.
    """
    plan = plan_to_change(key_result.objective.plan, by)
    row = KeyResult.objects.get(pk=key_result.pk)
    day = _day(on, "on")
    if day > local_day(at, by.time_zone):
        raise accepts.InputRefused("That day lies in the future.", field="on")
    if row.measured_on is not None and day < row.measured_on:
        raise accepts.InputRefused(
            f"There is a newer figure, of {row.measured_on:%-d %b %Y}. Nothing was changed.", field="on"
        )
    kept = {"current": _figure(value, "value"), "measured_on": day,
            "evidence": _evidence(evidence, "evidence")}  # fmt: skip
    save_edit(row, kept, expected_version=None)
    unit = f" {row.unit}" if row.unit else ""
    tell(plan, "key_result_measured", f"{row.name}: {row.current.normalize():f}{unit}", by, at)  # type: ignore[union-attr]
    return row
