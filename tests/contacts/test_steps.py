"""Next steps: one row is one thing to do; every change can be undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account
from contacts.actions import (
    add_step,
    edit_step,
    move_step,
    reopen_step,
    settle_step,
    snooze_step,
    wake_step,
)
from contacts.actions.steps import CannotOwn, StepIsOpen, StepNotOpen
from contacts.models import NextStep
from contacts.participants import NotTheirContact
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

SOON, LATER = TODAY + timedelta(days=2), TODAY + timedelta(days=9)


def step_for(account: Account, owner: User, by: User, **said: Any) -> NextStep:
    """A step due in two days."""
    asked = {"text": "Send the offer", "due_on": SOON, "at": NOON, **said}
    return add_step(account=account, owner=owner, by=by, **asked)


def next_step_on(account: Account) -> object:
    """The account's derived day."""
    account.refresh_from_db()
    return account.next_step_on


def test_the_account_shows_the_earliest_open_step(vela: Account, lena: User) -> None:
    later = step_for(vela, lena, lena, due_on=LATER)
    soon = step_for(vela, lena, lena)
    assert next_step_on(vela) == SOON
    settle_step(step=soon, state="done", by=lena, at=NOON)
    assert next_step_on(vela) == LATER
    settle_step(step=later, state="dropped", by=lena, at=NOON)
    assert next_step_on(vela) is None


def test_done_can_be_undone_and_the_step_is_as_it_was(vela: Account, lena: User) -> None:
    step = step_for(vela, lena, lena)
    done = settle_step(step=step, state="done", by=lena, at=NOON)
    assert (done.state, done.settled_at, done.settled_by) == ("done", NOON, lena)
    with pytest.raises(StepNotOpen):
        settle_step(step=step, state="dropped", by=lena, at=NOON)
    back = reopen_step(step=step, by=lena, at=NOON)
    assert (back.state, back.settled_at, back.settled_by) == ("open", None, None)
    assert next_step_on(vela) == SOON
    with pytest.raises(StepIsOpen):
        reopen_step(step=step, by=lena, at=NOON)


def test_a_snooze_keeps_the_day_it_was_due_and_can_be_undone(vela: Account, lena: User) -> None:
    step = step_for(vela, lena, lena)
    snoozed = snooze_step(step=step, until=LATER, reason="They are away", by=lena, at=NOON)
    assert (snoozed.due_on, snoozed.snoozed_until, next_step_on(vela)) == (SOON, LATER, LATER)
    wake_step(step=step, by=lena, at=NOON)
    assert next_step_on(vela) == SOON


@pytest.mark.parametrize(("until", "reason"), [(TODAY, "x"), (SOON, "x"), (LATER, ""), (LATER, "\x00")])
def test_a_snooze_needs_a_later_day_and_a_reason(vela: Account, lena: User, until: Any, reason: str) -> None:
    step = step_for(vela, lena, lena)
    with pytest.raises(DomainError):
        snooze_step(step=step, until=until, reason=reason, by=lena, at=NOON)
    step.refresh_from_db()
    assert (step.snoozed_until, step.version) == (None, 1)


def test_moving_a_step_ends_its_snooze(vela: Account, lena: User) -> None:
    step = step_for(vela, lena, lena)
    snooze_step(step=step, until=LATER, reason="They are away", by=lena, at=NOON)
    moved = move_step(step=step, due_on=SOON + timedelta(days=1), by=lena, at=NOON)
    assert (moved.due_on, moved.snoozed_until) == (SOON + timedelta(days=1), None)


def test_asking_twice_under_one_key_gives_one_step(vela: Account, lena: User, machine: User) -> None:
    first = step_for(vela, lena, machine, origin="rung", origin_key="rung:7")
    again = step_for(vela, lena, machine, origin="rung", origin_key="rung:7", text="Other words")
    assert again == first
    assert NextStep.objects.get().text == "Send the offer"


def test_a_viewer_works_on_steps_that_are_theirs_and_on_no_other(
    vela: Account, lena: User, sol: User
) -> None:
    theirs = step_for(vela, sol, lena)
    settle_step(step=theirs, state="done", by=sol, at=NOON)
    assert reopen_step(step=theirs, by=sol, at=NOON).state == "open"
    lenas = step_for(vela, lena, lena)
    for change in (
        lambda: settle_step(step=lenas, state="done", by=sol, at=NOON),
        lambda: move_step(step=lenas, due_on=LATER, by=sol, at=NOON),
        lambda: step_for(vela, lena, sol),
        lambda: edit_step(step=theirs, changes={"owner": lena}, by=sol, at=NOON),
    ):
        with pytest.raises(PermissionDenied):
            change()
    lenas.refresh_from_db()
    assert (lenas.state, lenas.due_on) == ("open", SOON)


def test_somebody_of_another_team_can_neither_plan_nor_be_planned_for(
    vela: Account, lena: User, nico: User
) -> None:
    with pytest.raises(PermissionDenied):
        step_for(vela, nico, nico)
    with pytest.raises(CannotOwn):
        step_for(vela, nico, lena)
    assert not NextStep.objects.exists()


def test_a_contact_of_another_account_is_refused(vela: Account, orchard: Account, lena: User) -> None:
    with pytest.raises(NotTheirContact):
        step_for(vela, lena, lena, contact=make_contact(orchard))
    assert not NextStep.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", ""), ("text", "x" * 301), ("text", "\x00"), ("due_on", None), ("due_on", "soon")],
)
def test_a_step_without_text_or_day_is_refused_by_field(
    vela: Account, lena: User, field: str, value: Any
) -> None:
    with pytest.raises(DomainError) as refused:
        step_for(vela, lena, lena, **{field: value})
    assert refused.value.field == field
    assert next_step_on(vela) is None


def test_a_stale_edit_changes_nothing(vela: Account, lena: User) -> None:
    step = step_for(vela, lena, lena)
    edit_step(step=step, changes={"text": "Send prices"}, by=lena, at=NOON, expected_version=1)
    with pytest.raises(StaleVersion):
        edit_step(step=step, changes={"text": "Other"}, by=lena, at=NOON, expected_version=1)
    step.refresh_from_db()
    assert step.text == "Send prices"


def test_a_step_is_settled_as_done_or_dropped_only(vela: Account, lena: User) -> None:
    step = step_for(vela, lena, lena)
    with pytest.raises(InputRefused):
        settle_step(step=step, state="open", by=lena, at=NOON)
