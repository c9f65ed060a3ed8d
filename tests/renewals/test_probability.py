"""The system's estimate: worked examples of stage, experience and signs; and how long is too long."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.renewals.probability import NONE_YET, ODDS, START, Experience, base_rate, estimate, stuck_on

SIGNS = st.lists(st.sampled_from(sorted(ODDS)), unique=True)


@pytest.mark.parametrize(
    ("stage", "start"),
    [("scheduled", ".80"), ("preparing", ".80"), ("engaged", ".85"), ("proposed", ".85"),
     ("negotiating", ".80"), ("verbal", ".95"), ("contract_out", ".97"), ("auto_renewing", ".98"),
     ("notice_received", ".10")],
)  # fmt: skip
def test_without_experience_a_stage_has_its_start_value(stage: str, start: str) -> None:
    assert base_rate(stage) == Decimal(start) == estimate(stage)
    assert len(START) == 9


@pytest.mark.parametrize(
    ("stage", "renewed", "resolved", "expected"),
    [("scheduled", 0, 0, "0.8000"), ("scheduled", 10, 10, "0.9000"), ("negotiating", 12, 20, "0.6667"),
     ("scheduled", 900, 1000, "0.8990"), ("notice_received", 1, 10, "0.1000"), ("verbal", 0, 1, "0.8636")],
)  # fmt: skip
def test_own_cases_outweigh_the_start_value_in_time(
    stage: str, renewed: int, resolved: int, expected: str
) -> None:
    assert estimate(stage, Experience(renewed, resolved)) == Decimal(expected)


@pytest.mark.parametrize(
    ("stage", "signs", "expected"),
    [("scheduled", ["at_risk"], "0.5833"), ("scheduled", ["watch"], "0.7368"),
     ("scheduled", ["champion_lost"], "0.6667"), ("scheduled", ["price_objection"], "0.7059"),
     ("scheduled", ["at_risk", "champion_lost", "price_objection"], "0.2958"),
     ("verbal", ["watch"], "0.9301"), ("auto_renewing", ["at_risk"], "0.9449")],
)  # fmt: skip
def test_signs_multiply_the_odds(stage: str, signs: list[str], expected: str) -> None:
    assert estimate(stage, NONE_YET, signs) == Decimal(expected)
    assert estimate(stage, NONE_YET, [*signs, *signs]) == Decimal(expected), "a sign counts once"


@given(stage=st.sampled_from(sorted(START)), resolved=st.integers(0, 500), share=st.floats(0, 1), signs=SIGNS)
@settings(max_examples=40)
def test_an_estimate_is_a_probability_and_no_sign_raises_it(
    stage: str, resolved: int, share: float, signs: list[str]
) -> None:
    known = Experience(int(resolved * share), resolved)
    value = estimate(stage, known, signs)
    assert 0 < value < 1
    assert value <= estimate(stage, known)


def test_a_stay_is_too_long_from_the_day_after_one_and_a_half_times_the_usual() -> None:
    since = date(2026, 11, 1)
    assert stuck_on(since, Experience(stays=5, median_days=Decimal(20))) == date(2026, 12, 2)
    assert stuck_on(since, Experience(stays=5, median_days=Decimal("0.5"))) == date(2026, 11, 2)
    assert stuck_on(since, Experience(stays=4, median_days=Decimal(20))) is None
    assert stuck_on(since, NONE_YET) is None
