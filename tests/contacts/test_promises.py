"""Promises of either side: made, moved, settled, and opened again."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.ownership import change_owner
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


def test_a_promise_of_ours_is_withdrawn_only_with_somebodys_consent(
    vela: Account, orchard: Account, lena: User
) -> None:
    made, ana = promise(vela, lena), make_contact(vela, "Ana Ruiz")
    end: dict[str, Any] = {"promise": made, "state": "withdrawn", "on": TODAY, "by": lena, "at": NOON}
    for said, field in (
        ({"note": "They chose another way"}, "released_by"),
        ({"released_by": ana}, "note"),
        ({"released_by": make_contact(orchard), "note": "x"}, "released_by"),
        ({"state": "kept", "released_by": ana}, "released_by"),
    ):
        with pytest.raises(DomainError) as refused:
            settle_promise(**end | said)
        assert refused.value.field == field
    ended = settle_promise(**end, released_by=ana, note="They chose another way")
    assert (ended.state, ended.released_by, ended.settled_note) == (
        "withdrawn",
        ana,
        "They chose another way",
    )
    told = TimelineEvent.objects.order_by("-id").values_list("text", flat=True)[0]
    assert told == "Withdrawn with consent (Ana Ruiz): Prices. They chose another way"
    again = reopen_promise(promise=made, by=lena, at=NOON)
    assert (again.released_by, again.settled_note) == (None, "")


def test_we_release_them_from_theirs_ourselves(vela: Account, lena: User) -> None:
    theirs = promise(vela, lena, side="theirs", wording="theirs")
    ended = settle_promise(
        promise=theirs, state="withdrawn", on=TODAY, note="No longer needed", by=lena, at=NOON
    )
    assert (ended.state, ended.get_wording_display()) == ("withdrawn", "Their own words")


def test_what_the_owner_promised_is_the_next_owners(
    vela: Account, lena: User, nico: User, nadia: User
) -> None:
    lenas, nadias = promise(vela, lena), promise(vela, nadia)
    done = settle_promise(promise=promise(vela, lena), state="kept", on=TODAY, by=lena, at=NOON)
    change_owner(account=vela, owner=nico, by=nadia, at=NOON)
    keepers = {row.pk: row.user for row in Promise.objects.select_related("user")}
    assert keepers == {lenas.pk: nico, nadias.pk: nadia, done.pk: lena}
    change_owner(account=vela, owner=None, by=nadia, at=NOON)
    lenas.refresh_from_db()
    assert lenas.user == nico, "without a new owner nobody takes it over"
