"""The pack of a review, made of what is recorded on a day (docs/methods.md, Reviews)."""

from datetime import date, datetime
from typing import Any

from retention.lib.zones import local_day
from retention.team.models import User

from ..models import BusinessReview
from ..sections import INSIDE, SECTIONS, Section
from . import goals, inside, value, work
from .blocks import Block

Pack = list[dict[str, Any]]


def made_pack(review: BusinessReview, reader: User, at: datetime) -> Pack:
    """The twelve sections for both sides. Purpose, people and the next date are the review's own words."""
    account, on = review.account, local_day(at, reader.time_zone)
    first, last = review.period_start, min(review.period_end, on)
    blocks: dict[str, list[Block]] = {
        "purpose": [],
        "priorities": goals.priorities(account, reader),
        "targets": goals.targets(account, reader, on),
        "value": value.value(account, reader, first, last),
        "operations": work.operations(account, reader, on),
        "feedback": value.feedback(account, reader, first, last),
        "changes": goals.changes(account, reader, first, last),
        "extra": value.given_on_top(account, reader, first, last) if review.shows_extra else [],
        "issues": work.issues(account, reader, on),
        "learning": work.learning(account, reader, first, last),
        "objectives": goals.objectives(account, reader),
        "commitments": work.commitments(account, reader),
    }
    return [_section(section, blocks[section.key]) for section in SECTIONS]


def made_inside(review: BusinessReview, reader: User, at: datetime) -> Pack:
    """The appendix: kept apart, read by no file for the customer."""
    account, on = review.account, local_day(at, reader.time_zone)
    blocks: dict[str, list[Block]] = {
        "health": inside.health(account, reader, at),
        "people": inside.people(account, reader, on),
        "risks": inside.risks(account, reader),
        "growth": inside.growth(account, reader),
        "renewal": inside.renewal(account, reader),
    }
    return [_section(section, blocks[section.key]) for section in INSIDE]


def _section(section: Section, blocks: list[Block]) -> dict[str, Any]:
    return {"key": section.key, "blocks": blocks}


def period_until(day: date, days: int) -> tuple[date, date]:
    """The days a review looks back on: as many as lie between two reviews."""
    return date.fromordinal(day.toordinal() - max(days, 1)), day
