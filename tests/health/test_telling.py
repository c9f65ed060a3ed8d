"""What is said when a band changed."""

from datetime import date
from decimal import Decimal

import pytest

from retention.health.assessing import Assessment, HeldCap
from retention.health.cards import NOTICE_RECEIVED, SILENCE, STARTER, Cap
from retention.health.published import Published
from retention.health.scoring import measured, score
from retention.health.telling import line, reasons
from retention.health.words import signed, whole

GOOD = {"E1": 1, "E2": 1, "E3": 1, "R4": 2, "C2": "1.2"}


def assessment(*caps: Cap, **values: object) -> Assessment:
    readings = {code: measured(Decimal(str(value))) for code, value in values.items()}
    held = tuple(HeldCap(cap, date(2026, 11, 1), None) for cap in caps)
    return Assessment(Published(1, STARTER), score(STARTER, readings, caps), readings, {}, held)


def test_a_fall_names_the_measures_that_fell_most() -> None:
    said = line(assessment(**GOOD), assessment(**{**GOOD, "E2": 3, "R4": 0, "E1": "0.98"}), "watch")
    assert said == ("Health 100 → 63, now Watch. Silence against the interval −28.6; Latest mood −7.1.")


def test_a_cap_that_came_or_went_is_the_first_reason() -> None:
    well, capped = assessment(**GOOD), assessment(SILENCE, **GOOD)
    assert reasons(well, capped) == [SILENCE.text]
    assert reasons(capped, well) == [f"No longer: {SILENCE.text}"]
    both = assessment(NOTICE_RECEIVED, SILENCE, **GOOD)
    assert line(well, both, "at_risk").startswith(f"Health 100 → 5, now At risk. {NOTICE_RECEIVED.text}; ")


def test_a_score_that_came_or_went_says_so() -> None:
    known, hidden = assessment(**GOOD), assessment(C2="1.2")
    assert line(hidden, known, "healthy").startswith("Health no score → 100, now Healthy.")
    assert line(known, hidden, "unknown") == "No health score any more: only 14% of it is known."


@pytest.mark.parametrize(("value", "shown"), [("39.99", "39"), ("40", "40"), ("69.5", "69"), ("5.00", "5")])
def test_a_score_never_reads_as_a_line_it_did_not_reach(value: str, shown: str) -> None:
    assert whole(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("points", "shown"), [("3.8", "+3.8"), ("-4.1", "−4.1"), ("0", "0.0"), ("-0.0", "0.0")]
)
def test_points_have_their_sign(points: str, shown: str) -> None:
    assert signed(Decimal(points)) == shown
