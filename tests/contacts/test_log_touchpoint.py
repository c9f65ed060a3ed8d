"""Logging a touchpoint: what it makes true at once, and what is refused with nothing changed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, TimelineEvent
from contacts.actions import log_touchpoint
from contacts.announced import StepChanged, TouchpointLogged
from contacts.models import Contact, NextStep, Touchpoint
from contacts.participants import AlreadyDeparted, ChannelForbidden, NotOurColleague, NotTheirContact
from contacts.said import NotHappenedYet
from retention.lib import facts
from retention.lib.accepts import InputRefused
from retention.lib.texts import TextRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

YESTERDAY = NOON - timedelta(days=1)


@pytest.fixture
def rossi(vela: Account) -> Contact:
    """Somebody at Vela."""
    return make_contact(vela, "Nadia Rossi")


def log(account: Account, *contacts: Contact, by: User, **said: Any) -> Touchpoint:
    """A call yesterday at noon unless said otherwise."""
    asked = {"channel": "call", "happened_at": YESTERDAY, "at": NOON, **said}
    return log_touchpoint(account=account, contacts=contacts, by=by, **asked)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[facts.Fact]:
    """Every fact announced while the test runs."""
    told: list[facts.Fact] = []
    for kind in (TouchpointLogged, StepChanged):
        row = [*facts._listeners[kind], facts.Listener(99, f"heard.{kind.__name__}", told.append)]
        monkeypatch.setitem(facts._listeners, kind, row)
    return told


def test_a_call_that_connected_moves_the_last_two_way_dates_of_contact_and_account(
    vela: Account, rossi: Contact, lena: User
) -> None:
    touchpoint = log(vela, rossi, by=lena, text="Prices are fine.", mood=1, minutes=20)
    vela.refresh_from_db()
    rossi.refresh_from_db()
    assert touchpoint.is_qualifying
    assert (vela.last_two_way_at, rossi.last_two_way_at) == (YESTERDAY, YESTERDAY)
    assert (touchpoint.mood, touchpoint.minutes, touchpoint.logged_by) == (1, 20, lena)
    assert [colleague.name for colleague in touchpoint.colleagues.all()] == ["Lena Voss"]


@pytest.mark.parametrize("outcome", ["no_answer", "voicemail", "bulk", "automated", "support", "internal"])
def test_a_touchpoint_without_an_answer_moves_no_date(
    vela: Account, rossi: Contact, lena: User, outcome: str
) -> None:
    touchpoint = log(vela, rossi, by=lena, outcome=outcome)
    vela.refresh_from_db()
    rossi.refresh_from_db()
    assert not touchpoint.is_qualifying
    assert (vela.last_two_way_at, rossi.last_two_way_at) == (None, None)


def test_an_earlier_touchpoint_logged_later_does_not_move_the_dates_back(
    vela: Account, rossi: Contact, lena: User
) -> None:
    log(vela, rossi, by=lena)
    log(vela, rossi, by=lena, happened_at=NOON - timedelta(days=40))
    rossi.refresh_from_db()
    assert rossi.last_two_way_at == YESTERDAY


def test_somebody_in_copy_was_not_spoken_to(vela: Account, rossi: Contact, lena: User) -> None:
    copied = make_contact(vela, "Ben Okafor")
    log(vela, rossi, by=lena, channel="email", outcome="replied", in_copy=[copied])
    rossi.refresh_from_db()
    copied.refresh_from_db()
    assert (rossi.last_two_way_at, copied.last_two_way_at) == (YESTERDAY, None)


def test_a_mail_with_everybody_in_copy_does_not_count_for_the_account(
    vela: Account, rossi: Contact, lena: User
) -> None:
    touchpoint = log(vela, by=lena, channel="email", outcome="replied", in_copy=[rossi])
    vela.refresh_from_db()
    assert not touchpoint.is_qualifying
    assert vela.last_two_way_at is None


def test_a_touchpoint_with_nobody_recorded_counts_for_the_account_alone(vela: Account, lena: User) -> None:
    log(vela, by=lena)
    vela.refresh_from_db()
    assert vela.last_two_way_at == YESTERDAY


def test_the_next_step_of_a_log_is_one_row_with_its_person_and_its_day(
    vela: Account, rossi: Contact, lena: User, heard: list[facts.Fact]
) -> None:
    touchpoint = log(vela, rossi, by=lena, next_step=("Send the offer", TODAY + timedelta(days=3), None))
    step = NextStep.objects.get()
    vela.refresh_from_db()
    assert (step.text, step.owner, step.contact, step.touchpoint) == (
        "Send the offer", lena, rossi, touchpoint,
    )  # fmt: skip
    assert vela.next_step_on == TODAY + timedelta(days=3)
    assert [type(fact) for fact in heard] == [StepChanged, TouchpointLogged]


def test_the_timeline_tells_what_happened_in_the_users_words(
    vela: Account, rossi: Contact, lena: User
) -> None:
    touchpoint = log(vela, rossi, by=lena, outcome="voicemail", subject="Prices", is_private=True)
    event = TimelineEvent.objects.get(subject_type="touchpoint")
    assert event.text == "Call with Nadia Rossi (voicemail): Prices"
    assert (event.at, event.actor, event.subject_id) == (YESTERDAY, lena, touchpoint.pk)
    assert event.is_private


def test_a_viewer_may_log_on_an_account_they_see(vela: Account, rossi: Contact, sol: User) -> None:
    assert log(vela, rossi, by=sol).logged_by == sol


def test_a_viewer_may_plan_their_own_next_step_but_not_somebody_elses(
    vela: Account, rossi: Contact, sol: User, lena: User
) -> None:
    log(vela, rossi, by=sol, next_step=("Check the invoice", TODAY, sol))
    with pytest.raises(PermissionDenied):
        log(vela, rossi, by=sol, next_step=("Call them", TODAY, lena))
    assert Touchpoint.objects.count() == NextStep.objects.count() == 1


def test_somebody_of_another_team_cannot_log(vela: Account, rossi: Contact, nico: User) -> None:
    with pytest.raises(PermissionDenied):
        log(vela, rossi, by=nico)
    assert not Touchpoint.objects.exists()


def test_a_contact_of_another_account_is_refused_without_their_name(
    vela: Account, orchard: Account, lena: User
) -> None:
    stranger = make_contact(orchard, "Secret Person")
    with pytest.raises(NotTheirContact) as refused:
        log(vela, stranger, by=lena)
    assert refused.value.field == "contacts"
    assert "Secret" not in refused.value.message
    assert not Touchpoint.objects.exists()


def test_a_role_without_a_person_cannot_have_been_spoken_to(vela: Account, lena: User) -> None:
    empty = Contact.objects.create(account=vela, is_placeholder=True, since=TODAY)
    with pytest.raises(NotTheirContact):
        log(vela, empty, by=lena)


def test_a_forbidden_channel_is_refused_with_the_name_and_what_is_allowed(vela: Account, lena: User) -> None:
    quiet = make_contact(vela, "Ana Ruiz", channels_forbidden=["call", "chat"])
    with pytest.raises(ChannelForbidden) as refused:
        log(vela, quiet, by=lena)
    assert refused.value.message.startswith("Ana Ruiz asked us not to use: Call. Allowed: Email, Meeting")
    assert "Chat" not in refused.value.message
    assert not Touchpoint.objects.exists()


def test_a_forbidden_channel_may_be_used_by_them_and_a_note_is_no_channel(vela: Account, lena: User) -> None:
    quiet = make_contact(vela, "Ana Ruiz", channels_forbidden=["call", "note"])
    log(vela, quiet, by=lena, direction="inbound")
    log(vela, quiet, by=lena, channel="note", outcome="internal")
    assert Touchpoint.objects.count() == 2


def test_somebody_who_left_can_be_logged_up_to_their_last_day(vela: Account, lena: User) -> None:
    gone = make_contact(vela, "Ana Ruiz", status="departed", departed_on=date(2026, 11, 10))
    log(vela, gone, by=lena, happened_at=NOON.replace(day=10))
    with pytest.raises(AlreadyDeparted) as refused:
        log(vela, gone, by=lena, happened_at=NOON.replace(day=11))
    assert "10 November 2026" in refused.value.message
    assert Touchpoint.objects.count() == 1


def test_the_future_is_refused_but_a_clock_five_minutes_fast_is_not(
    vela: Account, rossi: Contact, lena: User
) -> None:
    log(vela, rossi, by=lena, happened_at=NOON + timedelta(minutes=5))
    with pytest.raises(NotHappenedYet) as refused:
        log(vela, rossi, by=lena, happened_at=NOON + timedelta(minutes=6))
    assert refused.value.field == "happened_at"
    assert Touchpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("channel", "fax", InputRefused),
        ("direction", "", InputRefused),
        ("outcome", None, InputRefused),
        ("purpose", "spam", InputRefused),
        ("mood", 3, InputRefused),
        ("mood", "good", InputRefused),
        ("minutes", -1, InputRefused),
        ("minutes", 1441, InputRefused),
        ("happened_at", datetime(2026, 11, 20, 9), InputRefused),
        ("happened_at", NOON.replace(year=1969), InputRefused),
        ("text", "a\x00b", TextRefused),
        ("text", "bell\x07", TextRefused),
        ("text", "x" * 20_001, TextRefused),
        ("subject", "x" * 301, TextRefused),
    ],
)
def test_input_that_cannot_be_kept_is_refused_by_the_name_of_its_field(
    vela: Account, rossi: Contact, lena: User, field: str, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error) as refused:
        log(vela, rossi, by=lena, **{field: value})
    assert refused.value.field == field  # type: ignore[attr-defined]
    assert not Touchpoint.objects.exists()
    assert not TimelineEvent.objects.exists()


def test_emoji_and_right_to_left_text_are_kept_as_written(vela: Account, rossi: Contact, lena: User) -> None:
    written = "שלום 👋 – 20 000 €\nsecond line"
    assert log(vela, rossi, by=lena, text=f"  {written}\r\n").text == written


def test_the_machine_is_not_a_colleague(vela: Account, rossi: Contact, lena: User, machine: User) -> None:
    with pytest.raises(NotOurColleague):
        log(vela, rossi, by=lena, colleagues=[machine])
    assert list(log(vela, rossi, by=machine).colleagues.all()) == []
