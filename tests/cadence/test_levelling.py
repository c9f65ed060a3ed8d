"""Spreading flexible work."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.cadence.levelling import Placement, WorkItem, level, spread, window_of
from retention.lib.business_days import Calendar

D = date
MONDAY = D(2026, 11, 23)
WEEK = [MONDAY + timedelta(days=offset) for offset in range(5)]
OFFICE = Calendar()


def test_seven_items_due_wednesday_fill_the_quiet_days() -> None:
    items = [WorkItem(f"item-{n}", WEEK[2], 10) for n in range(7)]
    load = {WEEK[0]: 2, WEEK[2]: 3}
    placed = level(items, capacity=3, on=MONDAY, calendar=OFFICE, load=load)
    assert [WEEK.index(item.on) for item in placed] == [1, 3, 4, 1, 3, 4, 1]
    final = [load.get(day, 0) + sum(item.on == day for item in placed) for day in WEEK]
    assert final == [2, 3, 3, 2, 2]
    assert not any(item.is_overload for item in placed)


def test_when_every_day_is_full_the_due_day_is_kept_and_flagged() -> None:
    load = dict.fromkeys(WEEK, 3)
    [placed] = level([WorkItem("a", WEEK[2], 10)], capacity=3, on=MONDAY, calendar=OFFICE, load=load)
    assert placed == Placement("a", WEEK[2], is_overload=True)


def test_hard_items_stay_on_their_day_even_when_it_is_full() -> None:
    hard = [WorkItem(f"h{n}", WEEK[2], 10, is_hard=True) for n in range(9)]
    assert {item.on for item in level(hard, capacity=1, on=MONDAY, calendar=OFFICE)} == {WEEK[2]}


def test_what_was_shown_for_this_week_does_not_move() -> None:
    shown = WorkItem("a", WEEK[2], 10, placed_on=WEEK[4])
    plan = level([shown], capacity=1, on=MONDAY, calendar=OFFICE, load={WEEK[4]: 5}, frozen_until=WEEK[4])
    assert plan == [Placement("a", WEEK[4], is_overload=True)]
    moved = level([shown], capacity=1, on=MONDAY, calendar=OFFICE, load={WEEK[4]: 5}, frozen_until=WEEK[0])
    assert moved[0].on == WEEK[2]


def test_an_item_due_long_ago_comes_up_today() -> None:
    [placed] = level([WorkItem("a", D(2026, 1, 5), 30)], capacity=1, on=MONDAY, calendar=OFFICE)
    assert placed.on == MONDAY


def test_the_window_is_a_fifth_of_the_interval_between_one_and_seven_days() -> None:
    def reach(interval: int) -> tuple[date, date]:
        days = window_of(
            WorkItem("a", D(2026, 12, 9), interval), on=MONDAY, calendar=Calendar(weekend=frozenset())
        )
        return days[0], days[-1]

    assert reach(3) == (D(2026, 12, 8), D(2026, 12, 10))
    assert reach(14) == (D(2026, 12, 6), D(2026, 12, 12))
    assert reach(365) == (D(2026, 12, 2), D(2026, 12, 16))


def test_a_contact_on_holiday_is_not_planned_for_then() -> None:
    away = frozenset(WEEK[:4])
    [placed] = level([WorkItem("a", WEEK[2], 10, away_on=away)], capacity=1, on=MONDAY, calendar=OFFICE)
    assert placed.on == WEEK[4]


def test_no_capacity_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="capacity"):
        level([], capacity=0, on=MONDAY, calendar=OFFICE)


ITEMS = st.lists(
    st.builds(
        lambda due, interval, priority, hard, gap: WorkItem(
            "",
            MONDAY + timedelta(days=due),
            interval,
            priority,
            hard,
            earliest_on=MONDAY + timedelta(days=due - gap),
        ),
        st.integers(-10, 30),
        st.integers(3, 120),
        st.floats(0, 1),
        st.booleans(),
        st.integers(0, 10),
    ),
    max_size=25,
)


@settings(max_examples=60)
@given(ITEMS, st.integers(1, 6))
def test_levelling_loses_nothing_and_respects_every_limit(drafts: list[WorkItem], capacity: int) -> None:
    items = {
        f"k{n}": WorkItem(f"k{n}", i.due_on, i.interval_days, i.priority, i.is_hard, i.earliest_on)
        for n, i in enumerate(drafts)
    }
    plan = level(list(items.values()), capacity=capacity, on=MONDAY, calendar=OFFICE)
    assert sorted(item.key for item in plan) == sorted(items)
    for placed in plan:
        item = items[placed.key]
        if item.is_hard:
            assert placed.on == item.due_on
            continue
        assert placed.on >= MONDAY
        assert item.earliest_on is None or placed.on >= item.earliest_on
        window = window_of(item, on=MONDAY, calendar=OFFICE)
        assert not window or placed.on in window
    assert level(list(reversed(items.values())), capacity=capacity, on=MONDAY, calendar=OFFICE) == plan


def test_a_bulk_import_is_spread_over_one_interval_and_always_alike() -> None:
    keys = [f"contact-{n}" for n in range(300)]
    days = spread(keys, first=MONDAY, interval_days=30, calendar=OFFICE)
    assert days == spread(reversed(keys), first=MONDAY, interval_days=30, calendar=OFFICE)
    assert all(
        MONDAY <= day <= MONDAY + timedelta(days=32) and OFFICE.is_business_day(day) for day in days.values()
    )
    busiest = max(sum(day == other for other in days.values()) for day in set(days.values()))
    assert Fraction(busiest, 300) < Fraction(1, 6)
