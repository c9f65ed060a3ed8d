"""Correcting and taking back: history is superseded, and the dates that followed move back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, TimelineEvent
from contacts.actions import correct_touchpoint, log_touchpoint, move_step, withdraw_touchpoint
from contacts.actions.touchpoints import NoLongerStands
from contacts.derived import rebuild
from contacts.models import Contact, NextStep, Touchpoint
from contacts.participants import NotTheirContact
from retention.lib.accepts import NotEditable
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

EARLIER, LATER = NOON - timedelta(days=9), NOON - timedelta(days=1)


@pytest.fixture
def rossi(vela: Account) -> Contact:
    """Somebody at Vela with whom we spoke nine days ago."""
    return make_contact(vela, "Nadia Rossi")


@pytest.fixture
def call(vela: Account, rossi: Contact, lena: User) -> Touchpoint:
    """The later of two calls."""
    for moment in (EARLIER, LATER):
        touchpoint = log_touchpoint(
            account=vela,
            contacts=[rossi],
            channel="call",
            happened_at=moment,
            by=lena,
            at=NOON,
            text="Prices",
            next_step=("Send the offer", TODAY, None) if moment == LATER else None,
        )
    return touchpoint


def last_dates(account: Account, contact: Contact) -> tuple[object, object]:
    """Last two-way touchpoint of account and contact."""
    account.refresh_from_db()
    contact.refresh_from_db()
    return account.last_two_way_at, contact.last_two_way_at


def test_a_correction_stands_beside_what_it_supersedes(call: Touchpoint, lena: User) -> None:
    new = correct_touchpoint(touchpoint=call, changes={"text": "Prices and terms"}, by=lena, at=NOON)
    call.refresh_from_db()
    assert (call.is_current, call.text) == (False, "Prices")
    assert (new.is_current, new.text, new.supersedes, new.logged_by) == (True, "Prices and terms", call, lena)
    assert new.recorded_at is not None
    assert Touchpoint.objects.current().count() == 2


def test_a_correction_that_makes_it_unanswered_moves_the_dates_back(
    vela: Account, rossi: Contact, call: Touchpoint, lena: User
) -> None:
    assert last_dates(vela, rossi) == (LATER, LATER)
    correct_touchpoint(touchpoint=call, changes={"outcome": "voicemail"}, by=lena, at=NOON)
    assert last_dates(vela, rossi) == (EARLIER, EARLIER)


def test_a_correction_of_who_it_was_moves_the_dates_of_both(
    vela: Account, rossi: Contact, call: Touchpoint, lena: User
) -> None:
    okafor = make_contact(vela, "Ben Okafor")
    correct_touchpoint(touchpoint=call, changes={"contacts": [okafor]}, by=lena, at=NOON)
    okafor.refresh_from_db()
    assert last_dates(vela, rossi) == (LATER, EARLIER)
    assert okafor.last_two_way_at == LATER


def test_a_refused_correction_leaves_the_first_version_standing(
    orchard: Account, call: Touchpoint, lena: User
) -> None:
    stranger = make_contact(orchard)
    with pytest.raises(NotTheirContact):
        correct_touchpoint(touchpoint=call, changes={"contacts": [stranger]}, by=lena, at=NOON)
    with pytest.raises(NotEditable):
        correct_touchpoint(touchpoint=call, changes={"is_qualifying": True}, by=lena, at=NOON)
    call.refresh_from_db()
    assert call.is_current
    assert Touchpoint.objects.count() == 2


def test_the_timeline_shows_the_correction_and_no_longer_the_first_version(
    call: Touchpoint, lena: User
) -> None:
    correct_touchpoint(touchpoint=call, changes={"text": "Terms"}, by=lena, at=NOON)
    shown = TimelineEvent.objects.filter(is_current=True, subject_type="touchpoint").order_by("id")
    assert [event.text for event in shown] == [
        "Call with Nadia Rossi: Prices",
        "Call with Nadia Rossi: Terms",
    ]
    assert [event.kind for event in shown] == ["touchpoint_logged", "touchpoint_corrected"]


def test_next_steps_follow_the_correction(call: Touchpoint, lena: User) -> None:
    new = correct_touchpoint(touchpoint=call, changes={"text": "Terms"}, by=lena, at=NOON)
    step = NextStep.objects.get()
    assert (step.touchpoint, step.version) == (new, 1)


def test_taking_back_restores_the_dates_and_drops_the_step_it_made(
    vela: Account, rossi: Contact, call: Touchpoint, lena: User
) -> None:
    withdraw_touchpoint(touchpoint=call, by=lena, at=NOON)
    call.refresh_from_db()
    assert last_dates(vela, rossi) == (EARLIER, EARLIER)
    assert (call.is_current, call.withdrawn_at) == (False, NOON)
    assert NextStep.objects.get().state == "dropped"
    assert vela.next_step_on is None


def test_taking_back_keeps_a_step_that_somebody_has_changed_since(
    vela: Account, call: Touchpoint, lena: User
) -> None:
    move_step(step=NextStep.objects.get(), due_on=TODAY + timedelta(days=2), by=lena, at=NOON)
    withdraw_touchpoint(touchpoint=call, by=lena, at=NOON)
    assert NextStep.objects.get().state == "open"


def test_what_no_longer_stands_can_be_neither_corrected_nor_taken_back_again(
    call: Touchpoint, lena: User
) -> None:
    withdraw_touchpoint(touchpoint=call, by=lena, at=NOON)
    with pytest.raises(NoLongerStands):
        withdraw_touchpoint(touchpoint=call, by=lena, at=NOON)
    with pytest.raises(NoLongerStands):
        correct_touchpoint(touchpoint=call, changes={"text": "x"}, by=lena, at=NOON)


def test_a_viewer_may_take_back_their_own_entry_but_not_lenas(
    vela: Account, rossi: Contact, call: Touchpoint, sol: User
) -> None:
    own = log_touchpoint(account=vela, contacts=[rossi], channel="call", happened_at=LATER, by=sol, at=NOON)
    withdraw_touchpoint(touchpoint=own, by=sol, at=NOON)
    with pytest.raises(PermissionDenied):
        withdraw_touchpoint(touchpoint=call, by=sol, at=NOON)
    call.refresh_from_db()
    assert call.is_current


def test_the_lead_may_correct_and_the_author_stays_the_author(
    call: Touchpoint, nadia: User, lena: User, nico: User
) -> None:
    new = correct_touchpoint(touchpoint=call, changes={"mood": -1}, by=nadia, at=NOON)
    assert (new.logged_by, new.mood) == (lena, -1)
    with pytest.raises(PermissionDenied):
        correct_touchpoint(touchpoint=new, changes={"mood": 2}, by=nico, at=NOON)


def test_a_private_entry_cannot_be_touched_by_a_lead_who_cannot_read_it(
    vela: Account, rossi: Contact, lena: User, nadia: User
) -> None:
    private = log_touchpoint(
        account=vela, contacts=[rossi], channel="call", happened_at=LATER, by=lena, at=NOON, is_private=True
    )
    with pytest.raises(PermissionDenied):
        correct_touchpoint(touchpoint=private, changes={"text": "x"}, by=nadia, at=NOON)


def test_a_rebuild_finds_nothing_to_change_and_repairs_what_was_broken(
    vela: Account, rossi: Contact, call: Touchpoint, lena: User
) -> None:
    correct_touchpoint(touchpoint=call, changes={"outcome": "no_answer"}, by=lena, at=NOON)
    assert rebuild() == 0
    Account.objects.filter(pk=vela.pk).update(last_two_way_at=None, next_step_on=None)
    Contact.objects.filter(pk=rossi.pk).update(last_two_way_at=NOON)
    assert rebuild([vela.pk]) == 2
    assert last_dates(vela, rossi) == (EARLIER, EARLIER)
    assert vela.next_step_on == TODAY
