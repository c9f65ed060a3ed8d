"""Gaps of the people map that become check-ins, and stop being ones."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import edit_account
from accounts.models import Account, TimelineEvent
from contacts.actions import add_step, log_touchpoint, mark_departed, pause_contact, withdraw_touchpoint
from contacts.actions.map import assign_role, rate_contact
from contacts.map_facts import map_of
from contacts.models import Contact
from retention.cadence.actions import (
    GapIsGone,
    GapNeedsAStep,
    NoCheckInPossible,
    plan_gap_check_in,
    skip_check_in,
    snooze_check_in,
    take_gap_back,
)
from retention.cadence.gaps_standing import standing_gaps
from retention.cadence.models import CheckIn, GapCheckIn
from retention.cadence.rebuild import differences
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .diary import call, due

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def ana(vela: Account, lena: User) -> Contact:
    """A champion who is only assumed, spoken to on Friday: due by her own rhythm on 4 December."""
    contact = make_contact(vela, "Ana Lund", buying_role="champion", is_key=True)
    assign_role(contact=contact, role="champion", by=lena, at=NOON)
    call(lena, contact, on=date(2026, 11, 20))
    return contact


def plan(
    contact: Contact, by: User, flag: str = "champion_unvalidated", on: date | None = None
) -> GapCheckIn:
    return plan_gap_check_in(account=contact.account, flag=flag, contact=contact, by=by, at=NOON, due_on=on)


def test_a_gap_makes_the_check_in_due_now_with_its_reason(ana: Contact, lena: User) -> None:
    assert due(ana).due_on == date(2026, 12, 4)
    gap = plan(ana, lena)
    row = due(ana)
    assert (row.due_on, row.shown_on, row.gap) == (TODAY, TODAY, gap)
    assert row.reason == (
        "A champion is only assumed: test whether Ana Lund still speaks for us; last two-way contact on "
        "20 November 2026; every 14 days for a champion of a tier A account."
    )
    assert "; no two-way contact for 5 days;" in row.reason_on(date(2026, 11, 25))
    assert plan(ana, lena) == gap
    assert TimelineEvent.objects.get(kind="gap_check_in_planned").text.startswith(
        "Check-in with Ana Lund from"
    )
    assert differences(at=NOON) == []


def test_a_chosen_day_counts_when_it_is_sooner_than_the_rhythm(ana: Contact, lena: User) -> None:
    plan(ana, lena, on=date(2026, 11, 26))
    assert due(ana).due_on == date(2026, 11, 26)
    take_gap_back(gap=GapCheckIn.objects.get(), by=lena, at=LATER)
    plan(ana, lena, on=date(2027, 1, 15))
    assert due(ana).due_on == date(2026, 12, 4)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=181)):
        with pytest.raises(InputRefused):
            plan(ana, lena, on=day)


def test_a_conversation_answers_it_and_taking_that_back_asks_again(ana: Contact, lena: User) -> None:
    plan(ana, lena)
    call(lena, ana, on=TODAY, answered=False, now=LATER)
    assert due(ana).gap is not None
    talk = log_touchpoint(
        account=ana.account, contacts=[ana], channel="call", happened_at=LATER, by=lena, at=LATER
    )
    assert (due(ana).gap, due(ana).due_on) == (None, date(2026, 12, 7))
    assert standing_gaps(ana.account_id, at=LATER) == []
    withdraw_touchpoint(touchpoint=talk, by=lena, at=LATER)
    assert due(ana).due_on == TODAY
    assert differences(at=LATER) == []


def test_an_answered_gap_can_be_planned_again(ana: Contact, lena: User) -> None:
    first = plan(ana, lena)
    log_touchpoint(account=ana.account, contacts=[ana], channel="call", happened_at=LATER, by=lena, at=LATER)
    again = plan_gap_check_in(
        account=ana.account, flag="champion_unvalidated", contact=ana, by=lena, at=LATER + timedelta(hours=1)
    )
    assert again != first
    assert due(ana).due_on == date(2026, 11, 26)  # never within three days of a conversation


def test_it_is_taken_back_when_the_map_does_not_show_it_any_more(
    ana: Contact, lena: User, machine: User
) -> None:
    gap = plan(ana, lena)
    assign_role(
        contact=ana, role="champion", by=lena, at=LATER, certainty="confirmed", verified_on=TODAY,
        evidence="Spoke for us before their board",
    )  # fmt: skip
    gap.refresh_from_db()
    assert gap.taken_back_by == machine
    assert (due(ana).gap, due(ana).due_on) == (None, date(2026, 12, 4))
    assert TimelineEvent.objects.filter(kind="gap_check_in_taken_back").count() == 1
    assert differences(at=LATER) == []


def test_whoever_left_is_not_called(ana: Contact, lena: User) -> None:
    gap = plan(ana, lena)
    mark_departed(contact=ana, on=TODAY, by=lena, at=LATER)
    gap.refresh_from_db()
    assert gap.taken_back_at == LATER
    assert not CheckIn.objects.filter(contact=ana).exists()


def test_skip_and_snooze_hold_as_for_every_check_in(ana: Contact, lena: User) -> None:
    plan(ana, lena)
    snooze_check_in(check_in=due(ana), until=TODAY + timedelta(days=2), reason="Away", by=lena, at=LATER)
    assert (due(ana).due_on, due(ana).shown_on) == (TODAY, TODAY + timedelta(days=2))
    skip_check_in(check_in=due(ana), reason="Seen elsewhere", by=lena, at=LATER)
    assert (due(ana).gap, due(ana).due_on) == (None, date(2026, 12, 7))
    assert differences(at=LATER) == []


def test_what_was_put_off_before_does_not_hide_it(ana: Contact, lena: User) -> None:
    until = date(2026, 12, 9)
    snooze_check_in(check_in=due(ana), until=until, reason="Away", by=lena, at=NOON - timedelta(hours=2))
    assert due(ana).shown_on == until
    plan(ana, lena)
    assert due(ana).shown_on == TODAY


def test_somebody_without_a_rhythm_is_due_once(vela: Account, lena: User) -> None:
    jonas = make_contact(vela, "Jonas Weller")
    rate_contact(contact=jonas, influence=4, by=lena, at=NOON)
    call(lena, jonas, on=TODAY - timedelta(days=1))
    assert not CheckIn.objects.filter(contact=jonas).exists()
    plan(jonas, lena, "single_thread")
    row = due(jonas)
    assert row.due_on == date(2026, 11, 25)
    assert row.reason.startswith(
        "One person holds this account: ask Jonas Weller to introduce two colleagues;"
    )
    log_touchpoint(account=vela, contacts=[jonas], channel="call", happened_at=LATER, by=lena, at=LATER)
    assert not CheckIn.objects.filter(contact=jonas).exists()


def test_what_only_the_team_reads_names_no_reason(
    vela: Account, lena: User, nadia: User, ana: Contact
) -> None:
    rate_contact(contact=ana, influence=4, attitude=-2, by=lena, at=NOON)
    gap = plan(ana, lena, "blocker_unaddressed")
    assert due(ana).reason.startswith("Find out what Ana Lund needs; last")
    assert GapCheckIn.objects.visible_to(lena).get() == gap
    assert not GapCheckIn.objects.visible_to(nadia).exists()
    with pytest.raises(GapIsGone):
        plan(ana, nadia, "blocker_unaddressed")
    add_step(account=vela, owner=lena, contact=ana, text="Ask", due_on=TODAY, by=lena, at=LATER)
    assert due(ana).gap is None


def test_gaps_that_need_somebody_found_stay_next_steps(vela: Account, lena: User) -> None:
    with pytest.raises(GapNeedsAStep):
        plan_gap_check_in(account=vela, flag="sponsor_gap", contact=None, by=lena, at=NOON)
    assert all(not flag.is_talked_over for flag in map_of(vela, lena, on=TODAY).flags)


def test_it_is_refused_where_no_check_in_may_be(ana: Contact, lena: User, nico: User, sol: User) -> None:
    for stranger in (nico, sol):
        with pytest.raises(PermissionDenied):
            plan(ana, stranger)
    with pytest.raises(GapIsGone):
        plan(ana, lena, "single_thred")
    pause_contact(contact=ana, until=TODAY + timedelta(days=9), reason="Quiet", by=lena, at=NOON)
    with pytest.raises(NoCheckInPossible, match="asked for no contact before 2 December 2026"):
        plan(ana, lena)
    edit_account(account=ana.account, changes={"stage": "dormant"}, by=lena, at=NOON, expected_version=None)
    with pytest.raises(NoCheckInPossible, match="dormant"):
        plan(ana, lena)
    assert not GapCheckIn.objects.exists()


def test_the_database_refuses_what_no_action_says(ana: Contact, lena: User) -> None:
    gap = plan(ana, lena)
    row = {"account": ana.account, "contact": ana, "due_on": TODAY, "by": lena, "at": NOON}
    for wrong in (
        {"flag": gap.flag, "reason": "x"},
        {"flag": "single_thread", "reason": ""},
        {"flag": "stale_map", "reason": "x"},
        {"flag": "single_thread", "reason": "x", "taken_back_at": NOON},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            GapCheckIn.objects.create(**row, **wrong)
