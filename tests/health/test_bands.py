"""Bands fall quickly and rise slowly."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.health.bands import AT_RISK, HEALTHY, UNKNOWN, WATCH, BandState, raw_band, run, step

LETTERS = {HEALTHY: "h", WATCH: "w", AT_RISK: "r", UNKNOWN: "-"}


def bands(*values: float | None) -> str:
    return "".join(
        LETTERS[state.band]
        for state in run(None if value is None else Fraction(str(value)) for value in values)
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((72, 71, 69, 71, 69, 68, 70, 72, 74, 75, 76, 76, 77, 78, 76, 75), "hhhhhwwwwwwwwwwh"),
        ((72, 60), "hw"),
        ((72, 69.9, 69.8), "hhw"),
        ((45, 39, 45, 44, 39, 38), "wwwwwr"),
        ((38, 46, 46, 46, 46, 46, 46, 46), "rrrrrrrw"),
        ((38, 46, 46, 46, 46, 46, 46, 44, 46, 46, 46, 46, 46, 46, 46), "rrrrrrrrrrrrrrw"),
    ],
)
def test_a_series_of_days_gives_its_worked_bands(values: tuple[float, ...], expected: str) -> None:
    assert bands(*values) == expected


def test_the_lines_belong_to_the_better_band() -> None:
    assert [raw_band(Fraction(value)) for value in (39, 40, 69, 70)] == [AT_RISK, WATCH, WATCH, HEALTHY]


def test_a_cap_brings_the_band_down_at_once() -> None:
    healthy = step(None, Fraction(68 + 4))
    assert step(healthy, Fraction(65)).band == HEALTHY
    assert step(healthy, Fraction(65), cap_fired=True).band == WATCH
    assert step(healthy, Fraction(5), cap_fired=True).band == AT_RISK


def test_unknown_is_never_a_colour_and_knowledge_starts_afresh() -> None:
    assert bands(72, None, None, 46, 80) == "h--ww"
    assert bands(None, 75) == "-h"


def test_it_rises_one_band_at_a_time() -> None:
    assert bands(38, *[95] * 14) == "r" * 7 + "w" * 7 + "h"


def test_a_day_is_one_step_however_often_it_is_refreshed() -> None:
    yesterday = BandState(AT_RISK, days_above=5, value=Fraction(46))
    assert [step(yesterday, Fraction(46)).band for _ in range(10)] == [AT_RISK] * 10


@settings(max_examples=100)
@given(st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=40))
def test_the_state_alone_carries_the_history(values: list[int | None]) -> None:
    exact = [None if value is None else Fraction(value) for value in values]
    state: BandState | None = None
    for value, whole in zip(exact, run(exact), strict=True):
        kept = (
            None if state is None else BandState(state.band, state.days_below, state.days_above, state.value)
        )
        state = step(kept, value)
        assert state == whole
        assert (state.band == UNKNOWN) == (value is None)


def _by_the_list(scores: list[int]) -> list[str]:
    """The rule written once more over whole lists, as an independent check."""
    out: list[str] = []
    for day, value in enumerate(scores):
        raw = raw_band(Fraction(value))
        if not out:
            out.append(raw)
            continue
        order = [AT_RISK, WATCH, HEALTHY]
        held = order.index(out[-1])
        since = next((n for n in range(day - 1, 0, -1) if out[n] != out[n - 1]), 0) + 1
        if order.index(raw) < held:
            below_yesterday = day > since and order.index(raw_band(Fraction(scores[day - 1]))) < held
            fell = scores[day - 1] - value >= 10
            out.append(raw if below_yesterday or fell else out[-1])
            continue
        line = [45, 75, 1000][held]
        week = scores[max(since, day - 6) : day + 1]
        out.append(order[held + 1] if len(week) == 7 and min(week) >= line else out[-1])
    return out


@settings(max_examples=150)
@given(st.lists(st.integers(30, 85), min_size=1, max_size=40))
def test_stepping_agrees_with_the_rule_read_over_the_whole_list(scores: list[int]) -> None:
    assert [state.band for state in run(Fraction(value) for value in scores)] == _by_the_list(scores)
