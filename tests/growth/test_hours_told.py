"""Somebody hears when the hours of a month are nearly used, and when they are."""

from datetime import date

import pytest

from accounts.models import Account
from plans.actions.hours import log_time, set_allowance, withdraw_time
from plans.actions.over_service import decide_over_service
from plans.models import ServiceMonth
from retention.growth.hours_told import HOURS, people_of, render
from retention.reminders.models import Reminder
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contract

pytestmark = pytest.mark.django_db


def work(account: Account, by: User, minutes: int, on: date = TODAY) -> object:
    return log_time(account=account, minutes=minutes, worked_on=on, text="Report", by=by, at=NOON)


def wanted() -> list[tuple[int, str]]:
    rows = Reminder.objects.filter(kind="service_hours").order_by("rung")
    return [(row.rung, row.state) for row in rows]


def test_four_fifths_go_to_the_owner_and_all_of_it_to_the_lead_too(
    vela: Account, lena: User, nadia: User
) -> None:
    set_allowance(contract=make_contract(vela), minutes=600, starts_on=TODAY, by=lena, at=NOON)
    work(vela, lena, 479)
    assert wanted() == []
    work(vela, lena, 1)
    assert wanted() == [(80, "planned")]
    last = work(vela, lena, 120)
    assert wanted() == [(80, "planned"), (100, "planned")]
    nearly, full = Reminder.objects.filter(kind="service_hours").order_by("rung")
    assert people_of(nearly) == [lena] and people_of(full) == [lena, nadia]
    told = render(full, lena)
    assert told.title == "Vela Hotels: 100% of the hours of November are used"
    assert told.text.startswith("10 of 10 hours included in November are used.")
    withdraw_time(entry=last, by=lena, at=NOON)  # type: ignore[arg-type]
    assert wanted() == [(80, "planned"), (100, "cancelled")]


def test_nothing_is_told_of_months_gone_by_or_decided(vela: Account, lena: User) -> None:
    set_allowance(contract=make_contract(vela), minutes=60, starts_on=date(2026, 10, 1), by=lena, at=NOON)
    work(vela, lena, 90, on=date(2026, 10, 5))
    assert wanted() == []
    work(vela, lena, 90)
    month = ServiceMonth.objects.get(month=date(2026, 11, 1))
    assert HOURS.is_open(month.pk)
    decide_over_service(account=vela, month=TODAY, decision="swap", note="x", by=lena, at=NOON)
    assert not HOURS.is_open(month.pk)
