"""The day's check-ins, promises and next steps in the digest: the items of My day, in its order."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format

from retention.reminders.sections import Line, register_section
from retention.team.models import User

from .day.book import book_of
from .day.items import DayItem
from .day.sources import gather

SHOWN = 12
TOLD_ALREADY = "renewal"
"""Rungs stand in the digest as reminders."""


def day_lines(user: User, on: date) -> Sequence[Line]:
    """What is late or due that day, the most urgent first; no longer than My day."""
    items = gather(user, book_of(user), today=on, days_ahead=0)
    return _lines([item for item in items if item.kind != TOLD_ALREADY], on)


def week_lines(user: User, first: date, last: date) -> Sequence[Line]:
    """What falls due on the days after it."""
    items = gather(user, book_of(user), today=first, days_ahead=(last - first).days)
    ahead = [item for item in items if item.kind != TOLD_ALREADY and item.due_on >= first]
    return _lines(sorted(ahead, key=lambda item: item.due_on), first)


def _lines(items: Sequence[DayItem], on: date) -> list[Line]:
    lines = [Line(_words(item, on), item.url) for item in items[:SHOWN]]
    more = len(items) - len(lines)
    return [*lines, Line(f"and {more} more", "/")] if more else lines


def _words(item: DayItem, on: date) -> str:
    words = f"{item.account}: {item.title}. {item.short_reason}"
    return words if item.due_on == on else f"{words}. Due {date_format(item.due_on, 'l j F')}"


def register() -> None:
    """Called from apps.py."""
    register_section("day", day_lines, title="To do", order=10, week=week_lines)
