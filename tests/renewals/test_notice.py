"""Until when notice can be given."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.lib.business_days import Calendar
from retention.renewals.notice import (
    Decision,
    NoticeTerms,
    act_by,
    decide,
    earliest_exit,
    next_review,
    notice_deadline,
    statutory_window,
)

D = date
US = Calendar(frozenset({D(2026, 7, 3), D(2026, 9, 7), D(2026, 11, 26), D(2026, 12, 25)}))
YEAR_END = D(2026, 12, 31)


@pytest.mark.parametrize(
    ("value", "unit", "base", "deadline"),
    [
        (60, "days", "term_end", D(2026, 11, 1)),
        (3, "months", "renewal_due_on", D(2026, 9, 30)),
        (30, "business_days", "term_end", D(2026, 11, 17)),
        (0, "days", "term_end", YEAR_END),
        (60, "days", "renewal_due_on", D(2026, 11, 1)),
    ],
)
def test_a_clause_gives_its_last_day(value: int, unit: str, base: str, deadline: date) -> None:
    assert notice_deadline(YEAR_END, NoticeTerms(value, unit, base), US) == deadline


def test_an_open_clause_is_read_as_early_as_possible() -> None:
    february = D(2026, 2, 28)
    assert notice_deadline(february, NoticeTerms(1, "months", "renewal_due_on"), US) == D(2026, 1, 31)
    assert notice_deadline(february, NoticeTerms(1, "months", "unknown"), US) == D(2026, 1, 28)
    assert notice_deadline(YEAR_END, NoticeTerms(30, None, "term_end"), US) == D(2024, 6, 30)


@settings(max_examples=80)
@given(
    st.dates(D(2020, 1, 1), D(2035, 1, 1)),
    st.integers(0, 12),
    st.sampled_from(["days", "business_days", "months"]),
)
def test_the_open_reading_is_never_later_than_either_closed_one(
    term_end: date, value: int, unit: str
) -> None:
    earliest = notice_deadline(term_end, NoticeTerms(value, unit, None), US)
    assert earliest is not None
    for base in ("term_end", "renewal_due_on"):
        reading = notice_deadline(term_end, NoticeTerms(value, unit, base), US)
        assert reading is not None
        assert earliest <= reading <= term_end


def test_a_deadline_on_sunday_is_acted_on_by_friday() -> None:
    assert act_by(D(2026, 11, 1), US) == D(2026, 10, 30)


def test_with_a_notice_clause_the_decision_is_the_act_by_date() -> None:
    terms = NoticeTerms(60, "days", "term_end")
    decision = decide(YEAR_END, terms, auto_renew=True, calendar=US)
    assert decision == Decision("notice", D(2026, 11, 1), D(2026, 10, 30), D(2026, 11, 1))
    assert decide(YEAR_END, terms, auto_renew=False, calendar=US) == decision


def test_without_a_clause_it_is_thirty_days_before_the_end() -> None:
    decision = decide(YEAR_END, NoticeTerms(), auto_renew=False, calendar=US)
    assert decision == Decision("internal_lead", D(2026, 12, 1), D(2026, 12, 1), None)


def test_what_had_to_be_assumed_is_said() -> None:
    assert decide(YEAR_END, NoticeTerms(), auto_renew=True, calendar=US).is_assumed
    assert decide(YEAR_END, NoticeTerms(60, "days", "unknown"), auto_renew=True, calendar=US).is_assumed


def test_the_statutory_reminder_has_a_fortnight() -> None:
    assert statutory_window(D(2026, 11, 1)) == (D(2026, 10, 2), D(2026, 10, 17))


def test_an_evergreen_contract_could_end_a_notice_period_from_now() -> None:
    today = D(2026, 11, 22)
    assert earliest_exit(today, NoticeTerms(3, "months"), US) == D(2027, 2, 22)
    assert earliest_exit(today, NoticeTerms(90, "days"), US) == today + timedelta(days=90)
    assert earliest_exit(today, NoticeTerms(4, "business_days"), US) == D(2026, 11, 27)
    assert earliest_exit(today, NoticeTerms(), US) == today


def test_an_evergreen_contract_is_reviewed_on_each_anniversary() -> None:
    assert next_review(D(2024, 2, 29), on=D(2024, 3, 1)) == D(2025, 2, 28)
    assert next_review(D(2024, 5, 1), on=D(2026, 5, 1)) == D(2026, 5, 1)
    assert next_review(D(2024, 5, 1), on=D(2026, 5, 2)) == D(2027, 5, 1)
