"""When a pair talks, by a calendar: the worked examples of docs/methods.md, Executive sponsors."""

from datetime import date

import pytest

from retention.lib.business_days import EVERYDAY_OFFICE, Calendar
from retention.teamwork import rhythm

CHRISTMAS = Calendar(frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
NEVER = Calendar(weekend=frozenset(range(7)))


@pytest.mark.parametrize(
    ("starts", "last", "days", "due"),
    [
        (date(2026, 11, 23), None, 90, date(2026, 12, 7)),
        (date(2026, 11, 23), None, 7, date(2026, 11, 30)),
        (date(2026, 1, 1), date(2026, 9, 26), 90, date(2026, 12, 29)),
        (date(2026, 1, 1), date(2026, 11, 23), 90, date(2027, 2, 22)),
    ],
)
def test_a_talk_is_due_an_interval_after_the_last_on_a_day_both_work(
    starts: date, last: date | None, days: int, due: date
) -> None:
    found = rhythm.due_on(starts_on=starts, last_talk_on=last, interval_days=days, shared=CHRISTMAS)
    assert found == due


@pytest.mark.parametrize(
    ("talk", "brief"),
    [(date(2026, 12, 7), date(2026, 12, 2)), (date(2026, 12, 30), date(2026, 12, 23))],
)
def test_the_brief_comes_three_working_days_before(talk: date, brief: date) -> None:
    assert rhythm.brief_on(talk, CHRISTMAS) == brief


@pytest.mark.parametrize(
    ("held", "until"),
    [(date(2026, 11, 23), date(2026, 11, 25)), (date(2026, 12, 24), date(2026, 12, 30))],
)
def test_what_follows_is_said_within_two_working_days(held: date, until: date) -> None:
    assert rhythm.follow_up_by(held, CHRISTMAS) == until


def test_who_never_works_is_counted_by_monday_to_friday() -> None:
    assert rhythm.brief_on(date(2026, 12, 7), NEVER) == rhythm.brief_on(date(2026, 12, 7), EVERYDAY_OFFICE)
