"""Processes: begun, published in versions, retired."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.choices import TeamFunction
from retention.lib import accepts
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import PeopleEvent, User
from retention.team.visibility import leads_people

from ..choices import Party
from ..models import Process, ProcessStep, ProcessVersion

MOST_STEPS = 30
STEP_CHECKS: dict[str, accepts.Check] = {
    "name": accepts.text("The name of the step", 80, required=True),
    "party": accepts.one_of("Where it is done", Party),
    "function": accepts.one_of("The function", TeamFunction, required=False),
    "expected_days": accepts.number("The expected days", least=1, most=730, required=True),
    "needs_acceptance": lambda value, field: accepts.flag(bool(value) if value is None else value, field),
    "what": accepts.text("What is done", 500, many_lines=True),
    "why": accepts.text("Why here", 500, many_lines=True),
    "pitfall": accepts.text("What goes wrong", 500, many_lines=True),
}
_name = accepts.text("The name", 80, required=True)
_why = accepts.text("Why", 300)


class NameTaken(DomainError):
    """Another process has this name."""


class StepsRefused(DomainError):
    """No steps, too many, or two of one name."""


@transaction.atomic
def begin_process(
    *, name: str, steps: Sequence[Mapping[str, Any]], by: User, at: datetime, why: str = ""
) -> ProcessVersion:
    """Publish version 1 of a new process. Raises PermissionDenied, InputRefused, NameTaken, StepsRefused."""
    _refuse_others(by)
    kept, rows = _name(name, "name"), _steps(steps)
    if Process.objects.filter(name__iexact=kept).exists():
        raise NameTaken("Another process has this name.", field="name")
    return _publish(Process.objects.create(name=kept), 1, rows, _why(why, "why"), by, at)


@transaction.atomic
def publish_version(
    *,
    process: Process,
    steps: Sequence[Mapping[str, Any]],
    by: User,
    at: datetime,
    why: str = "",
    expected_version: int | None = None,
) -> ProcessVersion:
    """Publish the next version; walks under way keep theirs. ``expected_version`` is the number last seen.

    Raises PermissionDenied, InputRefused, StepsRefused, StaleVersion.
    """
    _refuse_others(by)
    row = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    numbers = ProcessVersion.objects.filter(process=row).order_by("-number").values_list("number", flat=True)
    current = numbers.first() or 0
    if expected_version is not None and expected_version != current:
        raise StaleVersion(expected=expected_version, current=current)
    return _publish(row, current + 1, _steps(steps), _why(why, "why"), by, at)


@transaction.atomic
def retire_process(*, process: Process, is_retired: bool, by: User, at: datetime) -> Process:
    """Offer a process no more, or again; walks under way go on. Raises PermissionDenied, InputRefused."""
    _refuse_others(by)
    row = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    row.is_retired = accepts.flag(is_retired, "is_retired")
    row.save(update_fields=["is_retired"])
    told = "is not offered any more" if row.is_retired else "is offered again"
    PeopleEvent.objects.create(at=at, actor=by, kind="walk_process", text=f"{row.name} {told}")
    return row


def _refuse_others(by: User) -> None:
    if not leads_people(by):
        raise PermissionDenied("Leads and admins keep the templates.")


def _steps(steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The steps as they will be kept. Raises InputRefused naming the step, StepsRefused."""
    rows = []
    for number, said in enumerate(steps, 1):
        try:
            row = accepts.accepted({**dict.fromkeys(STEP_CHECKS), **said}, STEP_CHECKS)
        except accepts.InputRefused as error:
            raise accepts.InputRefused(f"Step {number}: {error.message}", field="steps") from error
        if row["party"] == Party.IN_HOUSE and not row["function"]:
            raise accepts.InputRefused(f"Step {number}: say which function of ours does it.", field="steps")
        rows.append(row)
    if not rows or len(rows) > MOST_STEPS:
        raise StepsRefused(f"A process has from 1 to {MOST_STEPS} steps.", field="steps")
    names = [row["name"].lower() for row in rows]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise StepsRefused(f"Two steps are called “{twice}”.", field="steps")
    return rows


def _publish(
    process: Process, number: int, rows: list[dict[str, Any]], why: str, by: User, at: datetime
) -> ProcessVersion:
    try:
        with transaction.atomic():
            made = ProcessVersion.objects.create(process=process, number=number, why=why, by=by, at=at)
    except IntegrityError:
        raise StaleVersion(expected=number - 1, current=number) from None
    steps = [ProcessStep(version=made, position=place, **row) for place, row in enumerate(rows, 1)]
    ProcessStep.objects.bulk_create(steps)
    text = f"Published version {number} of {process.name}"
    PeopleEvent.objects.create(at=at, actor=by, kind="walk_process", text=text)
    return made
