"""The movements that lines imply: they add up to the lines on any day (docs/methods.md, Movements)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.arr import arr_on
from accounts.movements import Entry, as_booked_before, differences, implied_entries
from accounts.placed import Holding, Transfer, clipped

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
    product_id: int | None = None
    org_unit_id: int | None = None
    description: str = ""
    quantity: Decimal = Decimal(1)
    escalator_on: date | None = None
    superseded_by_id: int | None = None
    end_cause: str = ""
    is_cut: bool = False


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


@dataclass(frozen=True)
class Pause:
    """A suspension of a line."""

    line_id: int
    starts_on: date
    ends_on: date | None
    until: date | None = None
    lost_on: date | None = None


@given(
    first=st.integers(1, 300),
    length=st.none() | st.integers(0, 200),
    lost=st.none() | st.integers(0, 200),
    until=st.none() | st.integers(0, 300),
    others=lines,
)
@settings(max_examples=80, deadline=None)
def test_suspensions_move_by_transfers_that_cancel_out_and_the_sum_holds(
    first: int, length: int | None, lost: int | None, until: int | None, others: list[Line]
) -> None:
    begun = DAY + timedelta(days=first)
    agreed = None if until is None else begun + timedelta(days=until)
    back = None if length is None else begun + timedelta(days=length)
    comes_back = back is not None and (agreed is None or back < agreed)
    own = [line(1200, 0, first - 1, pk=77)]
    if back is not None and comes_back:
        own.append(Line(78, "EUR", Decimal(1200), back + timedelta(days=1), agreed))
    gone = None if lost is None else begun + timedelta(days=lost)
    pause = Pause(77, begun, back if comes_back else None, agreed, gone)
    rows = [*own, *others]
    entries = implied_entries(Holding(rows, [pause]), upto=FAR)
    for offset in range(0, 900, 9):
        day = DAY + timedelta(days=offset)
        for currency in ("EUR", "USD"):
            total = sum((e.amount for e in entries if e.currency == currency and e.on <= day), Decimal(0))
            assert total == arr_on([row for row in rows if row.currency == currency], day)
    assert differences(implied_entries(Holding(rows, [pause]), upto=FAR), entries) == []


@given(lines=lines, offset=st.integers(0, 500))
@settings(max_examples=60, deadline=None)
def test_a_merger_moves_what_ran_and_loses_nothing(lines: list[Line], offset: int) -> None:
    on = DAY + timedelta(days=offset)
    eve = on - timedelta(days=1)
    before = [part for row in lines if (part := clipped(row, None, eve))]
    after = [part for row in lines if (part := clipped(row, on, None))]
    moved = {code: arr_on([row for row in lines if row.currency == code], eve) for code in ("EUR", "USD")}
    out = [Transfer(on, code, -amount, "merger") for code, amount in moved.items()]
    into = [Transfer(on, code, amount, "merger") for code, amount in moved.items()]
    gone = implied_entries(Holding(before, (), out), upto=FAR)
    came = implied_entries(Holding(after, (), into), upto=FAR)
    for code in ("EUR", "USD"):
        assert sum((e.amount for e in gone if e.currency == code), Decimal(0)) == 0
        for day in (eve, on, on + timedelta(days=60), FAR):
            total = sum((e.amount for e in came if e.currency == code and e.on <= day), Decimal(0))
            assert total == arr_on([row for row in after if row.currency == code], day)
    assert not [e for e in gone if e.on >= on and e.kind in ("churn", "contraction")]


def kinds(*rows: Line) -> list[tuple[str, str, Decimal]]:
    """Kind, subkind and amount of every movement."""
    return [(e.kind, e.subkind, e.amount) for e in implied_entries(rows, upto=FAR)]


def test_revenue_that_ends_in_one_currency_while_another_goes_on_is_contraction() -> None:
    assert kinds(line(100, 0, 50), line(200, 10, None, "USD")) == [
        ("new", "", Decimal(100)),
        ("expansion", "cross_sell", Decimal(200)),
        ("contraction", "product_drop", Decimal(-100)),
    ]


def test_a_change_of_currency_on_one_day_is_a_transfer() -> None:
    assert kinds(line(100, 0, 50), line(110, 51, None, "USD")) == [
        ("new", "", Decimal(100)),
        ("transfer_out", "currency_change", Decimal(-100)),
        ("transfer_in", "currency_change", Decimal(110)),
    ]


def test_a_change_of_currency_moves_only_what_differs_at_the_rate_of_the_day() -> None:
    rows = [line(100, 0, 50), line(110, 51, None, "USD")]
    entries = implied_entries(rows, upto=FAR, convert=lambda amount, *_: amount * Decimal("1.05"))
    assert [(e.currency, e.kind, e.subkind, e.amount) for e in entries[1:]] == [
        ("EUR", "transfer_out", "currency_change", Decimal(-100)),
        ("USD", "transfer_in", "currency_change", Decimal(105)),
        ("USD", "expansion", "currency_change", Decimal(5)),
    ]


def test_a_rate_put_right_later_does_not_restate_what_was_booked() -> None:
    rows = [line(100, 0, 50), line(110, 51, None, "USD")]
    booked = implied_entries(rows, upto=FAR, convert=lambda amount, *_: amount * Decimal("1.05"))
    later = as_booked_before(booked, lambda amount, *_: amount * 2)
    assert differences(implied_entries(rows, upto=FAR, convert=later), booked) == []


def test_the_line_behind_a_movement_is_the_one_that_made_most_of_it() -> None:
    alone = implied_entries([line(100, 0, None, pk=7)], upto=FAR)
    together = implied_entries([line(100, 0, None, pk=7), line(50, 0, None, pk=8)], upto=FAR)
    assert [entry.line_id for entry in alone] == [7]
    assert [entry.line_id for entry in together] == [7]


def test_a_day_after_today_is_not_booked() -> None:
    assert implied_entries([line(100, 5, None)], upto=DAY + timedelta(days=4)) == []


def test_an_entry_that_stands_twice_is_corrected_once() -> None:
    entry = Entry("EUR", DAY, "new", "", Decimal(100))
    assert [e.amount for e in differences([entry], [entry, entry])] == [Decimal(-100)]
