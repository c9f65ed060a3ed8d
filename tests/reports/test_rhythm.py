"""When a report is due, without a database."""

from datetime import date

import pytest

from retention.lib.business_days import Calendar
from retention.reports.content import Part, ReportContent, canonical, fingerprint, kept, read_back
from retention.reports.rhythm import due_on, latest_to_prepare, period_of, prepare_on

CHRISTMAS = Calendar(frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}))


@pytest.mark.parametrize(
    ("frequency", "told_of", "day", "due"),
    [
        ("month", date(2026, 11, 3), 25, date(2026, 12, 24)),  # a holiday: the working day before
        ("month", date(2026, 10, 3), 15, date(2026, 11, 13)),  # a Sunday: the Friday before
        ("month", date(2026, 10, 3), 5, date(2026, 11, 5)),  # a working day stays
        ("quarter", date(2026, 12, 31), 1, date(2027, 1, 4)),  # before it the period is not over: after it
        ("week", date(2026, 12, 16), 5, date(2026, 12, 24)),
    ],
)
def test_a_report_due_on_a_day_off_goes_on_the_working_day_before(
    frequency: str, told_of: date, day: int, due: date
) -> None:
    assert due_on(period_of(frequency, told_of), day, CHRISTMAS) == due


def test_a_report_that_wants_approval_is_made_three_working_days_before() -> None:
    november = period_of("month", date(2026, 11, 1))
    due = due_on(november, 25, CHRISTMAS)
    assert prepare_on(november, due, CHRISTMAS, is_approved=False) == due
    assert prepare_on(november, due, CHRISTMAS, is_approved=True) == date(2026, 12, 21)
    assert prepare_on(november, date(2026, 12, 1), CHRISTMAS, is_approved=True) == date(2026, 12, 1)


def test_after_a_long_sleep_every_period_is_known_and_the_last_is_to_be_sent() -> None:
    june = period_of("month", date(2026, 6, 1))
    due = latest_to_prepare("month", june, 5, CHRISTMAS, is_approved=False, on=date(2026, 11, 22))
    assert [period.name for period in due] == [
        "June 2026", "July 2026", "August 2026", "September 2026", "October 2026",
    ]  # fmt: skip


def test_the_same_content_has_the_same_fingerprint_and_comes_back_whole() -> None:
    part = Part("KPIs", ("a", "b"), (("x", "≥ 98 %"),), "", (1,))
    content = ReportContent("KPIs", "Vela", "Keel", "October 2026", "5 November 2026", (part,))
    stored = kept(content)
    assert read_back(stored) == content
    assert fingerprint(stored) == fingerprint(dict(reversed(list(stored.items()))))
    assert canonical(kept(read_back(stored))) == canonical(stored)
