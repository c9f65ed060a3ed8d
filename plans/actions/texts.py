"""Writing the short fields of a plan, section by section."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import StaleVersion
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import AccountPlan, PlanNote, PlanText
from ..planning.sections import LONGEST, SECTION, Section, notes_of, texts_of
from ..working import plan_to_write, tell

_source = accepts.text("Who said it", 200)
_day = accepts.day("The day it was said")


def section_version(plan: AccountPlan, section: Section) -> int:
    """One more than what the rows of a section sum up to: it rises with every write, rows never go."""
    texts = PlanText.objects.filter(plan=plan, field__in=[field.key for field in texts_of(section)])
    notes = PlanNote.objects.filter(
        plan=plan, action=None, field__in=[field.key for field in notes_of(section)]
    )
    return 1 + sum(version for rows in (texts, notes) for version in rows.values_list("version", flat=True))


@transaction.atomic
def write_section(
    *,
    plan: AccountPlan,
    section: str,
    said: Mapping[str, Mapping[str, Any]],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> int:
    """Write fields of one section of a draft; return the section's new version.

    *said* is by field: ``text``, and for what may be shown also ``source``, ``said_on`` and ``is_shared``.
    What is not named stays. Raises PermissionDenied, PlanLocked, PlanOver, InputRefused, TextRefused,
    NotEditable, StaleVersion.
    """
    plan = plan_to_write(plan, by)
    place = SECTION.get(section)
    if place is None:
        raise accepts.InputRefused("There is no such section.", field="section")
    current = section_version(plan, place)
    if expected_version not in (None, current):
        raise StaleVersion(expected=expected_version or 0, current=current)
    may_share = {field.key: field.label for field in texts_of(place)}
    inside = {field.key: field.label for field in notes_of(place)}
    today, changed = local_day(at, by.time_zone), []
    for key, values in said.items():
        if key in may_share:
            moved = _write_text(plan, key, may_share[key], values, today)
        elif key in inside:
            moved = _write_note(plan, key, inside[key], values)
        else:
            raise accepts.NotEditable(f"“{key[:60]}” is no field of {place.title}.", field=key)
        if moved:
            changed.append(may_share.get(key) or inside[key])
    if changed:
        tell(plan, "plan_written", f"Plan, {place.title}: {', '.join(changed)}", by, at)
    return section_version(plan, place)


def _write_text(plan: AccountPlan, key: str, label: str, values: Mapping[str, Any], today: date) -> bool:
    checks = {
        "text": lambda value, _: accepts.text(label, LONGEST, many_lines=True)(value, key),
        "source": lambda value, _: _source(value, f"{key}_source"),
        "said_on": lambda value, _: _day(value, f"{key}_said_on"),
        "is_shared": accepts.flag,
    }
    kept = accepts.accepted(values, checks)
    if kept.get("said_on") and kept["said_on"] > today:
        raise accepts.InputRefused("That day lies in the future.", field=f"{key}_said_on")
    row = PlanText.objects.filter(plan=plan, field=key).first()
    return _keep(row, PlanText(plan=plan, field=key), kept)


def _write_note(plan: AccountPlan, key: str, label: str, values: Mapping[str, Any]) -> bool:
    check = accepts.text(label, LONGEST, many_lines=True)
    kept = accepts.accepted(values, {"text": lambda value, _: check(value, key)})
    row = PlanNote.objects.filter(plan=plan, field=key, action=None).first()
    return _keep(row, PlanNote(plan=plan, field=key), kept)


def _keep(row: PlanText | PlanNote | None, fresh: PlanText | PlanNote, kept: Mapping[str, Any]) -> bool:
    """Write what differs; a field that was never filled and stays empty makes no row."""
    target = row or fresh
    changes = {name: value for name, value in kept.items() if getattr(target, name) != value}
    if not changes:
        return False
    for name, value in changes.items():
        setattr(target, name, value)
    if row is None:
        target.save(force_insert=True)
        return True
    target.version += 1
    target.save(update_fields=[*changes, "version"])
    return True
