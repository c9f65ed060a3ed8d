"""Slots of the account's own rhythm: pure, in SQL, and as check-ins count them."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from accounts.service_levels import BASE_INTERVAL_DAYS
from contacts.models import Touchpoint
from retention.cadence.adherence import Slot, adherence
from retention.cadence.intervals import ACCOUNT, base_interval
from retention.health.inputs import inputs_of
from retention.health.moments import closed_day
from retention.health.rhythm import LEVELS, WINDOW_DAYS, Kept, Level, level, slots_kept
from retention.lib.business_days import EVERYDAY_OFFICE, add_business_days
from retention.team.models import User
from tests.cast import TODAY
from tests.health.history import noon, talk

ON = TODAY
LONG_AGO = date(2022, 1, 3)


def kept(tier: str, *ago: int, known: date = LONG_AGO) -> Kept:
    return slots_kept([ON - timedelta(days=days) for days in ago], known_on=known, rule=level(tier), until=ON)


def test_the_base_intervals_are_those_of_the_accounts_check_ins() -> None:
    assert {tier: base_interval(ACCOUNT, tier) for tier in "ABCD"} == BASE_INTERVAL_DAYS


def test_each_tier_has_its_early_days_and_its_grace() -> None:
    assert [(rule.interval_days, rule.early_days, rule.grace_days) for rule in LEVELS] == [
        (14, 7, 3), (30, 15, 6), (60, 30, 10), (120, 30, 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (range(0, 200, 14), Kept(6, 6)),
        (range(0, 200, 10), Kept(9, 9)),
        ((), Kept(7, 0)),
        ((200,), Kept(6, 0)),
        (range(0, 200, 28), Kept(6, 3)),
        (range(0, 200, 2), Kept(0, 0)),
    ],
    ids=["on time", "early", "never", "long ago", "every second one", "so often that no slot ever opens"],
)
def test_slots_are_kept_by_contact_in_their_window(ago: range, expected: Kept) -> None:
    assert kept("A", *ago) == expected


def test_before_the_first_contact_slots_run_from_when_the_account_was_known() -> None:
    assert kept("B", known=ON - timedelta(days=30)) == Kept(1, 0)
    assert kept("B", known=ON - timedelta(days=21)) == Kept(0, 0)


@st.composite
def histories(draw: st.DrawFn) -> list[int]:
    """Days before ON with two-way contact."""
    return draw(st.lists(st.integers(0, 260), max_size=14))


@given(histories(), st.integers(0, 300), st.sampled_from(LEVELS))
@settings(max_examples=60, deadline=None)
def test_check_ins_would_count_the_same(ago: list[int], known: int, rule: Level) -> None:
    touched = sorted({ON - timedelta(days=days) for days in ago})
    known_on = ON - timedelta(days=known)
    mine = slots_kept(touched, known_on=known_on, rule=rule, until=ON)
    slots = list(every_slot(touched, known_on, rule))
    share = adherence(
        slots, touched, first=ON - timedelta(days=WINDOW_DAYS - 1), last=ON, calendar=EVERYDAY_OFFICE
    )
    assert share == (Fraction(mine.kept, mine.slots) if mine.slots >= 3 else None)


def every_slot(touched: list[date], known_on: date, rule: Level) -> list[Slot]:
    """The due dates that an account-wide check-in would have had, walked day by day."""
    interval, early = timedelta(days=rule.interval_days), timedelta(days=rule.early_days)
    first, slots, due = min([known_on, *touched]), [], None
    if not touched or known_on < touched[0]:
        due = known_on + timedelta(days=min(rule.interval_days, 14))
    for number in range((ON - first).days + 1):
        day = first + timedelta(days=number)
        if day in touched:
            if due is not None and day >= due - early:
                slots.append(Slot(due, rule.interval_days))
            due = day + interval
        while due is not None and add_business_days(due, rule.grace_days, EVERYDAY_OFFICE) <= day:
            slots.append(Slot(due, rule.interval_days))
            due += interval
    return slots


@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_statement_counts_the_same(data: st.DataObject, vela: Account, lena: User) -> None:
    tier = data.draw(st.sampled_from("ABCD"))
    ago, known = data.draw(histories()), data.draw(st.integers(0, 380))
    Touchpoint.objects.all().delete()
    known_on = ON - timedelta(days=known)
    Account.objects.filter(pk=vela.pk).update(tier=tier, recorded_at=noon(known_on))
    for days in ago:
        talk(vela, lena, ON - timedelta(days=days))
    row = inputs_of([vela.pk], closed_day(ON))[vela.pk]
    touched = [ON - timedelta(days=days) for days in ago]
    mine = slots_kept(touched, known_on=known_on, rule=level(tier), until=ON)
    expected = (mine.kept, mine.slots) if mine.slots >= 3 else (None, None)
    assert (row["e1_part"], row["e1_whole"]) == expected
