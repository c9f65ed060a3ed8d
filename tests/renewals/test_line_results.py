"""What became of lines, and how a signature stands to the term: worked examples."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from retention.renewals.line_results import as_given, recognised, shared_out, total_after
from retention.renewals.timeliness import is_bridge, timeliness

END, START = date(2026, 12, 31), date(2027, 1, 1)


@dataclass
class Line:
    pk: int
    recurring_amount: Decimal
    start_on: date = date(2026, 1, 1)
    end_on: date | None = END
    product_id: int | None = None
    org_unit_id: int | None = None
    description: str = ""
    superseded_by_id: int | None = None
    period_months: int = 12
    is_recurring: bool = True


def old(pk: int, amount: int, **more) -> Line:
    return Line(pk, Decimal(amount), **more)


def new(pk: int, amount: int, **more) -> Line:
    return Line(pk, Decimal(amount), start_on=START, end_on=None, **more)


def words(before: list[Line], after: list[Line]) -> list[tuple[str, int]]:
    return [(one.word, int(one.after)) for one in recognised([(line, END) for line in before], after, START)]


def test_lines_are_recognised_by_product_and_place() -> None:
    before = [old(1, 100, product_id=7), old(2, 50, product_id=7, org_unit_id=3), old(3, 20, product_id=8)]
    after = [new(11, 120, product_id=7), new(12, 40, product_id=7, org_unit_id=3), new(13, 99, product_id=9)]
    assert words(before, after) == [("expanded", 120), ("contracted", 40), ("dropped", 0)]


def test_lines_without_a_product_are_recognised_by_their_words() -> None:
    before = [old(1, 100, description="Suite"), old(2, 50, description="Help desk")]
    assert words(before, [new(11, 100, description="SUITE")]) == [("renewed", 100), ("dropped", 0)]


def test_what_supersedes_a_line_is_its_follower_whatever_it_is_called() -> None:
    before = [old(1, 100, product_id=7, superseded_by_id=11)]
    assert words(before, [new(11, 130, product_id=9)]) == [("expanded", 130)]


def test_lines_of_one_kind_share_and_the_last_takes_the_rest() -> None:
    before = [old(1, 100, product_id=7), old(2, 50, product_id=7)]
    assert words(before, [new(11, 170, product_id=7)]) == [("renewed", 100), ("expanded", 70)]
    assert words(before, [new(11, 120, product_id=7)]) == [("renewed", 100), ("contracted", 20)]
    assert words(before, [new(11, 80, product_id=7)]) == [("contracted", 80), ("dropped", 0)]


def test_given_amounts_stand_and_the_rest_stays() -> None:
    results = as_given([(old(1, 100), END), (old(2, 50), END)], {2: Decimal(10)})
    assert [(one.word, one.after) for one in results] == [
        ("renewed", Decimal("100.00")), ("contracted", Decimal(10)),
    ]  # fmt: skip
    assert total_after(results) == Decimal(110)


def test_a_contract_shared_over_several_renewals_adds_up() -> None:
    assert shared_out([Decimal(100), Decimal(50)], Decimal(120)) == [Decimal(100), Decimal(20)]
    assert shared_out([Decimal(100), Decimal(50)], Decimal(200)) == [Decimal(100), Decimal(100)]
    assert shared_out([], Decimal(5)) == []


@pytest.mark.parametrize(
    ("next_start", "next_end", "bridges"),
    [((2027, 1, 1), (2027, 6, 30), True), ((2027, 1, 1), (2027, 7, 1), False), ((2027, 1, 1), None, False),
     ((2027, 1, 1), (2027, 1, 31), True)],
)  # fmt: skip
def test_a_short_paper_after_a_longer_term_is_a_bridge(
    next_start: tuple, next_end: tuple | None, bridges: bool
) -> None:
    last = date(*next_end) if next_end else None
    assert is_bridge(date(2026, 1, 1), END, date(*next_start), last) is bridges
    month = (date(2026, 12, 1), END)
    assert not is_bridge(*month, date(2027, 1, 1), date(2027, 1, 31)), "a month after a month is no bridge"


@pytest.mark.parametrize(
    ("days", "word"),
    [(-60, "early"), (-30, "early"), (-29, "on_time"), (0, "on_time"), (1, "in_grace"), (30, "in_grace"),
     (31, "late"), (90, "late"), (91, "too_late")],
)  # fmt: skip
def test_how_a_signature_stands_to_the_term(days: int, word: str) -> None:
    signed_on = END + timedelta(days=days)
    assert timeliness(decision_on=END - timedelta(days=30), term_end=END, signed_on=signed_on) == word
