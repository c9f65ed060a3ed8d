"""What may be put off."""

from datetime import date, timedelta

import pytest

from retention.cadence.deferrals import (
    PauseRefused,
    SkipRefused,
    SnoozeRefused,
    check_pause,
    check_skip,
    check_snooze,
    latest_snooze,
)

D = date
TODAY = D(2026, 6, 1)


def test_a_snooze_reaches_half_the_interval() -> None:
    assert latest_snooze(D(2026, 6, 1), 30, on=TODAY) == D(2026, 6, 16)
    assert latest_snooze(D(2026, 6, 1), 365, on=TODAY) == D(2026, 7, 1)


def test_an_overdue_check_in_can_still_be_snoozed_from_today() -> None:
    assert latest_snooze(D(2026, 3, 1), 30, on=TODAY) == D(2026, 6, 16)


def test_a_snooze_within_reach_is_allowed() -> None:
    check_snooze(D(2026, 6, 16), due_on=TODAY, interval_days=30, in_a_row=1, on=TODAY)


@pytest.mark.parametrize(
    ("until", "in_a_row", "words"),
    [
        (D(2026, 6, 17), 0, "up to 16 June 2026"),
        (D(2026, 6, 1), 0, "after today"),
        (D(2026, 6, 5), 2, "snoozed twice"),
    ],
)
def test_a_snooze_out_of_reach_says_why(until: date, in_a_row: int, words: str) -> None:
    with pytest.raises(SnoozeRefused, match=words) as refusal:
        check_snooze(until, due_on=TODAY, interval_days=30, in_a_row=in_a_row, on=TODAY)
    assert refusal.value.field == "until"


def test_only_every_other_slot_may_be_skipped() -> None:
    check_skip(previous_was_skipped=False)
    with pytest.raises(SkipRefused):
        check_skip(previous_was_skipped=True)


def test_a_pause_lasts_180_days_at_most() -> None:
    check_pause(TODAY + timedelta(days=180), on=TODAY)
    with pytest.raises(PauseRefused, match="28 November 2026"):
        check_pause(TODAY + timedelta(days=181), on=TODAY)
    with pytest.raises(PauseRefused, match="after today"):
        check_pause(TODAY, on=TODAY)
