"""Snooze, skip and pause: what is allowed (docs/methods.md, Snooze, skip, pause). Pure."""

from datetime import date, timedelta

from retention.lib.errors import DomainError

MAX_SNOOZE_DAYS = 30
MAX_SNOOZES_IN_A_ROW = 2
MAX_PAUSE_DAYS = 180


class SnoozeRefused(DomainError):
    """This check-in cannot be put off like that."""


class SkipRefused(DomainError):
    """This check-in cannot be skipped."""


class PauseRefused(DomainError):
    """Contact cannot be paused that long."""


def latest_snooze(due_on: date, interval_days: int, *, on: date) -> date:
    """The last day a check-in may be put off to: half an interval, at most 30 days, after its due date.

    An overdue one is counted from today, or it could not be put off at all.
    """
    return max(due_on, on) + timedelta(days=max(1, min(interval_days // 2, MAX_SNOOZE_DAYS)))


def check_snooze(until: date, *, due_on: date, interval_days: int, in_a_row: int, on: date) -> None:
    """Raise SnoozeRefused unless it is after today and the due date, within reach, not the third in a row."""
    latest = latest_snooze(due_on, interval_days, on=on)
    if in_a_row >= MAX_SNOOZES_IN_A_ROW:
        raise SnoozeRefused(
            "This check-in was already snoozed twice. Get in touch, skip it or pause the contact.",
            field="until",
        )
    if until <= on:
        raise SnoozeRefused("Choose a day after today.", field="until")
    if until <= due_on:
        raise SnoozeRefused(f"It is due on {due_on:%-d %B %Y} anyway. Choose a later day.", field="until")
    if until > latest:
        raise SnoozeRefused(
            f"Choose a day up to {latest:%-d %B %Y}: half the interval, at most 30 days.", field="until"
        )


def check_skip(*, previous_was_skipped: bool) -> None:
    """Raise SkipRefused when the slot before was skipped too: at most every other one may be."""
    if previous_was_skipped:
        raise SkipRefused("The last check-in was skipped already; this one needs contact or a snooze.")


def check_pause(until: date, *, on: date) -> None:
    """Raise PauseRefused unless the first day of contact again lies 1 to 180 days ahead."""
    if until <= on:
        raise PauseRefused("Choose a day after today.", field="pause_until")
    if until > on + timedelta(days=MAX_PAUSE_DAYS):
        latest = on + timedelta(days=MAX_PAUSE_DAYS)
        raise PauseRefused(f"A pause may last 180 days, up to {latest:%-d %B %Y}.", field="pause_until")
