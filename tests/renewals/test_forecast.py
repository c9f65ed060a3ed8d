"""How right a forecast was, on worked numbers and on any numbers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.renewals.forecast import Calibration, Judged, Sums, slippage, sums_of
from retention.renewals.quarters import Quarter, quarter_named, quarter_of

ROWS = [
    Judged(Decimal(f), Decimal(a), Decimal(r))
    for f, a, r in ((100, 100, 100), (50, 40, 50), (80, 0, 80), (0, 30, 30))
]
AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)
ANY = st.lists(st.builds(Judged, AMOUNTS, AMOUNTS, AMOUNTS), max_size=20)


def test_the_worked_example() -> None:
    found = sums_of(ROWS)
    assert found.n == 4
    assert [round(value, 3) for value in (found.wape, found.bias, found.total_accuracy)] == [
        Decimal("0.462"), Decimal("0.231"), Decimal("0.647"),
    ]  # fmt: skip


def test_nothing_decided_has_no_accuracy() -> None:
    assert (Sums().wape, Sums().bias, Sums().total_accuracy) == (None, None, None)
    assert slippage(still_open=0, moved_out=0) is None
    assert slippage(still_open=8, moved_out=2) == Decimal("0.25")


@settings(max_examples=40)
@given(ANY, ANY)
def test_groups_add_up_and_misses_are_at_least_the_bias(one: list[Judged], other: list[Judged]) -> None:
    together = sums_of([*one, *other])
    assert sums_of(one) + sums_of(other) == together
    if together.wape is not None and together.bias is not None:
        assert together.wape >= abs(together.bias)


@pytest.mark.parametrize(
    ("call", "kept", "is_fine"),
    [
        ("commit", 95, True),
        ("commit", 94, False),
        ("best_case", 60, True),
        ("best_case", 86, False),
        ("most_likely", 10, None),
    ],
)
def test_a_category_is_held_to_what_it_promises(call: str, kept: int, is_fine: bool | None) -> None:
    found = Calibration(call, n=4, renewed=3, atr=Decimal(100), kept=Decimal(kept))
    assert found.is_as_expected is is_fine
    assert found.count_rate == Decimal("0.75")


def test_quarters_by_name_and_day() -> None:
    quarter = Quarter(date(2027, 1, 1))
    assert quarter_of(date(2027, 3, 31)) == quarter_named("2027q1") == quarter
    assert (quarter.name, quarter.last, quarter.shifted(-1).name) == ("2027Q1", date(2027, 3, 31), "2026Q4")
    assert [quarter.shifted(step).name for step in (1, 2, 3)] == ["2027Q2", "2027Q3", "2027Q4"]
    for wrong in ("", "2027Q5", "2027", "0000Q1", "9999Q1", "2027Q1 or so", "\u0662\u0660\u0662\u0667Q1\x00"):
        assert quarter_named(wrong) is None
