"""What readings of a KPI mean, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from plans.kpi_results import ended_spans, met_share, span_of, trend, verdict

D = Decimal


@pytest.mark.parametrize(
    ("actual", "target", "direction", "said"),
    [
        ("98.2", "98", "higher", "met"),
        ("98", "98", "higher", "met"),
        ("97.9", "98", "higher", "missed"),
        ("4", "6", "lower", "met"),
        ("6.5", "6", "lower", "missed"),
        (None, "98", "higher", "unknown"),
    ],
)
def test_a_period_is_met_at_the_target_and_unknown_without_a_reading(
    actual: str | None, target: str, direction: str, said: str
) -> None:
    assert verdict(None if actual is None else D(actual), D(target), direction) == said


def test_ended_periods_go_back_to_the_first_and_never_hold_the_running_one() -> None:
    months = ended_spans("month", date(2026, 8, 1), on=date(2026, 11, 30), most=12)
    assert [span.name for span in months] == ["October 2026", "September 2026", "August 2026"]
    quarters = ended_spans("quarter", date(2026, 1, 1), on=date(2026, 10, 1), most=2)
    assert [(span.name, span.last) for span in quarters] == [
        ("Q3 2026", date(2026, 9, 30)),
        ("Q2 2026", date(2026, 6, 30)),
    ]
    assert span_of("quarter", date(2026, 12, 31)).first == date(2026, 10, 1)


def test_trend_compares_the_last_two_and_says_nothing_where_one_lacks() -> None:
    assert trend([D(97), D(95), None], "higher") == "better"
    assert trend([D(97), D(95)], "lower") == "worse"
    assert trend([D(97), D(97)], "lower") == "same"
    assert trend([None, D(95)], "higher") == trend([D(97)], "higher") == ""


def test_the_share_met_leaves_out_what_is_unknown() -> None:
    assert met_share(["met", "missed", "unknown", "met"]) == D(2) / 3
    assert met_share(["unknown"]) is None
