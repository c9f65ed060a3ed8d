"""Promises of either side: made, moved, settled, and opened again."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, TimelineEvent
from contacts.actions import make_promise, move_promise, reopen_promise, settle_promise
from contacts.actions.promises import CannotKeep, PromiseIsOpen, PromiseNotOpen
from contacts.models import Promise
from contacts.participants import NotTheirContact
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

DUE = TODAY + timedelta(days=5)


def promise(account: Account, by: User, **said: Any) -> Promise:
    """We promised prices by Saturday."""
    asked = {"side": "ours", "user": by, "text": "Prices", "promised_on": TODAY, "due_on": DUE, **said}
    return make_promise(account=account, by=by, at=NOON, **asked)


def test_a_promise_is_told_on_the_timeline_and_late_after_its_day(vela: Account, lena: User) -> None:
    made = promise(vela, lena)
    assert TimelineEvent.objects.get().text == "We promised by 28 Nov 2026: Prices"
    assert (made.is_late(on=DUE), made.is_late(on=DUE + timedelta(days=1))) == (False, True)


def test_settling_has_a_day_and_can_be_undone(vela: Account, lena: User) -> None:
    made = promise(vela, lena)
    kept = settle_promise(promise=made, state="kept", on=TODAY, by=lena, at=NOON)
    assert (kept.state, kept.settled_on) == ("kept", TODAY)
    with pytest.raises(PromiseNotOpen):
        settle_promise(promise=made, state="broken", on=TODAY, by=lena, at=NOON)
    with pytest.raises(PromiseNotOpen):
        move_promise(promise=made, due_on=DUE, by=lena, at=NOON)
    back = reopen_promise(promise=made, by=lena, at=NOON)
    assert (back.state, back.settled_on) == ("open", None)
    with pytest.raises(PromiseIsOpen):
        reopen_promise(promise=made, by=lena, at=NOON)


@pytest.mark.parametrize(
    ("state", "on"),
    [
        ("open", TODAY),
        ("lost", TODAY),
        ("kept", TODAY + timedelta(days=1)),
        ("kept", TODAY - timedelta(days=1)),
    ],
)
def test_a_promise_cannot_end_in_another_way_or_on_an_impossible_day(
    vela: Account, lena: User, state: str, on: Any
) -> None:
    made = promise(vela, lena)
    with pytest.raises(InputRefused):
        settle_promise(promise=made, state=state, on=on, by=lena, at=NOON)
    made.refresh_from_db()
    assert (made.state, made.version) == ("open", 1)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "\x00"}, "text"),
        ({"side": "both"}, "side"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"promised_on": TODAY + timedelta(days=1)}, "promised_on"),
        ({"promised_on": None}, "promised_on"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_by_field(
    vela: Account, lena: User, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        promise(vela, lena, **said)
    assert refused.value.field == field
    assert not Promise.objects.exists()


def test_a_viewer_keeps_their_own_promises_and_no_others(vela: Account, lena: User, sol: User) -> None:
    own, lenas = promise(vela, sol), promise(vela, lena)
    assert settle_promise(promise=own, state="kept", on=TODAY, by=sol, at=NOON).state == "kept"
    with pytest.raises(PermissionDenied):
        settle_promise(promise=lenas, state="kept", on=TODAY, by=sol, at=NOON)
    with pytest.raises(PermissionDenied):
        promise(vela, sol, user=lena)
    lenas.refresh_from_db()
    assert lenas.state == "open"


def test_another_team_neither_promises_nor_keeps(vela: Account, lena: User, nico: User) -> None:
    with pytest.raises(PermissionDenied):
        promise(vela, nico)
    with pytest.raises(CannotKeep):
        promise(vela, lena, user=nico)
    assert not Promise.objects.exists()


def test_a_contact_of_another_account_is_refused(vela: Account, orchard: Account, lena: User) -> None:
    with pytest.raises(NotTheirContact):
        promise(vela, lena, contact=make_contact(orchard))


def test_another_day_is_agreed_once_per_version(vela: Account, lena: User) -> None:
    made = promise(vela, lena)
    later = DUE + timedelta(days=7)
    assert move_promise(promise=made, due_on=later, by=lena, at=NOON, expected_version=1).due_on == later
    with pytest.raises(StaleVersion):
        move_promise(promise=made, due_on=DUE, by=lena, at=NOON, expected_version=1)
    made.refresh_from_db()
    assert made.due_on == later
