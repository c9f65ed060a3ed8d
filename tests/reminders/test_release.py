"""A due reminder becomes one notification per person who may see it, whatever else goes wrong."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.models import Account
from retention.reminders import kinds
from retention.reminders.kinds import KINDS
from retention.reminders.models import Audience, Gate, Notification, Reminder, ReminderState, Urgency
from retention.reminders.release import release_due
from retention.team.models import Absence, User
from tests.cast import NOON, TODAY

from . import trial
from .trial import A_DAY, MIDNIGHT, make_reminder

pytestmark = pytest.mark.django_db
LONG_AGO, LONG_AHEAD = date(2020, 1, 1), date(2099, 11, 27)
BOTH = (Audience.OWNER, Audience.LEAD)


def told() -> list[tuple[str, str]]:
    """Who was told what, by name and title."""
    return sorted(Notification.objects.values_list("user__name", "title"))


def state_of(reminder: Reminder) -> tuple[str, str]:
    """State and reason as stored."""
    reminder.refresh_from_db()
    return reminder.state, reminder.state_reason


def test_what_is_due_is_told_to_its_audience_once(vela: Account, lena: User, nadia: User) -> None:
    reminder = make_reminder(vela, fire_at=MIDNIGHT, audience=BOTH)
    assert release_due(NOON) == 1
    assert release_due(NOON + timedelta(minutes=1)) == 0
    assert told() == [
        ("Lena Voss", "Vela Hotels: not_committed"),
        ("Nadia Reyes", "Vela Hotels: not_committed"),
    ]
    reminder.refresh_from_db()
    assert (reminder.state, reminder.released_at) == (ReminderState.RELEASED, NOON)


def test_what_is_not_due_waits(vela: Account) -> None:
    make_reminder(vela, fire_at=NOON + timedelta(seconds=1))
    assert release_due(NOON) == 0
    assert told() == []


def test_a_subject_closed_meanwhile_is_cancelled_and_says_so(vela: Account) -> None:
    reminder = make_reminder(vela, fire_at=MIDNIGHT)
    trial.CLOSED.add(reminder.subject_id)
    assert release_due(NOON) == 0
    assert state_of(reminder) == ("cancelled", "Closed before it was due")


def test_somebody_who_may_not_see_the_account_is_not_told(vela: Account, lena: User, south: object) -> None:
    vela.team_id = south.pk  # type: ignore[attr-defined]
    vela.save()
    User.objects.filter(pk=lena.pk).update(role="viewer")
    release_due_of = make_reminder(vela, fire_at=MIDNIGHT)
    release_due(NOON)
    assert told() == []
    assert state_of(release_due_of) == ("cancelled", "There is nobody to tell")


def test_with_nobody_of_the_audience_left_an_admin_is_told(vela: Account, lena: User, ada: User) -> None:
    User.objects.filter(pk=lena.pk).update(is_active=False)
    make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    assert release_due(NOON) == 1
    notification = Notification.objects.get()
    assert notification.user == ada
    assert notification.urgency == Urgency.DIGEST
    assert notification.text.find("You get this because nobody else can be told") > 0


def test_the_stand_in_of_somebody_away_is_told_too(vela: Account, lena: User, nico: User) -> None:
    # Who covers for whom is asked of the database's own clock, so the absence holds at both.
    Absence.objects.create(user=lena, starts_on=LONG_AGO, ends_on=LONG_AHEAD, delegate=nico)
    make_reminder(vela, fire_at=MIDNIGHT)
    release_due(NOON)
    assert [name for name, _ in told()] == ["Lena Voss", "Nico Brand"]
    words = Notification.objects.get(user=nico).text
    assert words.endswith("For Lena Voss, away until 27 November 2099.")


def test_a_stand_in_who_is_away_passes_it_on(vela: Account, lena: User, nico: User, nadia: User) -> None:
    Absence.objects.create(user=lena, starts_on=TODAY, ends_on=TODAY + A_DAY, delegate=nico)
    Absence.objects.create(user=nico, starts_on=TODAY, ends_on=TODAY, delegate=nadia)
    make_reminder(vela, fire_at=MIDNIGHT)
    release_due(NOON)
    assert [name for name, _ in told()] == ["Lena Voss", "Nadia Reyes"]


def test_stand_ins_in_a_ring_end_nowhere(vela: Account, lena: User, nico: User) -> None:
    Absence.objects.create(user=lena, starts_on=TODAY, ends_on=TODAY, delegate=nico)
    Absence.objects.create(user=nico, starts_on=TODAY, ends_on=TODAY, delegate=lena)
    make_reminder(vela, fire_at=MIDNIGHT)
    release_due(NOON)
    assert [name for name, _ in told()] == ["Lena Voss"]


def test_what_can_wait_does_not_bother_the_stand_in(vela: Account, lena: User, nico: User) -> None:
    Absence.objects.create(user=lena, starts_on=TODAY, ends_on=TODAY, delegate=nico)
    make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.DIGEST)
    release_due(NOON)
    assert [name for name, _ in told()] == ["Lena Voss"]


def test_after_an_outage_a_subject_says_its_newest_rung_only(vela: Account) -> None:
    rows = [
        make_reminder(vela, subject_id=9, rung=rung, fire_at=MIDNIGHT - days * A_DAY)
        for rung, days in ((-60, 6), (-30, 3), (-14, 0))
    ]
    assert release_due(NOON) == 1
    assert [state_of(row)[0] for row in rows] == ["superseded", "superseded", "released"]
    assert state_of(rows[0])[1] == "A newer reminder was told instead"


def test_two_rungs_of_one_day_are_both_told_when_in_time(vela: Account) -> None:
    make_reminder(vela, subject_id=9, rung=0, fire_at=MIDNIGHT, content="choose_outcome")
    make_reminder(vela, subject_id=9, rung=-30, fire_at=MIDNIGHT, content="paperwork")
    assert release_due(NOON) == 2


def test_two_rungs_of_one_missed_day_make_one_message_the_more_urgent(vela: Account) -> None:
    day = MIDNIGHT - 2 * A_DAY
    make_reminder(vela, subject_id=9, rung=0, fire_at=day, content="outcome", urgency=Urgency.IMMEDIATE)
    make_reminder(vela, subject_id=9, rung=-30, fire_at=day, content="paperwork")
    assert release_due(NOON) == 1
    assert told() == [("Lena Voss", "Vela Hotels: outcome")]


def test_more_than_a_day_late_says_so(vela: Account) -> None:
    make_reminder(vela, fire_at=MIDNIGHT - 2 * A_DAY)
    release_due(NOON)
    assert Notification.objects.get().text.endswith("Late: this was due on 21 November 2026.")


def test_a_broken_subject_is_put_off_with_its_reason_and_stops_nobody(vela: Account) -> None:
    broken = make_reminder(vela, fire_at=MIDNIGHT - A_DAY)
    make_reminder(vela, fire_at=MIDNIGHT)
    trial.BROKEN.add(broken.subject_id)
    assert release_due(NOON) == 1
    assert state_of(broken) == ("planned", "Could not be told: ValueError: cannot be worded")
    trial.BROKEN.clear()
    assert release_due(NOON + timedelta(seconds=59)) == 0
    assert release_due(NOON + timedelta(seconds=60)) == 1


def test_a_kind_whose_question_takes_too_long_stops_nobody(
    vela: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = make_reminder(vela, fire_at=MIDNIGHT - A_DAY)
    make_reminder(vela, fire_at=MIDNIGHT)

    def is_open(subject_id: int) -> bool:
        with connection.cursor() as cursor:
            if subject_id == slow.subject_id:
                cursor.execute("SET LOCAL statement_timeout = 20; SELECT pg_sleep(5)")
        return True

    patient = KINDS[trial.TRIAL]
    monkeypatch.setitem(kinds._kinds, trial.TRIAL, replace(patient, is_open=is_open))
    assert release_due(NOON) == 1
    assert "QueryCanceled" in state_of(slow)[1] or "OperationalError" in state_of(slow)[1]


def test_a_kind_nobody_registered_stays_planned(vela: Account) -> None:
    reminder = make_reminder(vela, fire_at=MIDNIGHT)
    Reminder.objects.update(kind="gone")
    assert release_due(NOON) == 0
    state, reason = state_of(reminder)
    assert state == "planned"
    assert "no layer has registered" in reason


def test_names_that_are_too_long_or_hold_control_signs_are_fitted(vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(name=("Vela\r\nBcc: x " + "é🙂" * 300)[:200])
    make_reminder(vela, fire_at=MIDNIGHT, content="c" * 40)
    release_due(NOON)
    title = Notification.objects.get().title
    assert title.startswith("Vela Bcc: x é🙂")
    assert len(title) == 200
    assert title.endswith("…")


def test_a_clock_seven_days_ahead_pauses_and_puts_itself_right(vela: Account) -> None:
    release_due(NOON)
    make_reminder(vela, fire_at=MIDNIGHT)
    assert release_due(NOON + timedelta(days=7, seconds=1)) == 0
    assert told() == []
    assert release_due(NOON + timedelta(days=7)) == 1


def test_a_clock_that_falls_back_does_not_forget_the_last_release(vela: Account) -> None:
    release_due(NOON)
    release_due(NOON - 3 * A_DAY)
    assert Gate.objects.get().last_release_at == NOON


def test_a_batch_is_bounded_and_the_longest_due_goes_first(vela: Account) -> None:
    for hours in range(4):
        make_reminder(vela, fire_at=MIDNIGHT + timedelta(hours=hours), content=f"c{hours}")
    assert release_due(NOON, limit=3) == 3
    assert Reminder.objects.planned().get().content == "c3"
