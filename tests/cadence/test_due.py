"""When the next check-in is due."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.cadence.attempts import attempt_clock, next_channel
from retention.cadence.due import DueRule, PastTouch, next_due, next_due_from
from retention.cadence.intervals import (
    DEFAULT_INTERVALS,
    MIN_GAP_DAYS,
    base_interval,
    effective_interval,
    stage_factor,
)
from retention.cadence.slots import first_overlap
from retention.lib.business_days import Calendar

D = date
UK = Calendar(frozenset({D(2026, 12, 25), D(2026, 12, 28), D(2027, 1, 1)}))
ALL_WEEK = Calendar(weekend=frozenset())


def rule(interval: int, **settings_: object) -> DueRule:
    return DueRule(**{"interval_days": interval, "created_on": D(2026, 1, 1), **settings_})  # type: ignore[arg-type]


def test_an_a_champion_before_christmas_is_due_after_the_substitute_holiday() -> None:
    due = next_due(D(2026, 12, 14), rule(14, contact_calendar=UK))
    assert due.raw_on == D(2026, 12, 28)
    assert due.due_on == D(2026, 12, 29)
    assert due.anchor_on == D(2026, 12, 14)


def test_a_stated_wish_is_not_shortened_by_poor_health() -> None:
    factor = stage_factor(is_onboarding=True, days_to_notice=10, band="at_risk")
    interval = effective_interval(base_days=14, stated_days=45, factor=factor)
    assert interval == 45
    assert next_due(D(2026, 5, 4), rule(45)).due_on == D(2026, 6, 18)


def test_a_new_contact_is_due_within_a_fortnight() -> None:
    due = next_due(None, rule(90, created_on=D(2026, 5, 1)))
    assert (due.due_on, due.anchor_on) == (D(2026, 5, 15), None)
    assert next_due(None, rule(7, created_on=D(2026, 5, 1))).due_on == D(2026, 5, 8)


def test_the_owners_holiday_counts_as_much_as_the_contacts() -> None:
    assert next_due(D(2026, 12, 14), rule(14, owner_calendar=UK)).due_on == D(2026, 12, 29)


def test_weeks_that_never_meet_fall_back_on_the_owners() -> None:
    odd = Calendar(weekend=frozenset({0, 1, 2, 3, 4}))
    assert next_due(D(2026, 11, 1), rule(14, contact_calendar=odd)).due_on == D(2026, 11, 16)


def test_a_pause_and_a_new_owner_only_ever_push_the_date_out() -> None:
    paused = next_due(D(2026, 3, 2), rule(14, pause_until=D(2026, 5, 4)))
    assert (paused.due_on, paused.is_paused) == (D(2026, 5, 4), True)
    over = next_due(D(2026, 3, 2), rule(14, pause_until=D(2026, 3, 3)))
    assert (over.due_on, over.is_paused) == (D(2026, 3, 16), False)
    assert next_due(D(2026, 3, 2), rule(14, owner_since_on=D(2026, 4, 1))).due_on == D(2026, 4, 1)


def test_a_skipped_slot_counts_from_its_own_due_date() -> None:
    due = next_due(D(2026, 3, 2), rule(14, skipped_on=D(2026, 3, 16)))
    assert due.due_on == D(2026, 3, 30)
    assert next_due(D(2026, 3, 20), rule(14, skipped_on=D(2026, 3, 16))).due_on == D(2026, 4, 3)


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), UTC)


NOW = at(D(2026, 11, 22))


def touch(day: date, *, two_way: bool = True, known: date | None = None, hour: int = 12) -> PastTouch:
    return PastTouch(at(day, hour), at(known or day, hour), two_way)


def due_of(history: list[PastTouch], *, zone: str = "UTC", as_of: datetime = NOW) -> date:
    return next_due_from(
        history, rule(30, contact_calendar=ALL_WEEK, owner_calendar=ALL_WEEK), zone_name=zone, as_of=as_of
    ).raw_on


def test_moving_a_past_touch_moves_the_due_date() -> None:
    assert due_of([touch(D(2026, 10, 1))]) == D(2026, 10, 31)
    assert due_of([touch(D(2026, 10, 5))]) == D(2026, 11, 4)


def test_a_planned_meeting_resets_nothing_before_it_is_held() -> None:
    assert due_of([touch(D(2026, 10, 1)), touch(D(2026, 12, 1), known=D(2026, 11, 1))]) == D(2026, 10, 31)


def test_the_day_of_a_touch_is_the_contacts_own() -> None:
    late = [touch(D(2026, 10, 1), hour=23)]
    assert due_of(late, zone="Asia/Tokyo") == D(2026, 11, 1)
    assert due_of(late, zone="America/New_York") == D(2026, 10, 31)


TOUCHES = st.lists(
    st.builds(
        lambda day, lag, two_way: touch(
            D(2026, 1, 1) + timedelta(days=day),
            two_way=two_way,
            known=D(2026, 1, 1) + timedelta(days=day + lag),
        ),
        st.integers(0, 400),
        st.integers(0, 100),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=80)
@given(TOUCHES)
def test_what_was_recorded_later_does_not_change_the_past(history: list[PastTouch]) -> None:
    as_of = at(D(2026, 6, 1))
    assert due_of(history, as_of=as_of) == due_of([t for t in history if t.recorded_at <= as_of], as_of=as_of)


@settings(max_examples=80)
@given(TOUCHES, TOUCHES)
def test_outbound_tries_alone_never_change_the_due_date(
    history: list[PastTouch], more: list[PastTouch]
) -> None:
    tries = [PastTouch(t.happened_at, t.recorded_at, is_qualifying=False) for t in more]
    assert due_of(history + tries) == due_of(history)


@settings(max_examples=120)
@given(
    st.dates(D(2026, 1, 1), D(2027, 1, 1)),
    st.integers(1, 400),
    st.one_of(st.none(), st.integers(1, 400)),
    st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(67, 100), Fraction(3, 4)]),
    st.one_of(st.none(), st.dates(D(2026, 1, 1), D(2027, 6, 1))),
    st.frozensets(st.dates(D(2026, 1, 1), D(2027, 12, 1)), max_size=20),
)
def test_no_due_date_breaks_the_gap_the_pause_or_a_day_off(
    last: date, base: int, stated: int | None, factor: Fraction, pause: date | None, holidays: frozenset[date]
) -> None:
    interval = effective_interval(base_days=base, stated_days=stated, factor=factor)
    assert interval is not None
    ours = Calendar(holidays)
    given_rule = rule(interval, pause_until=pause, owner_calendar=ours)
    due = next_due(last, given_rule)
    assert due.due_on >= last + timedelta(days=MIN_GAP_DAYS)
    assert pause is None or due.due_on >= pause
    assert ours.is_business_day(due.due_on)
    assert next_due(last, given_rule) == due


@settings(max_examples=60)
@given(
    st.lists(st.dates(D(2026, 6, 1), D(2026, 9, 1)), min_size=1, max_size=10),
    st.dates(D(2026, 6, 1), D(2026, 9, 30)),
)
def test_a_new_holiday_moves_only_what_was_due_on_it(anchors: list[date], holiday: date) -> None:
    for anchor in anchors:
        before = next_due(anchor, rule(14)).due_on
        after = next_due(anchor, rule(14, owner_calendar=Calendar(frozenset({holiday})))).due_on
        assert after == before or before == holiday


def test_default_intervals_never_grow_with_importance() -> None:
    for days in DEFAULT_INTERVALS.values():
        known = [day for day in days if day is not None]
        assert known == sorted(known)
    assert base_interval("champion", "A") == 14
    assert base_interval("champion", "D") is None
    assert base_interval("nobody", "A") is None
    assert base_interval("account", "") is None


@pytest.mark.parametrize(
    ("onboarding", "notice", "band", "factor"),
    [
        (False, None, "healthy", "1"),
        (False, None, "unknown", "1"),
        (False, 121, "healthy", "1"),
        (False, 120, "healthy", "0.67"),
        (False, -1, "healthy", "1"),
        (False, None, "watch", "0.75"),
        (True, 60, "at_risk", "0.5"),
        (False, 60, "watch", "0.67"),
    ],
)
def test_the_strongest_single_reason_shortens_the_interval(
    onboarding: bool, notice: int | None, band: str, factor: str
) -> None:
    assert stage_factor(is_onboarding=onboarding, days_to_notice=notice, band=band) == Fraction(factor)


def test_intervals_round_half_up_and_never_below_three_days() -> None:
    assert effective_interval(base_days=14, factor=Fraction(3, 4)) == 11
    assert effective_interval(base_days=30, factor=Fraction(67, 100)) == 20
    assert effective_interval(base_days=4, factor=Fraction(1, 2)) == 3
    assert effective_interval(base_days=None) is None
    assert effective_interval(base_days=None, stated_days=1) == 3


def test_an_unanswered_try_is_repeated_after_a_third_of_the_interval() -> None:
    clock = attempt_clock(D(2026, 3, 2), interval_days=30, unanswered=1, calendar=Calendar())
    assert (clock.next_on, clock.is_unresponsive) == (D(2026, 3, 12), False)


def test_a_long_interval_waits_ten_working_days_at_most() -> None:
    assert attempt_clock(D(2026, 3, 2), interval_days=180, unanswered=2, calendar=Calendar()).next_on == D(
        2026, 3, 16
    )


def test_after_three_tries_the_owner_decides() -> None:
    clock = attempt_clock(D(2026, 3, 2), interval_days=30, unanswered=3, calendar=Calendar())
    assert (clock.next_on, clock.is_unresponsive) == (None, True)


def test_the_next_try_goes_by_the_next_allowed_channel() -> None:
    ranked = ["email", "call", "chat"]
    assert next_channel(ranked) == "email"
    assert next_channel(ranked, tried=["email"]) == "call"
    assert next_channel(ranked, refused={"call"}, tried=["email"]) == "chat"
    assert next_channel(ranked, tried=["email", "call", "chat"]) == "email"
    assert next_channel(ranked, refused=set(ranked)) is None


OFFICE = [(time(9), time(17))]


def test_a_slot_is_where_both_days_overlap() -> None:
    found = first_overlap(
        D(2026, 11, 23),
        contact_hours=OFFICE,
        contact_zone="America/New_York",
        owner_hours=OFFICE,
        owner_zone="Europe/Berlin",
    )
    assert found == (at(D(2026, 11, 23), 14), at(D(2026, 11, 23), 16))


def test_a_slot_may_lie_on_the_owners_other_day() -> None:
    found = first_overlap(
        D(2026, 11, 24),
        contact_hours=[(time(8), time(9))],
        contact_zone="Asia/Tokyo",
        owner_hours=[(time(14), time(17))],
        owner_zone="America/Los_Angeles",
    )
    assert found == (at(D(2026, 11, 23), 23), at(D(2026, 11, 24), 0))


def test_without_an_overlap_there_is_no_slot() -> None:
    assert (
        first_overlap(
            D(2026, 11, 23),
            contact_hours=[(time(9), time(10))],
            contact_zone="Asia/Tokyo",
            owner_hours=[(time(9), time(10))],
            owner_zone="Europe/Berlin",
        )
        is None
    )
