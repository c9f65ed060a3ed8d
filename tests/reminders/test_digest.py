"""When a person is told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.lib.business_days import Calendar, NoBusinessDay
from retention.reminders.digest import (
    DELEGATE,
    HOLD,
    JOIN,
    SEND,
    WorkWeek,
    carries_the_week,
    escalate_on,
    immediate_decision,
    next_digest_at,
)

D = date
BERLIN = WorkWeek("Europe/Berlin")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_eight_in_berlin_moves_with_the_clocks() -> None:
    assert next_digest_at(BERLIN, utc(2026, 10, 23, 5)) == utc(2026, 10, 23, 6)
    assert next_digest_at(BERLIN, utc(2026, 10, 23, 6)) == utc(2026, 10, 26, 7)


def test_holidays_and_absences_have_no_digest() -> None:
    week = WorkWeek(
        "Europe/Berlin", Calendar(frozenset({D(2026, 12, 25)})), absences=((D(2026, 12, 28), D(2027, 1, 1)),)
    )
    assert next_digest_at(week, utc(2026, 12, 24, 12)) == utc(2027, 1, 4, 7)


def test_today_is_the_persons_own() -> None:
    tokyo = WorkWeek("Asia/Tokyo")
    assert next_digest_at(tokyo, utc(2026, 11, 22, 22)) == utc(2026, 11, 22, 23)


def test_somebody_who_never_works_gets_none() -> None:
    with pytest.raises(NoBusinessDay):
        next_digest_at(WorkWeek("UTC", Calendar(weekend=frozenset(range(7)))), utc(2026, 1, 1))


@settings(max_examples=60)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)),
    st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
    ),
)
def test_digests_follow_each_other_once_per_working_day(naive: datetime, zone: str) -> None:
    week = WorkWeek(zone)
    first = next_digest_at(week, naive.replace(tzinfo=UTC))
    second = next_digest_at(week, first)
    assert first > naive.replace(tzinfo=UTC)
    assert timedelta(hours=23) <= second - first <= timedelta(hours=73)


def test_the_first_digest_of_a_week_shows_the_week() -> None:
    assert carries_the_week(D(2026, 11, 23), BERLIN)
    assert not carries_the_week(D(2026, 11, 24), BERLIN)
    holiday_on_monday = WorkWeek("Europe/Berlin", Calendar(frozenset({D(2026, 11, 23)})))
    assert carries_the_week(D(2026, 11, 24), holiday_on_monday)
    assert not carries_the_week(D(2026, 11, 23), holiday_on_monday)


@pytest.mark.parametrize(
    ("told", "working", "away", "hard", "delegate", "decision"),
    [
        (0, True, False, True, False, SEND),
        (2, True, False, False, False, SEND),
        (3, True, False, True, False, JOIN),
        (0, False, False, True, True, HOLD),
        (0, False, True, True, True, DELEGATE),
        (0, False, True, False, True, HOLD),
        (0, False, True, True, False, HOLD),
    ],
)
def test_a_fourth_interruption_joins_and_absence_is_respected(
    told: int, working: bool, away: bool, hard: bool, delegate: bool, decision: str
) -> None:
    assert (
        immediate_decision(
            told_today=told, is_working_now=working, is_away=away, is_hard=hard, has_delegate=delegate
        )
        == decision
    )


def test_working_hours_are_local() -> None:
    week = WorkWeek("America/New_York", starts=time(9), ends=time(17))
    assert week.is_working(utc(2026, 11, 23, 14))
    assert not week.is_working(utc(2026, 11, 23, 13, 59))
    assert not week.is_working(utc(2026, 11, 23, 22))
    assert not week.is_working(utc(2026, 11, 22, 15))


def test_a_lead_hears_only_after_the_owner_had_a_working_day() -> None:
    assert escalate_on(D(2026, 11, 20), BERLIN) == D(2026, 11, 24)
    away = WorkWeek("Europe/Berlin", absences=((D(2026, 11, 23), D(2026, 11, 25)),))
    assert escalate_on(D(2026, 11, 20), away) == D(2026, 11, 27)
