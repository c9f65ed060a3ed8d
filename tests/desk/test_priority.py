"""What comes first, and why."""

from datetime import date, timedelta

import pytest

from retention.desk.priority import Priority, priority

TODAY = date(2026, 11, 22)


def rank(**facts: object) -> Priority:
    return priority(**{"due_on": TODAY, "on": TODAY, **facts})  # type: ignore[arg-type]


def value(result: Priority, code: str) -> float:
    return next(term.value for term in result.terms if term.code == code)


def test_the_four_weights_make_one() -> None:
    worst = rank(
        due_on=TODAY - timedelta(days=60), interval_days=14, arr_percentile=1.0, health=0.0, decision_on=TODAY
    )
    assert worst.total == pytest.approx(1.0)
    assert rank(health=100.0).total == 0


def test_a_worked_order() -> None:
    result = rank(
        due_on=TODAY - timedelta(days=7),
        interval_days=14,
        arr_percentile=0.8,
        health=40.0,
        decision_on=TODAY + timedelta(days=30),
    )
    assert [round(term.points, 4) for term in result.terms] == [0.175, 0.2, 0.15, 0.15]
    assert result.total == pytest.approx(0.675)
    assert result.reasons[0] == "Larger by revenue than 80% of your accounts"


def test_a_check_in_is_measured_by_its_interval_and_a_promise_by_a_week() -> None:
    overdue = TODAY - timedelta(days=7)
    assert value(rank(due_on=overdue, interval_days=28), "urgency") == 0.25
    assert value(rank(due_on=overdue), "urgency") == 1.0
    assert value(rank(due_on=TODAY - timedelta(days=700)), "urgency") == 1.0
    assert value(rank(due_on=TODAY + timedelta(days=3)), "urgency") == 0.0


def test_unknown_health_counts_fifty_and_says_so() -> None:
    assert value(rank(health=None), "health") == value(rank(health=50.0), "health") == 0.5
    assert "No health score: counted as 50" in rank().reasons
    assert "Health 50" in rank(health=50.0).reasons


@pytest.mark.parametrize(
    ("days", "near"), [(30, 1.0), (0, 1.0), (-5, 1.0), (365, 0.0), (400, 0.0), (197, 168 / 335)]
)
def test_a_renewal_counts_from_a_year_ahead(days: int, near: float) -> None:
    assert value(rank(decision_on=TODAY + timedelta(days=days)), "renewal") == pytest.approx(near)


def test_reasons_are_in_words() -> None:
    late = rank(due_on=TODAY - timedelta(days=1), decision_on=TODAY - timedelta(days=2))
    assert "1 day overdue" in late.reasons
    assert "Renewal decision 2 days overdue" in late.reasons
    assert "Renewal decision today" in rank(decision_on=TODAY).reasons
    assert next(term.reason for term in rank().terms) == "Due today"
    assert next(term.reason for term in rank(due_on=TODAY + timedelta(days=2)).terms) == "Due in 2 days"
    assert "No recurring revenue" not in rank().reasons
