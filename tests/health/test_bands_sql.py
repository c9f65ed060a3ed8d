"""Bands through the database: the worked series, and random ones against the pure machine."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Account
from retention.health.bands import HEALTHY, UNKNOWN, WATCH, BandState, so_far, step
from retention.health.cards import NOTICE_RECEIVED, SILENCE, Card, Measure, table
from retention.health.inputs import parameters
from retention.health.judging import close_sql, live_sql
from retention.health.models import BandState as KeptState
from retention.health.models import HealthSnapshot
from retention.health.moments import AsOf, end_of
from tests.health.given_inputs import as_json, inputs_from_rows, row

IDENTITY = Card(
    "identity-1",
    (Measure("E1", "Anything", Fraction(1), table(("0", 0), ("100", 100))),),
    (NOTICE_RECEIVED, SILENCE),
    1,
)
FIRST = date(2026, 6, 1)
LETTERS = {"healthy": "h", "watch": "w", "at_risk": "r", "unknown": "-"}
Day = tuple[Decimal | None, bool]
"""A value and whether the silence cap (60) holds."""


def parameters_of(account_id: int, on: date, day: Day, *, until: date | None = None) -> dict:
    value, capped = day
    state = ("missing", None, 0) if value is None else ("known", value, 0)
    return parameters([account_id], AsOf(on, end_of(until or on))) | {
        "rows": as_json([row(account_id, {"E1": state}, ["silence"] if capped else [])]),
        "computed_at": end_of(on), "card_version": 9, "writes_rows": True, "trend_from": on,
    }  # fmt: skip


def close(account_id: int, on: date, day: Day) -> None:
    with connection.cursor() as cursor:
        cursor.execute(close_sql(IDENTITY, inputs_from_rows()), parameters_of(account_id, on, day))


def refresh(account_id: int, on: date, day: Day) -> Account:
    """The row during the day after *on*."""
    values = parameters_of(account_id, on, day, until=on + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(live_sql(IDENTITY, inputs_from_rows()), values)
    return Account.objects.get(pk=account_id)


def close_series(account: Account, *days: Day) -> str:
    for number, day in enumerate(days):
        close(account.pk, FIRST + timedelta(days=number), day)
    kept = HealthSnapshot.objects.filter(account=account).order_by("on").values_list("band", flat=True)
    return "".join(LETTERS[band] for band in kept)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("72 71 69 71 69 68 70 72 74 75 76 76 77 78 76 75", "hhhhhwwwwwwwwwwh"),
        ("72 60", "hw"),
        ("72 69.9 69.8", "hhw"),
        ("45 39 45 44 39 38", "wwwwwr"),
        ("38 46 46 46 46 46 46 46", "rrrrrrrw"),
    ],
)
def test_a_series_of_closed_days_gives_its_worked_bands(vela: Account, values: str, expected: str) -> None:
    assert close_series(vela, *((Decimal(value), False) for value in values.split())) == expected


def test_the_account_row_carries_band_value_and_since_when(vela: Account) -> None:
    close_series(vela, (Decimal(72), False), (Decimal(60), False), (Decimal(61), False))
    vela.refresh_from_db()
    assert (vela.health_band, vela.health_score) == ("watch", Decimal("61.00"))
    assert (vela.health_since, vela.health_on) == (FIRST + timedelta(days=1), FIRST + timedelta(days=2))


def test_what_is_unknown_is_never_green(vela: Account) -> None:
    assert close_series(vela, (Decimal(95), False), (None, False)) == "h-"
    vela.refresh_from_db()
    assert (vela.health_band, vela.health_score, vela.health_coverage) == ("unknown", None, 0)


def test_closing_a_day_twice_changes_nothing(vela: Account) -> None:
    close_series(vela, (Decimal(72), False), (Decimal(69), False))
    before = KeptState.objects.values().get(account=vela)
    close(vela.pk, FIRST + timedelta(days=1), (Decimal(10), False))
    assert KeptState.objects.values().get(account=vela) == before
    assert HealthSnapshot.objects.get(account=vela, on=FIRST + timedelta(days=1)).score == 69


def test_a_day_that_was_never_closed_starts_the_counting_anew(vela: Account) -> None:
    close_series(vela, (Decimal(72), False), (Decimal(69), False))
    close(vela.pk, FIRST + timedelta(days=3), (Decimal(69), False))
    assert KeptState.objects.get(account=vela).band == HEALTHY


def test_refreshes_within_a_day_never_count_as_days(vela: Account) -> None:
    close_series(vela, (Decimal(72), False), (Decimal(69), False))
    for _ in range(3):
        row = refresh(vela.pk, FIRST + timedelta(days=1), (Decimal(69), False))
    assert (row.health_band, row.health_score) == (HEALTHY, Decimal("69.00"))


def test_a_cap_brings_the_row_down_at_once_and_lets_it_back_the_same_day(vela: Account) -> None:
    close_series(vela, (Decimal(90), False))
    assert refresh(vela.pk, FIRST, (Decimal(90), True)).health_band == WATCH
    assert refresh(vela.pk, FIRST, (Decimal(90), False)).health_band == HEALTHY


def days() -> st.SearchStrategy[list[Day]]:
    """Values that hover around the lines, some unknown, some capped."""
    near = st.sampled_from([Decimal(line) + step for line in (40, 45, 70, 75) for step in (-1, 0, 1)])
    value = st.one_of(near, near, st.decimals(0, 100, places=2), st.none())
    return st.lists(st.tuples(value, st.sampled_from([False, False, False, True])), min_size=1, max_size=14)


class SameMachine(TestCase):
    """Random series."""

    @settings(max_examples=15, deadline=None)
    @given(series=days(), today=days())
    def test_random_series_step_like_the_pure_machine(self, series: list[Day], today: list[Day]) -> None:
        account = Account.objects.create(name="Vela Hotels", currency="EUR")
        pure: BandState | None = None
        for number, day in enumerate(series):
            on = FIRST + timedelta(days=number)
            close(account.pk, on, day)
            pure = step(pure, judged(day), cap_fired=day[1])
            kept = KeptState.objects.get(account=account)
            assert (kept.band, kept.downs, kept.ups) == (pure.band, pure.days_below, pure.days_above)
            assert kept.previous == (
                None if pure.value is None else Decimal(float(pure.value)).quantize(kept.previous)
            )
        for day in today[:3]:
            found = refresh(account.pk, on, day)
            assert found.health_band == so_far(pure, judged(day), cap_fired=day[1])
            assert (found.health_score is None) == (found.health_band == UNKNOWN)


def judged(day: Day) -> Fraction | None:
    value, capped = day
    return None if value is None else min(Fraction(value), Fraction(60 if capped else 100))
