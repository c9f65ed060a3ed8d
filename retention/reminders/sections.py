"""What a digest tells besides reminders: the layers above register sections (check-ins, steps, promises)."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from retention.team.models import User

logger = logging.getLogger(__name__)

DAYS_OF_A_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section; ``url`` is a path of ours."""

    text: str
    url: str = ""


Render = Callable[[User, date], Sequence[Line]]
RenderWeek = Callable[[User, date, date], Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and how its lines are found, for the day and for the week ahead."""

    name: str
    title: str
    order: int
    render: Render
    week: RenderWeek | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A section with its lines for one person and day."""

    title: str
    lines: tuple[Line, ...]


_sections: dict[str, Section] = {}


def register_section(
    name: str, render: Render, *, title: str = "", order: int = 50, week: RenderWeek | None = None
) -> None:
    """Add a section to every digest; called from apps.py.

    ``render(user, on)`` gives the day's lines, ``week(user, first, last)`` those of the days after it for
    the first digest of a week. Both start from ``visible_to(user)`` and are asked when the mail is written
    and again when it is sent. Raises ValueError when another section has the name.
    """
    section = Section(name, title or name.capitalize(), order, render, week)
    if _sections.get(name, section) != section:
        raise ValueError(f"a digest section named {name!r} is registered already")
    _sections[name] = section


def blocks_for(user: User, on: date, *, with_week: bool) -> list[Block]:
    """Every section that has something to say, in order; one that breaks is left out and logged."""
    blocks = []
    for section in sorted(_sections.values(), key=lambda each: (each.order, each.name)):
        blocks.append(Block(section.title, _lines(section, section.render, user, on)))
        if with_week and section.week is not None:
            days = (on + timedelta(days=1), on + DAYS_OF_A_WEEK)
            blocks.append(Block(f"{section.title}: this week", _lines(section, section.week, user, *days)))
    return [block for block in blocks if block.lines]


def _lines(
    section: Section, render: Callable[..., Sequence[Line]], user: User, *days: date
) -> tuple[Line, ...]:
    try:
        with transaction.atomic():
            return tuple(render(user, *days))
    except Exception as failure:
        logger.error("digest section %s failed: %s: %s", section.name, type(failure).__name__, failure)
        return ()
