"""ARR of lines, and what its changes are called."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.arr import (
    NetMovement,
    annualised,
    arr_from_total,
    arr_of_line,
    arr_on,
    classify_change,
    ledger,
    next_step_after,
    step_days,
)
from accounts.contract_checks import outside_term, overlapping

D = date
M = Decimal


@dataclass(frozen=True)
class Line:
    recurring_amount: Decimal
    start_on: date
    end_on: date | None
    period_months: int = 12
    is_recurring: bool = True
    product_id: int | None = 1
    org_unit_id: int | None = None


def year(amount: int, start: date, end: date | None) -> Line:
    return Line(M(amount), start, end)


def test_a_line_counts_on_its_first_and_last_day_and_not_beside_them() -> None:
    line = Line(M(1000), D(2026, 1, 1), D(2026, 12, 31), period_months=1)
    assert arr_of_line(line, D(2026, 1, 1)) == arr_of_line(line, D(2026, 12, 31)) == M(12000)
    assert arr_of_line(line, D(2025, 12, 31)) == arr_of_line(line, D(2027, 1, 1)) == 0


def test_one_off_lines_are_no_recurring_revenue() -> None:
    assert arr_of_line(Line(M(500), D(2026, 1, 1), None, is_recurring=False), D(2026, 6, 1)) == 0


def test_an_evergreen_line_has_no_last_day() -> None:
    assert arr_of_line(year(500, D(2026, 1, 1), None), D(2099, 1, 1)) == 500


@pytest.mark.parametrize(
    ("total", "start", "end", "arr"),
    [
        ("36000", D(2025, 3, 1), D(2028, 2, 29), "12000.00"),
        ("9000", D(2026, 1, 15), D(2026, 10, 14), "12000.00"),
        ("8219.18", D(2026, 6, 15), D(2026, 12, 31), "15000.00"),
    ],
)
def test_the_value_of_a_term_becomes_a_years(total: str, start: date, end: date, arr: str) -> None:
    assert arr_from_total(M(total), start, end) == M(arr)


def test_a_term_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        arr_from_total(M(1), D(2026, 2, 1), D(2026, 1, 1))


def test_a_leap_year_does_not_change_the_price_of_a_day() -> None:
    plain = arr_from_total(M(1000), D(2027, 2, 1), D(2027, 2, 10))
    assert arr_from_total(M(1000), D(2028, 2, 20), D(2028, 2, 29)) == plain == M(36500)


@pytest.mark.parametrize(
    ("before", "after", "ever_had", "gap", "differ", "kind"),
    [
        (0, 0, True, 5, False, None),
        (0, 100, False, 0, False, "new"),
        (0, 100, True, 31, False, "reactivation"),
        (0, 100, True, 30, False, None),
        (100, 0, True, 0, False, "churn"),
        (100, 120, True, 0, False, "expansion"),
        (100, 80, True, 0, False, "contraction"),
        (100, 100, True, 0, True, "swap"),
        (100, 100, True, 0, False, None),
    ],
)
def test_a_net_change_has_one_name(
    before: int, after: int, ever_had: bool, gap: int, differ: bool, kind: str | None
) -> None:
    assert (
        classify_change(
            before=M(before), after=M(after), ever_had=ever_had, gap_days=gap, lines_differ=differ
        )
        == kind
    )


def test_cancelling_and_signing_again_on_one_day_is_a_swap() -> None:
    lines = [year(100, D(2026, 1, 1), D(2026, 12, 31)), year(100, D(2027, 1, 1), D(2027, 12, 31))]
    assert [(item.on, item.kind, item.amount) for item in ledger(lines)] == [
        (D(2026, 1, 1), "new", M(100)),
        (D(2027, 1, 1), "swap", M(0)),
        (D(2028, 1, 1), "churn", M(-100)),
    ]


def test_a_late_renewal_is_neither_churn_nor_reactivation() -> None:
    lines = [year(100, D(2026, 1, 1), D(2026, 12, 31)), year(110, D(2027, 1, 21), None)]
    assert ledger(lines)[1:] == [
        NetMovement(D(2027, 1, 1), "transfer_out", M(-100), "late_renewal"),
        NetMovement(D(2027, 1, 21), "transfer_in", M(100), "late_renewal"),
        NetMovement(D(2027, 1, 21), "expansion", M(10), "late_renewal"),
    ]


def test_a_return_after_the_grace_is_a_reactivation_and_the_loss_stands() -> None:
    lines = [year(100, D(2026, 1, 1), D(2026, 12, 31)), year(110, D(2027, 2, 1), None)]
    assert [item.kind for item in ledger(lines)] == ["new", "churn", "reactivation"]


def test_losing_one_of_two_products_is_contraction_and_the_last_is_churn() -> None:
    lines = [year(100, D(2026, 1, 1), D(2026, 6, 30)), year(50, D(2026, 1, 1), D(2026, 12, 31))]
    assert [item.kind for item in ledger(lines)] == ["new", "contraction", "churn"]


def test_the_calendar_alone_changes_arr_only_on_step_days() -> None:
    lines = [year(100, D(2026, 1, 1), D(2026, 12, 31)), Line(M(9), D(2026, 5, 5), None, is_recurring=False)]
    assert step_days(lines) == [D(2026, 1, 1), D(2027, 1, 1)]
    assert next_step_after(lines, D(2026, 1, 1)) == D(2027, 1, 1)
    assert next_step_after(lines, D(2027, 1, 1)) is None
    assert step_days([year(1, D(2026, 1, 1), date.max)]) == [D(2026, 1, 1)]


LINES = st.lists(
    st.builds(
        lambda amount, period, start, length, endless: Line(
            amount,
            D(2026, 1, 1) + timedelta(days=start),
            None if endless else D(2026, 1, 1) + timedelta(days=start + length),
            period_months=period,
        ),
        st.decimals("0", "99999", places=2),
        st.integers(1, 60),
        st.integers(0, 400),
        st.integers(0, 400),
        st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=120)
@given(LINES, st.integers(0, 60))
def test_movements_add_up_to_the_lines_on_any_day(lines: list[Line], grace: int) -> None:
    movements = ledger(lines, grace_days=grace)
    days = {day + timedelta(days=shift) for day in step_days(lines) for shift in (-1, 0, 1)}
    for day in days:
        assert sum((item.amount for item in movements if item.on <= day), M(0)) == arr_on(lines, day)
    assert sum(item.amount for item in movements if item.kind.startswith("transfer")) == 0


def test_thirds_of_a_cent_are_rounded_per_line() -> None:
    assert annualised(M(100), 7) == M("171.43")


def test_two_papers_for_the_same_product_and_unit_overlap() -> None:
    lines = [
        year(100, D(2026, 1, 1), D(2026, 12, 31)),
        year(120, D(2026, 12, 31), None),
        year(100, D(2027, 6, 1), None),
    ]
    assert overlapping(lines) == [(0, 1), (1, 2)]


def test_following_papers_other_products_units_and_one_offs_do_not_overlap() -> None:
    first = year(100, D(2026, 1, 1), D(2026, 12, 31))
    assert not overlapping([first, year(100, D(2027, 1, 1), None)])
    for other in (
        Line(M(1), D(2026, 6, 1), None, product_id=2),
        Line(M(1), D(2026, 6, 1), None, org_unit_id=7),
        Line(M(1), D(2026, 6, 1), None, product_id=None),
        Line(M(1), D(2026, 6, 1), None, is_recurring=False),
    ):
        assert not overlapping([first, other])


def test_a_short_line_inside_a_long_one_does_not_hide_the_next_overlap() -> None:
    lines = [
        year(1, D(2026, 1, 1), D(2027, 12, 31)),
        year(1, D(2026, 2, 1), D(2026, 3, 1)),
        year(1, D(2027, 1, 1), None),
    ]
    assert overlapping(lines) == [(0, 1), (0, 2)]


def test_a_line_outside_its_contracts_term_is_found() -> None:
    lines = [
        year(1, D(2026, 1, 1), D(2026, 12, 31)),
        year(1, D(2025, 12, 31), None),
        year(1, D(2026, 5, 1), None),
    ]
    assert outside_term(lines, D(2026, 1, 1), D(2026, 12, 31)) == [1, 2]
    assert outside_term(lines, D(2026, 1, 1), None) == [1]
