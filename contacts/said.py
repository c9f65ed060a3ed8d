"""The row of a touchpoint: what it may say, how it is written, and how a line of it reads."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import Account
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import User

from .choices import Channel, Direction, Mood, Outcome, Purpose
from .models import Touchpoint, TouchpointColleague, TouchpointContact
from .participants import Participants, refuse_what_cannot_be
from .qualifying import is_qualifying

LONGEST_TEXT = 20_000
CLOCK_TOLERANCE = timedelta(minutes=5)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class NotHappenedYet(DomainError):
    """A touchpoint lies in the future; planned ones are next steps."""


def _past_moment(value: Any, field: str) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None or value < EARLIEST:
        raise accepts.InputRefused("Say when it happened, as a day and a time.", field=field)
    return value


CHECKS: Mapping[str, accepts.Check] = {
    "happened_at": _past_moment,
    "channel": accepts.one_of("The channel", Channel),
    "direction": accepts.one_of("The direction", Direction),
    "outcome": accepts.one_of("The outcome", Outcome),
    "purpose": accepts.one_of("The purpose", Purpose),
    "mood": accepts.one_of("The mood", Mood, required=False),
    "minutes": accepts.number("Minutes", least=0, most=1440),
    "subject": accepts.text("The subject", 300),
    "text": accepts.text("What happened", LONGEST_TEXT, many_lines=True),
    "is_private": accepts.flag,
}


def qualifies(channel: str, outcome: str, people: Participants) -> bool:
    """Whether the touchpoint was two-way with the people spoken to; a copy alone is not."""
    only_copied = bool(people.in_copy) and not people.spoken_to
    return is_qualifying(channel=channel, outcome=outcome, is_copied_only=only_copied)


def says_the_same(touchpoint: Touchpoint, said: Mapping[str, Any]) -> bool:
    """True when nothing of this differs. Raises InputRefused, TextRefused, NotEditable."""
    kept = accepts.accepted(said, CHECKS)
    return all(getattr(touchpoint, field) == value for field, value in kept.items())


def describe(touchpoint: Touchpoint, names: str) -> str:
    """One line for the timeline: “Call with Ana Ruiz (no answer yet): prices”."""
    who = f" with {names}" if names else ""
    two_way = touchpoint.outcome in (Outcome.CONNECTED, Outcome.REPLIED)
    came = "" if two_way else f" ({touchpoint.get_outcome_display().lower()})"
    about = " ".join((touchpoint.subject or touchpoint.text).split())
    about = f"{about[:160]}…" if len(about) > 160 else about
    return f"{touchpoint.get_channel_display()}{who}{came}" + (f": {about}" if about else "")


def write_touchpoint(
    account: Account,
    said: Mapping[str, Any],
    people: Participants,
    *,
    by: User,
    at: datetime,
    source_time: datetime | None = None,
    supersedes: Touchpoint | None = None,
) -> Touchpoint:
    """Write one touchpoint with its people. Raises like log_touchpoint."""
    kept = accepts.accepted(said, CHECKS)
    if kept["happened_at"] > at + CLOCK_TOLERANCE:
        raise NotHappenedYet("That lies in the future. Plan it as a next step instead.", field="happened_at")
    refuse_what_cannot_be(people, kept, by.time_zone)
    touchpoint = Touchpoint.objects.create(
        account=account,
        logged_by=by,
        source_time=supersedes.source_time if supersedes else source_time,
        supersedes=supersedes,
        is_qualifying=qualifies(kept["channel"], kept["outcome"], people),
        **kept,
    )
    copied = {contact.pk for contact in people.in_copy}
    TouchpointContact.objects.bulk_create(
        TouchpointContact(touchpoint=touchpoint, contact_id=number, in_copy=number in copied)
        for number in people.contact_ids
    )
    TouchpointColleague.objects.bulk_create(
        TouchpointColleague(touchpoint=touchpoint, user=colleague) for colleague in people.colleagues
    )
    return touchpoint
