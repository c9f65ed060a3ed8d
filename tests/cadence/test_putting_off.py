"""Snooze, skip, undo, and the spread after an import, through the database."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.announced import RecordsImported
from accounts.models import Account, TimelineEvent
from contacts.models import Contact
from retention.cadence.actions import (
    AlreadyUndone,
    NoLongerDue,
    ReasonMissing,
    skip_check_in,
    snooze_check_in,
    undo_deferral,
)
from retention.cadence.deferrals import SkipRefused, SnoozeRefused
from retention.cadence.models import CheckIn, Deferral
from retention.cadence.rebuild import differences, rebuild
from retention.lib.facts import announce
from retention.lib.texts import TextRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .diary import at, call, due

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(vela: Account, lena: User) -> Contact:
    """A user lead (30 days), last spoken to on 20 October, so due on 19 November, four days ago."""
    contact = make_contact(vela, "Ana Lund", buying_role="user_lead")
    call(lena, contact, on=date(2026, 10, 20))
    return contact


def snooze(contact: Contact, by: User, days: int, now=NOON, reason: str = "On holiday") -> Deferral:
    return snooze_check_in(check_in=due(contact), until=now.date() + timedelta(days=days), reason=reason,
                           by=by, at=now)  # fmt: skip


def test_a_snooze_shows_it_later_and_keeps_the_due_date(lead: Contact, lena: User) -> None:
    deferral = snooze(lead, lena, 10)
    row = due(lead)
    assert row.due_on == date(2026, 11, 19)
    assert row.shown_on == row.snoozed_until == date(2026, 12, 3)
    assert row.is_snoozed
    assert (deferral.due_on, deferral.anchor_on) == (date(2026, 11, 19), date(2026, 10, 20))
    assert "snoozed until 3 December 2026" in row.reason
    event = TimelineEvent.objects.get(kind="check_in_snoozed")
    assert event.text == "Snoozed the check-in with Ana Lund until 3 December 2026: On holiday"
    lead.account.refresh_from_db()
    assert differences(at=NOON) == []


def test_a_snooze_reaches_half_the_interval_from_today_when_it_is_overdue(lead: Contact, lena: User) -> None:
    with pytest.raises(SnoozeRefused, match="8 December 2026"):
        snooze(lead, lena, 16)
    snooze(lead, lena, 15)


def test_what_is_due_later_anyway_is_not_snoozed_to_an_earlier_day(lead: Contact, lena: User) -> None:
    call(lena, lead, on=date(2026, 11, 20))
    with pytest.raises(SnoozeRefused, match="due on 21 December 2026 anyway"):
        snooze(lead, lena, 3)


def test_a_third_snooze_in_a_row_is_refused_and_contact_starts_anew(lead: Contact, lena: User) -> None:
    snooze(lead, lena, 2)
    snooze(lead, lena, 4)
    with pytest.raises(SnoozeRefused, match="twice"):
        snooze(lead, lena, 6)
    call(lena, lead, on=TODAY)
    assert (due(lead).shown_on, due(lead).snoozed_until) == (date(2026, 12, 23), None)
    later = at(date(2026, 12, 23))
    snooze_check_in(check_in=due(lead), until=date(2026, 12, 30), reason="Away", by=lena, at=later)
    assert due(lead).shown_on == date(2026, 12, 30)


def test_an_undone_snooze_does_not_count(lead: Contact, lena: User) -> None:
    for _ in range(3):
        undo_deferral(deferral=snooze(lead, lena, 5), by=lena, at=NOON)
    assert (due(lead).shown_on, due(lead).snoozed_until) == (date(2026, 11, 19), None)


def test_a_skip_consumes_the_slot_from_today_and_only_every_other_one(lead: Contact, lena: User) -> None:
    deferral = skip_check_in(check_in=due(lead), reason="We meet at the fair", by=lena, at=NOON)
    row = due(lead)
    assert (row.anchor_on, row.after_skip, row.due_on) == (TODAY, True, date(2026, 12, 23))
    assert row.reason.startswith("Skipped until 23 November 2026; every 30 days")
    assert row.reason_on(TODAY + timedelta(days=9)) == row.reason
    with pytest.raises(SkipRefused, match="skipped already"):
        skip_check_in(check_in=row, reason="Again", by=lena, at=NOON)
    undo_deferral(deferral=deferral, by=lena, at=NOON)
    assert due(lead).due_on == date(2026, 11, 19)
    with pytest.raises(AlreadyUndone):
        undo_deferral(deferral=deferral, by=lena, at=NOON)
    assert differences(at=NOON) == []


def test_a_skip_ahead_of_time_counts_from_the_due_date(lead: Contact, lena: User) -> None:
    call(lena, lead, on=date(2026, 11, 20))
    skip_check_in(check_in=due(lead), reason="Not needed", by=lena, at=NOON)
    assert due(lead).anchor_on == date(2026, 12, 21)
    assert due(lead).due_on == date(2027, 1, 20)


def test_a_skip_forgets_the_tries_before_it(lead: Contact, lena: User) -> None:
    for day in (2, 9, 16):
        call(lena, lead, on=date(2026, 11, day), answered=False)
    assert due(lead).state == "unresponsive"
    skip_check_in(check_in=due(lead), reason="Trying somebody else", by=lena, at=NOON)
    assert (due(lead).state, due(lead).attempts) == ("planned", 0)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_putting_off_needs_a_reason(lead: Contact, lena: User, reason: str) -> None:
    with pytest.raises(ReasonMissing) as refusal:
        snooze(lead, lena, 5, reason=reason)
    assert refusal.value.field == "reason"
    with pytest.raises(ReasonMissing):
        skip_check_in(check_in=due(lead), reason=reason, by=lena, at=NOON)
    assert not Deferral.objects.exists()


@pytest.mark.parametrize("reason", ["a\x00b", "x" * 201])
def test_a_reason_that_cannot_be_kept_is_refused_by_name(lead: Contact, lena: User, reason: str) -> None:
    with pytest.raises(TextRefused, match="The reason"):
        snooze(lead, lena, 5, reason=reason)


def test_only_who_may_change_the_account_puts_off(lead: Contact, lena: User, nico: User, sol: User) -> None:
    deferral = snooze(lead, lena, 5)
    for stranger in (nico, sol):
        with pytest.raises(PermissionDenied):
            snooze(lead, stranger, 5)
        with pytest.raises(PermissionDenied):
            skip_check_in(check_in=due(lead), reason="No", by=stranger, at=NOON)
        with pytest.raises(PermissionDenied):
            undo_deferral(deferral=deferral, by=stranger, at=NOON)


def test_a_check_in_that_is_gone_or_paused_cannot_be_put_off(lead: Contact, lena: User) -> None:
    row = due(lead)
    Contact.objects.filter(pk=lead.pk).update(paused_until=TODAY + timedelta(days=40))
    rebuild(at=NOON)
    with pytest.raises(SnoozeRefused, match="paused already"):
        snooze(lead, lena, 60)
    Contact.objects.filter(pk=lead.pk).update(status="departed", departed_on=TODAY)
    rebuild(at=NOON)
    with pytest.raises(NoLongerDue):
        skip_check_in(check_in=row, reason="Gone", by=lena, at=NOON)


def imported(*accounts: Account, by: User, now=NOON) -> None:
    with transaction.atomic():
        announce(RecordsImported(account_ids=tuple(a.pk for a in accounts), by_id=by.pk, at=now))


def test_what_an_import_brings_overdue_is_spread_over_one_interval(
    vela: Account, ada: User, machine: User
) -> None:
    people = [make_contact(vela, f"Person {n}", buying_role="user_lead") for n in range(60)]
    imported(vela, by=ada)
    rows = CheckIn.objects.filter(contact__in=people)
    assert {row.due_on for row in rows} == {date(2026, 1, 19)}
    shown = {row.shown_on for row in rows}
    assert min(shown) >= TODAY
    assert max(shown) <= TODAY + timedelta(days=32)
    assert len(shown) > 12
    assert all("after an import" in row.reason for row in rows if row.shown_on > row.due_on)
    assert differences(at=NOON) == []
    assert rebuild(at=NOON + timedelta(days=3)) == 0


def test_people_never_spoken_to_do_not_fall_due_all_on_one_day(
    vela: Account, ada: User, machine: User
) -> None:
    people = [make_contact(vela, f"P {n}", buying_role="user_lead", recorded_at=NOON) for n in range(40)]
    imported(vela, by=ada)
    rows = CheckIn.objects.filter(contact__in=people)
    assert {row.due_on for row in rows} == {TODAY + timedelta(days=14)}
    assert len({row.shown_on for row in rows}) > 10
    assert max(row.shown_on for row in rows) <= TODAY + timedelta(days=14 + 32)
    assert rebuild(at=NOON + timedelta(days=3)) == 0


def test_the_same_import_again_spreads_nothing_again(vela: Account, ada: User, machine: User) -> None:
    for number in range(5):
        make_contact(vela, f"Person {number}", buying_role="user_lead")
    imported(vela, by=ada)
    before = list(CheckIn.objects.order_by("id").values_list("id", "shown_on"))
    facts = Deferral.objects.count()
    imported(vela, by=ada, now=NOON + timedelta(days=5))
    assert list(CheckIn.objects.order_by("id").values_list("id", "shown_on")) == before
    assert Deferral.objects.count() == facts


def test_contact_after_the_import_ends_the_spread(
    vela: Account, lena: User, ada: User, machine: User
) -> None:
    contact = make_contact(vela, "Ana Lund", buying_role="user_lead")
    imported(vela, by=ada)
    call(lena, contact, on=TODAY)
    row = due(contact)
    assert row.due_on == row.shown_on == date(2026, 12, 23)
    assert "import" not in row.reason


def test_a_spread_can_be_taken_back_for_one_contact(
    vela: Account, lena: User, ada: User, machine: User
) -> None:
    contact = make_contact(vela, "Ana Lund", buying_role="user_lead")
    imported(vela, by=ada)
    undo_deferral(deferral=Deferral.objects.get(contact=contact), by=lena, at=NOON)
    assert due(contact).shown_on == due(contact).due_on == date(2026, 1, 19)


def test_what_was_known_and_overdue_before_an_import_is_not_put_off_by_it(
    vela: Account, lead: Contact, ada: User, machine: User
) -> None:
    later = NOON + timedelta(days=400)
    imported(vela, by=ada, now=later)
    assert due(lead).shown_on == due(lead).due_on
    assert not Deferral.objects.exists()
