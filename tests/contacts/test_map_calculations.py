"""Strength of a relationship: every worked number, and what must hold for any touchpoints."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.people_map.strength import Touch, bars, exposure, half_life, strength

TODAY = date(2026, 11, 23)
EVER = 200
"""So many touchpoints back the rest is worth nothing."""


def every(days: int, channel: str = "video", *, outcome: str = "connected", since: int = 0) -> list[Touch]:
    """A touchpoint each *days* days, the newest *since* days ago."""
    first = TODAY - timedelta(days=since)
    return [Touch(first - timedelta(days=days * n), channel, "outbound", outcome) for n in range(EVER)]


def one(
    channel: str = "meeting", direction: str = "outbound", outcome: str = "connected", **more: object
) -> Touch:
    return Touch(TODAY, channel, direction, outcome, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("touches", "expected"),
    [
        (every(30), 81.9),
        (every(30, since=90), 45.3),
        (every(30, since=180), 19.2),
        (every(91), 53.6),
        ([one("review")], 52.8),
        (every(7, "email", outcome="no_answer"), 22.1),
        ([], 0.0),
    ],
)
def test_strength_of_the_worked_relationships(touches: list[Touch], expected: float) -> None:
    assert round(strength(touches, on=TODAY), 1) == expected


def test_monthly_video_settles_at_the_worked_sum() -> None:
    assert round(exposure(every(30), on=TODAY), 2) == 13.66


def test_unanswered_mail_would_be_worth_more_without_the_limit() -> None:
    mails = every(7, "email", outcome="no_answer")
    uncapped = sum(touch.weight * 2 ** (-(TODAY - touch.day).days / 60) for touch in mails)
    assert round(uncapped, 2) == 2.57
    assert exposure(mails, on=TODAY) == 2.0


@pytest.mark.parametrize(
    ("touch", "worth"),
    [
        (one("visit"), 7),
        (one("review"), 6),
        (one("meeting"), 5),
        (one("video"), 4),
        (one("call"), 3),
        (one("call", outcome="voicemail"), 0.2),
        (one("email", outcome="replied"), 1),
        (one("email", "inbound", "replied"), 1.2),
        (one("email", outcome="no_answer"), 0.2),
        (one("email", outcome="bulk"), 0.05),
        (one("email", outcome="replied", is_copied=True), 0.3),
        (one("meeting", crowd=10), 1.5),
        (one("meeting", crowd=9), 5),
        (one("meeting", mood=-2), 2.5),
        (one("meeting", mood=-1), 4),
        (one("meeting", mood=1), 5.5),
        (one("meeting", mood=2), 6),
        (one("note"), 0),
        (one("email", "inbound", "support"), 0),
    ],
)
def test_a_touchpoint_is_worth_its_channel_direction_and_mood(touch: Touch, worth: float) -> None:
    assert touch.weight == pytest.approx(worth)


def test_only_the_best_message_of_a_day_counts() -> None:
    mails = [one("email", outcome="replied"), one("chat", "inbound"), one("letter", outcome="no_answer")]
    assert exposure(mails, on=TODAY) == pytest.approx(1.2)
    assert exposure([*mails, one("call")], on=TODAY) == pytest.approx(4.2)


def test_what_lies_after_the_day_does_not_count() -> None:
    assert exposure([one()], on=TODAY - timedelta(days=1)) == 0


@pytest.mark.parametrize(("days", "expected"), [(None, 60), (10, 30), (40, 60), (60, 90), (365, 120)])
def test_the_half_life_follows_the_interval_they_asked_for(days: int | None, expected: float) -> None:
    assert half_life(days) == expected


@pytest.mark.parametrize(("value", "shown"), [(0, 0), (0.9, 0), (1, 1), (24.9, 1), (25, 2), (50, 3), (75, 4)])
def test_bars_are_zero_to_four(value: float, shown: int) -> None:
    assert bars(value) == shown


TOUCHES = st.builds(
    Touch,
    day=st.dates(TODAY - timedelta(days=500), TODAY),
    channel=st.sampled_from(["visit", "call", "email", "chat", "note"]),
    direction=st.sampled_from(["outbound", "inbound"]),
    outcome=st.sampled_from(["connected", "replied", "no_answer", "bulk"]),
    mood=st.sampled_from([None, -2, 0, 2]),
    is_copied=st.booleans(),
    crowd=st.integers(1, 12),
)


@settings(max_examples=60)
@given(touches=st.lists(TOUCHES, max_size=8), more=TOUCHES)
def test_strength_stays_between_0_and_100_and_never_falls_by_more_contact(
    touches: list[Touch], more: Touch
) -> None:
    before, after = strength(touches, on=TODAY), strength([*touches, more], on=TODAY)
    assert 0 <= before <= 100
    assert after >= before - 1e-9 or more.channel in ("email", "chat")
    assert strength(touches, on=TODAY + timedelta(days=30)) <= before + 1e-9


@settings(max_examples=30)
@given(st.lists(TOUCHES.filter(lambda touch: touch.is_one_way), max_size=20))
def test_sending_alone_never_buys_more_than_a_weak_tie(touches: list[Touch]) -> None:
    assert strength(touches, on=TODAY) <= 22.2
