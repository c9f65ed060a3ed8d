"""Recognition days and suppression: the worked cases of docs/methods.md."""

from datetime import date, timedelta

import pytest

from contacts.recognition import Recognition, recognition
from contacts.suppression import reasons
from tests.cast import TODAY


@pytest.mark.parametrize(
    ("since", "found"),
    [
        (date(2020, 11, 23), Recognition(TODAY, 6)),
        (date(2020, 11, 30), Recognition(date(2026, 11, 30), 6)),
        (date(2020, 11, 17), Recognition(date(2026, 11, 17), 6)),
        (date(2020, 11, 16), None),
        (date(2020, 12, 1), None),
        (date(2026, 11, 23), None),
        (None, None),
    ],
)
def test_a_year_together_is_shown_for_a_week_and_a_start_never(
    since: date | None, found: Recognition | None
) -> None:
    assert recognition(since, on=TODAY, until=TODAY + timedelta(days=7)) == found


def test_who_began_on_a_leap_day_is_thanked_every_year() -> None:
    since = date(2024, 2, 29)
    for day, years in ((date(2025, 2, 28), 1), (date(2028, 2, 29), 4)):
        assert recognition(since, on=day, until=day) == Recognition(day, years)


def test_first_value_has_its_own_day_unless_it_lies_near_that_of_the_customer() -> None:
    def found(since: date | None, value: date | None) -> Recognition | None:
        return recognition(since, first_value_on=value, on=TODAY, until=TODAY)

    value = date(2025, 11, 20)
    thanked = Recognition(date(2026, 11, 20), 1, is_first_value=True)
    assert found(None, value) == thanked
    assert found(date(2024, 10, 20), value) == thanked, "31 days apart"
    assert found(date(2024, 10, 21), value) is None, "30 days apart"
    assert found(date(2024, 12, 20), value) is None, "theirs comes 30 days later"
    assert found(date(2024, 11, 23), value) == Recognition(TODAY, 2), "both in one week: one"
    assert found(None, date(2026, 11, 20)) is None, "nobody is thanked for a start"


def test_the_turn_of_the_year_is_crossed_both_ways() -> None:
    new_year = date(2027, 1, 2)
    assert recognition(date(2020, 12, 30), on=new_year, until=new_year) == Recognition(date(2026, 12, 30), 6)
    eve = date(2026, 12, 30)
    assert recognition(date(2020, 1, 3), on=eve, until=date(2027, 1, 6)) == Recognition(date(2027, 1, 3), 7)


def test_every_reason_is_told_the_strongest_first() -> None:
    quiet = {"status": "active", "paused_until": None, "forbidden": [], "on": TODAY}
    assert reasons(is_customer=False, **quiet) == []  # type: ignore[arg-type]
    assert reasons(is_customer=True, **quiet) == ["customer"]  # type: ignore[arg-type]
    every = reasons(
        is_customer=True, status="departed", paused_until=TODAY + timedelta(days=1), forbidden=["email"],
        on=TODAY,
    )  # fmt: skip
    assert every == ["no_mail", "paused", "left", "customer"]
    over = reasons(is_customer=False, status="active", paused_until=TODAY, forbidden=["chat"], on=TODAY)
    assert over == []
