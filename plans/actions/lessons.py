"""What a customer should learn: planned, moved, taught, taken up, dropped; what is due stands in a day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.actions.steps import add_step, edit_step, reopen_step, settle_step
from contacts.choices import StepState
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..accepting import past_day, their_contact, their_target, web_link
from ..choices import Adopted
from ..models import Lesson

OF_LESSON = "lesson"
LESSON_CHECKS: dict[str, accepts.Check] = {
    "topic": accepts.text("The topic", 200, required=True),
    "audience": accepts.as_it_is,
    "target": accepts.as_it_is,
    "material": accepts.text("The material", 200),
    "link": web_link,
    "planned_for": accepts.day("The day it is planned for"),
    "owner": accepts.as_it_is,
}
_adopted = accepts.one_of("Whether they use it", Adopted)
_note = accepts.text("The note", 500)


class TaughtAlready(DomainError):
    """It was taught; what was planned no longer moves."""


class NotTaught(DomainError):
    """Nobody taught it yet."""


class LessonDropped(DomainError):
    """It is no longer planned."""


@transaction.atomic
def plan_lesson(*, account: Account, by: User, at: datetime, **fields: Any) -> Lesson:
    """Plan to teach a customer something; *fields* are ``topic`` at least, the owner is *by* when not said.

    With a day it stands in its owner's. Raises PermissionDenied, InputRefused, NotTheirContact, CannotOwn.
    """
    account = editable_account(account.pk, by)
    said = {"topic": "", **fields}
    said["owner"] = said.get("owner") or by
    row = Lesson(account=account, by=by, **accepts.accepted(said, LESSON_CHECKS))
    _refuse_foreign(row)
    row.save(force_insert=True)
    _follow(row, by, at)
    _tell(row, "lesson_planned", f"To teach{_when(row)}: {row.topic}", by, at)
    return row


@transaction.atomic
def edit_lesson(
    *, lesson: Lesson, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> Lesson:
    """Change what is planned; once taught, only with what and for which goal.

    Raises PermissionDenied, TaughtAlready, LessonDropped, InputRefused, StaleVersion.
    """
    row = _standing(lesson, by)
    kept = accepts.accepted(changes, LESSON_CHECKS)
    kept = {field: value for field, value in kept.items() if getattr(row, field) != value}
    if not kept:
        return row
    if row.taught_on is not None and not kept.keys() <= {"material", "link", "target"}:
        raise TaughtAlready("It was taught already. Plan another one.", field=next(iter(kept)))
    if "owner" in kept and kept["owner"] is None:
        raise accepts.InputRefused("Who teaches it is missing.", field="owner")
    for field, value in kept.items():
        setattr(row, field, value)
    _refuse_foreign(row)
    save_edit(row, kept, expected_version=expected_version)
    _follow(row, by, at)
    _tell(row, "lesson_edited", f"To teach{_when(row)}: {row.topic}", by, at)
    return row


@transaction.atomic
def teach_lesson(
    *, lesson: Lesson, on: date, by: User, at: datetime, taught_by: User | None = None
) -> Lesson:
    """It was taught, by *taught_by* or whoever was to. Raises TaughtAlready, LessonDropped, InputRefused."""
    row = _standing(lesson, by)
    if row.taught_on is not None:
        raise TaughtAlready(f"It was taught on {row.taught_on:%-d %B %Y}.")
    day = past_day(on, "on", "The day", by=by, at=at)
    save_edit(row, {"taught_on": day, "taught_by": taught_by or row.owner}, expected_version=None)
    _follow(row, by, at)
    whom = f" to {row.audience.name}" if row.audience else ""
    _tell(row, "lesson_taught", f"Taught{whom}: {row.topic}", by, at)
    return row


@transaction.atomic
def untaught_lesson(*, lesson: Lesson, by: User, at: datetime) -> Lesson:
    """It was not taught after all: planned again. Raises PermissionDenied, NotTaught, LessonDropped."""
    row = _taught(lesson, by)
    nothing = {"taught_on": None, "taught_by": None, "adopted": Adopted.UNKNOWN, "adopted_on": None}
    save_edit(row, {**nothing, "adopted_note": ""}, expected_version=None)
    _follow(row, by, at)
    _tell(row, "lesson_not_taught", f"Not taught after all: {row.topic}", by, at)
    return row


@transaction.atomic
def judge_lesson(
    *, lesson: Lesson, adopted: str, on: date | None, by: User, at: datetime, note: str = ""
) -> Lesson:
    """Say whether they took it up, seen on a day; not known again is possible too.

    Raises PermissionDenied, NotTaught, LessonDropped, InputRefused for a day before it was taught.
    """
    row = _taught(lesson, by)
    word = _adopted(adopted, "adopted")
    kept: dict[str, Any] = {"adopted": word, "adopted_on": None, "adopted_note": _note(note, "note")}
    if word != Adopted.UNKNOWN:
        day = past_day(on, "on", "The day", by=by, at=at)
        if row.taught_on is None or day < row.taught_on:
            raise accepts.InputRefused("That is before it was taught.", field="on")
        kept["adopted_on"] = day
    save_edit(row, kept, expected_version=None)
    _tell(row, "lesson_judged", f"{row.topic}: {row.get_adopted_display().lower()}", by, at)
    return row


@transaction.atomic
def drop_lesson(*, lesson: Lesson, by: User, at: datetime) -> Lesson:
    """It is not to be taught, or was entered by mistake. Raises PermissionDenied, LessonDropped."""
    row = _standing(lesson, by)
    save_edit(row, {"dropped_on": local_day(at, by.time_zone)}, expected_version=None)
    _follow(row, by, at)
    _tell(row, "lesson_dropped", f"No longer to teach: {row.topic}", by, at)
    return row


@transaction.atomic
def restore_lesson(*, lesson: Lesson, by: User, at: datetime) -> Lesson:
    """Undo dropping it. Raises PermissionDenied."""
    row = _lesson(lesson, by)
    if row.dropped_on is not None:
        save_edit(row, {"dropped_on": None}, expected_version=None)
        _follow(row, by, at)
        _tell(row, "lesson_restored", f"To teach again{_when(row)}: {row.topic}", by, at)
    return row


def _lesson(lesson: Lesson, by: User) -> Lesson:
    account = editable_account(lesson.account_id, by)
    rows = Lesson.objects.select_related("owner", "step", "audience__person", "target")
    row = rows.filter(pk=lesson.pk, account=account).first()
    if row is None:
        raise PermissionDenied
    row.account = account
    return row


def _standing(lesson: Lesson, by: User) -> Lesson:
    row = _lesson(lesson, by)
    if row.dropped_on is not None:
        raise LessonDropped("It is no longer planned.")
    return row


def _taught(lesson: Lesson, by: User) -> Lesson:
    row = _standing(lesson, by)
    if row.taught_on is None:
        raise NotTaught("It was not taught yet.")
    return row


def _refuse_foreign(row: Lesson) -> None:
    their_contact(row.account, row.audience, "audience")
    their_target(row.account, row.target)


def _follow(row: Lesson, by: User, at: datetime) -> None:
    """What is planned for a day stands in its owner's; what was taught or dropped leaves it."""
    step = row.step
    is_open = row.taught_on is None and row.dropped_on is None and row.planned_for is not None
    if not is_open:
        if step is not None and step.state == StepState.OPEN:
            state = StepState.DONE if row.taught_on else StepState.DROPPED
            settle_step(step=step, state=state, by=by, at=at)
        return
    said: dict[str, Any] = {
        "owner": row.owner, "text": f"Teach: {row.topic}", "due_on": row.planned_for, "contact": row.audience,
    }  # fmt: skip
    if step is None:
        step = add_step(account=row.account, by=by, at=at, origin=OF_LESSON, origin_key=str(row.pk), **said)
        Lesson.objects.filter(pk=row.pk).update(step=step)
        row.step = step
    if step.state != StepState.OPEN:
        step = reopen_step(step=step, by=by, at=at)
    changes = {name: value for name, value in said.items() if getattr(step, name) != value}
    if changes:
        edit_step(step=step, changes=changes, by=by, at=at)


def _when(row: Lesson) -> str:
    return f" by {row.planned_for:%-d %B %Y}" if row.planned_for else ""


def _tell(row: Lesson, kind: str, text: str, by: User, at: datetime) -> None:
    record(row.account, kind, text, by=by, at=at, subject=("lesson", row.pk))
