"""What the calendar alone changes, and when the ticker sees it."""

from datetime import date, datetime, timedelta

import pytest

from accounts.derived import set_derived
from accounts.models import Account
from contacts.actions import edit_contact
from contacts.actions.map import rate_contact
from contacts.models import Contact
from retention.cadence.actions import plan_gap_check_in
from retention.cadence.check_ins import refresh
from retention.cadence.models import CheckIn
from retention.cadence.rebuild import differences, rebuild
from retention.cadence.tick import SLOTS, apply_due, take_back_lapsed
from retention.team.actions.absences import set_absence
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .diary import at, call, due

pytestmark = pytest.mark.django_db


def test_a_pause_holds_a_check_in_and_ends_by_the_calendar(
    vela: Account, lena: User, champion: Contact
) -> None:
    call(lena, champion, on=date(2026, 11, 2))
    until = date(2027, 1, 11)
    edit_contact(contact=champion, changes={"paused_until": until}, by=lena, at=NOON, expected_version=None)
    row = due(champion)
    assert (row.state, row.due_on, row.changes_at) == ("paused", until, at(until, 0))
    assert apply_due(at(until, 0) - timedelta(seconds=1)) == 0
    assert apply_due(at(until, 0)) == 1
    assert due(champion).state == "planned"
    assert differences(at=at(until, 0)) == []


def test_a_decision_that_comes_near_shortens_the_interval_on_its_day(
    vela: Account, lena: User, champion: Contact
) -> None:
    set_derived(vela.pk, next_decision_on=TODAY + timedelta(days=125))
    call(lena, champion, on=date(2026, 11, 20))
    near = at(TODAY + timedelta(days=5), 0)
    assert (due(champion).interval_days, due(champion).changes_at) == (14, near)
    assert differences(at=near) != []
    assert apply_due(near, 10) == 1
    assert due(champion).interval_days == 9
    assert due(champion).changes_at == at(TODAY + timedelta(days=126), 0)
    assert differences(at=near) == []


def test_an_account_that_cannot_be_derived_stops_no_other(
    vela: Account, orchard: Account, champion: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_derived(vela.pk, next_decision_on=TODAY + timedelta(days=125))
    set_derived(orchard.pk, next_decision_on=TODAY + timedelta(days=125))
    rebuild(at=NOON)
    near = at(TODAY + timedelta(days=5), 0)

    def breaks_on_vela(account_ids: list[int], *, at: datetime) -> int:
        if vela.pk in account_ids:
            raise ArithmeticError("broken")
        return refresh(account_ids, at=at)

    monkeypatch.setattr("retention.cadence.tick.refresh", breaks_on_vela)
    assert apply_due(near) == 1
    assert {gap.account_id for gap in differences(at=near)} == {vela.pk}


def test_a_check_in_waits_for_an_owner_who_is_away(vela: Account, lena: User, champion: Contact) -> None:
    call(lena, champion, on=date(2026, 11, 20))
    set_absence(person=lena, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 15), by=lena, at=NOON)
    assert due(champion).due_on == date(2026, 12, 16)
    assert differences(at=NOON) == []


def test_an_owner_away_for_years_does_not_break_the_clock(
    vela: Account, lena: User, champion: Contact
) -> None:
    set_absence(person=lena, starts_on=TODAY, ends_on=TODAY + timedelta(days=720), by=lena, at=NOON)
    call(lena, champion, on=date(2026, 11, 20))
    assert due(champion).due_on == date(2026, 12, 4)


def test_a_gap_that_time_alone_closed_is_taken_back_in_its_accounts_slot(
    vela: Account, lena: User, machine: User
) -> None:
    ana = make_contact(vela, "Ana Lund", is_key=True, preferred_interval_days=7)
    bo = make_contact(vela, "Bo Lind", is_key=True, preferred_interval_days=90)
    for contact in (ana, bo):
        rate_contact(contact=contact, influence=4, by=lena, at=NOON)
    for days in (1, 2, 3, 4):
        call(lena, ana, on=TODAY - timedelta(days=days))
    call(lena, bo, on=TODAY - timedelta(days=2))
    gap = plan_gap_check_in(account=vela, flag="single_thread", contact=ana, by=lena, at=NOON)

    def slots_of(day: date) -> int:
        midnight = at(day, 0)
        return sum(take_back_lapsed(midnight + timedelta(minutes=10 * slot)) for slot in range(SLOTS))

    assert slots_of(TODAY + timedelta(days=1)) == 0
    gap.refresh_from_db()
    assert gap.taken_back_at is None
    faded = TODAY + timedelta(days=50)
    mine = at(faded, 0) + timedelta(minutes=10 * (vela.pk % SLOTS))
    assert take_back_lapsed(mine - timedelta(minutes=10)) == 0
    assert (take_back_lapsed(mine), take_back_lapsed(mine)) == (1, 0)
    gap.refresh_from_db()
    assert gap.taken_back_by == machine and CheckIn.objects.get(contact=ana).gap is None
