"""Days that matter to a person: read, written, on the calendar."""

from datetime import date, timedelta
from typing import Any

import pytest

from contacts.personal_days import coming, days_of_lines, in_words, lines_of, read_days, soon
from retention.lib.errors import DomainError

TODAY = date(2026, 11, 22)
BIRTHDAY = {"label": "Birthday", "month": 12, "day": 6, "year": None}


def test_lines_are_read_and_shown_the_same_way() -> None:
    kept = days_of_lines("6 December Birthday\n\n2 May 2019, Joined the board\n6 Dec Birthday", "")
    assert kept == [{"label": "Joined the board", "month": 5, "day": 2, "year": 2019}, BIRTHDAY]
    assert days_of_lines(lines_of(kept), "") == kept
    assert in_words(kept) == ["Joined the board: 2 May 2019", "Birthday: 6 Dec"]


@pytest.mark.parametrize(
    "line",
    ["Birthday", "31 June Birthday", "6 Dec", "0 May Fair", "29 Feb 2019 Leap", "5 Foo Fair", "6 Dec \0"],
)
def test_a_line_that_is_no_day_is_refused(line: str) -> None:
    with pytest.raises(DomainError):
        days_of_lines(line, "important_dates")


@pytest.mark.parametrize(
    "wrong",
    [[BIRTHDAY] * 13, ["6 Dec"], [{"label": "x"}], [BIRTHDAY | {"month": "12"}], [BIRTHDAY | {"year": 1492}],
     [BIRTHDAY | {"label": "x" * 61}], [BIRTHDAY | {"label": ""}]],
)  # fmt: skip
def test_days_that_are_none_are_refused(wrong: list[Any]) -> None:
    with pytest.raises(DomainError):
        read_days(wrong, "important_dates")


def test_a_day_is_soon_for_a_fortnight_and_stays_a_week() -> None:
    on = date(2026, 12, 6)
    for today, is_soon in ((on - timedelta(days=15), False), (on - timedelta(days=14), True), (on, True)):
        assert bool(soon([BIRTHDAY], on=today)) is is_soon
    after = on + timedelta(days=6)
    assert [one.on for one in coming([BIRTHDAY], on=after, until=after)] == [on]
    assert not coming([BIRTHDAY], on=after + timedelta(days=1), until=after + timedelta(days=1))
    assert not soon([BIRTHDAY], on=on + timedelta(days=1))


def test_a_leap_day_and_the_turn_of_the_year_are_found() -> None:
    leap = [{"label": "Married", "month": 2, "day": 29, "year": 2024}]
    assert [one.on for one in soon(leap, on=date(2027, 2, 20))] == [date(2027, 2, 28)]
    assert [one.on for one in soon(leap, on=date(2028, 2, 20))] == [date(2028, 2, 29)]
    new_year = [{"label": "New firm", "month": 1, "day": 2, "year": 2027}]
    assert [one.on for one in soon(new_year, on=date(2026, 12, 28))] == [date(2027, 1, 2)]
    assert not soon(new_year, on=date(2025, 12, 28))
