"""Reminder rows are written with the date, and planning again finds nothing to do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import Account
from retention.reminders.actions import Planned, PlannedRow, cancel_reminders, plan_reminders
from retention.reminders.models import Notification, Reminder, ReminderState, Urgency
from retention.team.models import User
from tests.cast import NOON, TODAY

pytestmark = pytest.mark.django_db
ANCHOR = date(2027, 3, 1)


def row(rung: int, *, content: str = "", on: date | None = None, anchor: date = ANCHOR) -> PlannedRow:
    """A rung before the anchor, told to the owner as a task."""
    fire_on = on or anchor + timedelta(days=rung)
    return PlannedRow("act_by", anchor, rung, content or f"rung{rung}", ("owner",), Urgency.TASK, fire_on)


def plan(account: Account, by: User, *rows: PlannedRow, at: datetime = NOON) -> Planned:
    """Plan subject 7."""
    with transaction.atomic():
        return plan_reminders(kind="renewal", subject_id=7, account=account, rows=rows, at=at, by=by)


def states() -> dict[int, str]:
    """State by rung."""
    return dict(Reminder.objects.values_list("rung", "state"))


def told(reminder: Reminder, user: User, *, acknowledged_at: datetime | None) -> None:
    """As the release leaves it."""
    Reminder.objects.filter(pk=reminder.pk).update(state=ReminderState.RELEASED, released_at=NOON)
    Notification.objects.create(
        reminder=reminder, user=user, account=reminder.account, title="t", text="x", url="/",
        urgency=reminder.urgency, created_at=NOON, acknowledged_at=acknowledged_at,
    )  # fmt: skip


def test_a_row_fires_five_past_midnight_on_the_owners_clock(vela: Account, lena: User) -> None:
    User.objects.filter(pk=lena.pk).update(time_zone="America/New_York")
    plan(vela, lena, row(-60), row(10))
    by_rung = {reminder.rung: reminder for reminder in Reminder.objects.all()}
    assert by_rung[-60].fire_at == datetime(2026, 12, 31, 5, 5, tzinfo=UTC)
    assert by_rung[10].fire_at == datetime(2027, 3, 11, 5, 5, tzinfo=UTC)
    assert by_rung[-60].dedupe_key == "renewal:7:act_by:2027-03-01:-60"
    assert by_rung[-60].fire_zone == "America/New_York"


def test_an_account_without_owner_is_on_utc(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(owner=None)
    plan(vela, lena, row(-60))
    assert Reminder.objects.get().fire_at == datetime(2026, 12, 31, 0, 5, tzinfo=UTC)


def test_planning_twice_changes_nothing(vela: Account, lena: User) -> None:
    assert plan(vela, lena, row(-60), row(-30)) == Planned(added=2)
    assert plan(vela, lena, row(-60), row(-30)) == Planned()


def test_a_moved_anchor_cancels_the_old_rungs_and_writes_new_ones(vela: Account, lena: User) -> None:
    plan(vela, lena, row(-60), row(-30))
    moved = ANCHOR + timedelta(days=31)
    assert plan(vela, lena, row(-60, anchor=moved), row(-30, anchor=moved)) == Planned(added=2, cancelled=2)
    assert set(Reminder.objects.planned().values_list("anchor_on", flat=True)) == {moved}
    assert "No longer wanted" in Reminder.objects.filter(anchor_on=ANCHOR)[0].state_reason


def test_an_anchor_moved_back_again_revives_its_rungs(vela: Account, lena: User) -> None:
    plan(vela, lena, row(-60))
    plan(vela, lena)
    assert states() == {-60: "cancelled"}
    assert plan(vela, lena, row(-60)) == Planned(changed=1)
    assert states() == {-60: "planned"}


def test_what_was_told_is_never_planned_again(vela: Account, lena: User) -> None:
    plan(vela, lena, row(-60))
    told(Reminder.objects.get(), lena, acknowledged_at=None)
    assert plan(vela, lena, row(-60, on=TODAY)) == Planned()
    assert plan(vela, lena) == Planned()
    assert states() == {-60: "released"}


def test_a_superseded_rung_is_not_dug_up(vela: Account, lena: User) -> None:
    plan(vela, lena, row(-60))
    Reminder.objects.update(state=ReminderState.SUPERSEDED)
    assert plan(vela, lena, row(-60)) == Planned()


@pytest.mark.parametrize(("days_later", "added"), [(13, 0), (14, 1)])
def test_an_acknowledged_meaning_is_quiet_for_fourteen_days(
    vela: Account, lena: User, days_later: int, added: int
) -> None:
    plan(vela, lena, row(-7, content="act_today", on=TODAY))
    told(Reminder.objects.get(), lena, acknowledged_at=NOON)
    moved = row(-6, content="act_today", on=TODAY + timedelta(days=days_later))
    assert plan(vela, lena, moved).added == added


def test_acknowledging_one_meaning_leaves_the_others_alone(vela: Account, lena: User) -> None:
    plan(vela, lena, row(-7, content="act_today", on=TODAY))
    told(Reminder.objects.get(), lena, acknowledged_at=NOON)
    assert plan(vela, lena, row(0, content="choose_outcome", on=TODAY)).added == 1


def test_a_holiday_that_rolls_a_rung_moves_the_planned_row(vela: Account, lena: User) -> None:
    plan(vela, lena, row(-30))
    assert plan(vela, lena, row(-30, on=date(2027, 1, 29))) == Planned(changed=1)
    assert Reminder.objects.get().fire_on == date(2027, 1, 29)


def test_a_row_that_is_due_keeps_its_day_so_that_its_lateness_shows(vela: Account, lena: User) -> None:
    plan(vela, lena, row(-30, on=TODAY - timedelta(days=3)))
    assert plan(vela, lena, row(-30, on=TODAY)) == Planned()
    assert Reminder.objects.get().fire_on == TODAY - timedelta(days=3)


def test_cancelling_says_why_and_leaves_what_was_told(vela: Account, lena: User) -> None:
    plan(vela, lena, row(-60), row(-30))
    told(Reminder.objects.get(rung=-60), lena, acknowledged_at=None)
    with transaction.atomic():
        withdrawn = cancel_reminders(kind="renewal", subject_id=7, reason="Renewed", at=NOON, by=lena)
    assert withdrawn == 1
    assert states() == {-60: "released", -30: "cancelled"}
    assert Reminder.objects.get(rung=-30).state_reason == "Renewed (Lena Voss)"


@pytest.mark.django_db(transaction=True)
def test_planning_outside_a_transaction_is_refused(vela: Account, lena: User) -> None:
    with pytest.raises(RuntimeError):
        plan_reminders(kind="renewal", subject_id=7, account=vela, rows=[], at=NOON, by=lena)
