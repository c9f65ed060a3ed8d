"""What customers should learn: planned, in somebody's day, taught, taken up."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account
from contacts.actions.steps import move_step, settle_step
from contacts.models import NextStep
from contacts.participants import NotTheirContact
from plans.actions.drafting import start_plan
from plans.actions.lessons import (
    LessonDropped,
    NotTaught,
    TaughtAlready,
    drop_lesson,
    edit_lesson,
    judge_lesson,
    plan_lesson,
    restore_lesson,
    teach_lesson,
    untaught_lesson,
)
from plans.education import education_of
from plans.fullness import filled_sections
from plans.models import Lesson
from retention.lib.accepts import InputRefused
from retention.lib.errors import StaleVersion
from retention.team.models import Team, User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db

SOON = TODAY + timedelta(days=10)


def plan(account: Account, by: User, **fields: Any) -> Lesson:
    return plan_lesson(account=account, by=by, at=NOON, **{"topic": "Reading the board", **fields})


def test_what_is_planned_for_a_day_stands_in_that_of_who_teaches_it(vela: Account, lena: User) -> None:
    lesson = plan(vela, lena, planned_for=SOON, audience=make_contact(vela))
    step = NextStep.objects.get(pk=lesson.step_id)
    assert (step.text, step.due_on, step.owner) == ("Teach: Reading the board", SOON, lena)
    later = SOON + timedelta(days=1)
    edit_lesson(lesson=lesson, changes={"planned_for": later}, by=lena, at=NOON, expected_version=1)
    step.refresh_from_db()
    assert step.due_on == later
    teach_lesson(lesson=lesson, on=TODAY, by=lena, at=NOON)
    step.refresh_from_db()
    assert step.state == "done"
    untaught_lesson(lesson=lesson, by=lena, at=NOON)
    step.refresh_from_db()
    assert step.state == "open"
    assert plan(vela, lena).step_id is None, "without a day nobody is reminded"


def test_a_step_that_is_moved_or_done_moves_or_teaches_the_lesson(vela: Account, lena: User) -> None:
    lesson = plan(vela, lena, planned_for=SOON)
    step = NextStep.objects.get(pk=lesson.step_id)
    move_step(step=step, due_on=TODAY, by=lena, at=NOON)
    lesson.refresh_from_db()
    assert lesson.planned_for == TODAY
    settle_step(step=step, state="done", by=lena, at=NOON)
    lesson.refresh_from_db()
    assert (lesson.taught_on, lesson.taught_by, lesson.adopted) == (TODAY, lena, "unknown")


def test_whether_they_use_it_is_said_only_after_it_was_taught(vela: Account, lena: User) -> None:
    lesson = plan(vela, lena)
    with pytest.raises(NotTaught):
        judge_lesson(lesson=lesson, adopted="yes", on=TODAY, by=lena, at=NOON)
    teach_lesson(lesson=lesson, on=TODAY, by=lena, at=NOON)
    with pytest.raises(InputRefused, match="before it was taught"):
        judge_lesson(lesson=lesson, adopted="no", on=TODAY - timedelta(days=1), by=lena, at=NOON)
    judged = judge_lesson(lesson=lesson, adopted="yes", on=TODAY, note="On site", by=lena, at=NOON)
    assert (judged.adopted, judged.adopted_on) == ("yes", TODAY)
    assert judge_lesson(lesson=lesson, adopted="unknown", on=None, by=lena, at=NOON).adopted_on is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk).update(adopted="yes")


def test_what_was_taught_no_longer_moves(vela: Account, lena: User) -> None:
    lesson = plan(vela, lena, planned_for=SOON)
    with pytest.raises(StaleVersion):
        edit_lesson(lesson=lesson, changes={"topic": "x"}, by=lena, at=NOON, expected_version=9)
    teach_lesson(lesson=lesson, on=TODAY, by=lena, at=NOON)
    with pytest.raises(TaughtAlready):
        edit_lesson(lesson=lesson, changes={"topic": "x"}, by=lena, at=NOON, expected_version=None)
    edit_lesson(lesson=lesson, changes={"material": "Slides"}, by=lena, at=NOON, expected_version=None)
    with pytest.raises(TaughtAlready):
        teach_lesson(lesson=lesson, on=TODAY, by=lena, at=NOON)


def test_what_is_dropped_leaves_the_day_and_comes_back(vela: Account, lena: User) -> None:
    lesson = drop_lesson(lesson=plan(vela, lena, planned_for=SOON), by=lena, at=NOON)
    assert NextStep.objects.get(pk=lesson.step_id).state == "dropped"
    with pytest.raises(LessonDropped):
        teach_lesson(lesson=lesson, on=TODAY, by=lena, at=NOON)
    restore_lesson(lesson=lesson, by=lena, at=NOON)
    assert NextStep.objects.get(pk=lesson.step_id).state == "open"


def test_lessons_that_cannot_be_are_refused(vela: Account, lena: User, sol: User, north: Team) -> None:
    other = Account.objects.create(name="Other", owner=lena, team=north)
    for fields in ({"topic": " "}, {"link": "javascript:alert(1)"}):
        with pytest.raises(InputRefused):
            plan(vela, lena, **fields)
    with pytest.raises(NotTheirContact):
        plan(vela, lena, audience=make_contact(other))
    with pytest.raises(PermissionDenied):
        plan(vela, sol)
    with pytest.raises(InputRefused, match="future"):
        teach_lesson(lesson=plan(vela, lena), on=SOON, by=lena, at=NOON)
    assert Lesson.objects.count() == 1


def test_a_period_tells_what_was_taught_and_what_is_planned(vela: Account, lena: User) -> None:
    before, within, open_one = (plan(vela, lena, topic=name) for name in ("Old", "New", "Next"))
    teach_lesson(lesson=before, on=TODAY - timedelta(days=100), by=lena, at=NOON)
    teach_lesson(lesson=within, on=TODAY, by=lena, at=NOON)
    drop_lesson(lesson=plan(vela, lena, topic="Dropped"), by=lena, at=NOON)
    found = education_of(vela, (TODAY - timedelta(days=90), TODAY))
    assert [row.topic for row in found.taught] == ["New"]
    assert [row.lesson_id for row in found.planned] == [open_one.pk]
    assert (found.taken_up, found.not_known) == (0, 1)
    judge_lesson(lesson=within, adopted="yes", on=TODAY, by=lena, at=NOON)
    assert education_of(vela, (TODAY, TODAY)).taken_up == 1


def test_a_plan_reads_lessons_in_its_sections_of_value_and_communication(vela: Account, lena: User) -> None:
    made = start_plan(account=vela, by=lena, at=NOON, period_start=TODAY.replace(day=1))
    assert not {"value", "communication"} & filled_sections([made])[made.pk]
    lesson = plan(vela, lena)
    assert "communication" in filled_sections([made])[made.pk]
    teach_lesson(lesson=lesson, on=TODAY, by=lena, at=NOON)
    assert "value" in filled_sections([made])[made.pk]
