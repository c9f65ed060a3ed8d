"""The movements that lines imply: they add up to the lines on any day (docs/methods.md, Movements)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.arr import arr_on
from accounts.movements import Entry, differences, implied_entries

DAY = date(2026, 1, 1)
FAR = date(2100, 1, 1)


@dataclass(frozen=True)
class Line:
    """A line by itself."""

    pk: int
    currency: str
    recurring_amount: Decimal
    start_on: date
    end_on: date | None
    period_months: int = 12
    is_recurring: bool = True


def line(amount: int, start: int, days: int | None, currency: str = "EUR", pk: int = 1) -> Line:
    """A line from a day on, for so many days."""
    first = DAY + timedelta(days=start)
    return Line(pk, currency, Decimal(amount), first, None if days is None else first + timedelta(days=days))


lines = st.lists(
    st.builds(
        line,
        amount=st.integers(1, 9000),
        start=st.integers(0, 400),
        days=st.none() | st.integers(0, 200),
        currency=st.sampled_from(["EUR", "USD"]),
        pk=st.integers(1, 9),
    ),
    max_size=6,
)


@given(lines=lines, upto=st.integers(0, 700), days=st.lists(st.integers(0, 700), max_size=8))
@settings(max_examples=80, deadline=None)
def test_movements_add_up_to_the_lines_on_every_day_up_to_today(
    lines: list[Line], upto: int, days: list[int]
) -> None:
    today = DAY + timedelta(days=upto)
    entries = implied_entries(lines, upto=today)
    for offset in days:
        day = min(DAY + timedelta(days=offset), today)
        for currency in ("EUR", "USD"):
            own = [row for row in lines if row.currency == currency]
            total = sum((e.amount for e in entries if e.currency == currency and e.on <= day), Decimal(0))
            assert total == arr_on(own, day)


@given(before=lines, after=lines)
@settings(max_examples=80, deadline=None)
def test_differences_turn_any_ledger_into_any_other_and_then_there_are_none(
    before: list[Line], after: list[Line]
) -> None:
    standing = implied_entries(before, upto=FAR)
    wanted = implied_entries(after, upto=FAR)
    added = differences(wanted, standing)
    stands: dict[object, Decimal] = defaultdict(Decimal)
    for entry in [*standing, *added]:
        stands[entry.key] += entry.amount
    assert {key: amount for key, amount in stands.items() if amount} == {
        entry.key: entry.amount for entry in wanted if entry.amount
    }
    assert differences(wanted, [*standing, *added]) == []


def kinds(*rows: Line) -> list[tuple[str, str, Decimal]]:
    """Kind, subkind and amount of every movement."""
    return [(e.kind, e.subkind, e.amount) for e in implied_entries(rows, upto=FAR)]


def test_revenue_that_ends_in_one_currency_while_another_goes_on_is_contraction() -> None:
    assert kinds(line(100, 0, 50), line(200, 10, None, "USD")) == [
        ("new", "", Decimal(100)),
        ("expansion", "", Decimal(200)),
        ("contraction", "", Decimal(-100)),
    ]


def test_a_change_of_currency_on_one_day_is_a_transfer() -> None:
    assert kinds(line(100, 0, 50), line(110, 51, None, "USD")) == [
        ("new", "", Decimal(100)),
        ("transfer_out", "currency_change", Decimal(-100)),
        ("transfer_in", "currency_change", Decimal(110)),
    ]


def test_the_line_behind_a_movement_is_named_when_it_is_the_only_one() -> None:
    alone = implied_entries([line(100, 0, None, pk=7)], upto=FAR)
    together = implied_entries([line(100, 0, None, pk=7), line(50, 0, None, pk=8)], upto=FAR)
    assert [entry.line_id for entry in alone] == [7]
    assert [entry.line_id for entry in together] == [None]


def test_a_day_after_today_is_not_booked() -> None:
    assert implied_entries([line(100, 5, None)], upto=DAY + timedelta(days=4)) == []


def test_an_entry_that_stands_twice_is_corrected_once() -> None:
    entry = Entry("EUR", DAY, "new", "", Decimal(100))
    assert [e.amount for e in differences([entry], [entry, entry])] == [Decimal(-100)]
