"""A review's pack is made of what is recorded, written to, and sent in advance."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.records import save_edit
from retention.lib.written import USUAL, written_in
from retention.lib.zones import local_day
from retention.team.models import User

from ..agenda import MOST_MINUTES
from ..choices import ReviewState
from ..models import BusinessReview, ReviewSection
from ..pack import made_inside, made_pack
from ..region import region_of_review
from ..sections import BY_KEY, DEFINITIONS
from ..stepping import follow_review
from ..working import NotReady, open_review, tell

SECTION_CHECKS: Mapping[str, accepts.Check] = {
    "commentary": accepts.text("The commentary", 4000, many_lines=True),
    "is_left_out": accepts.flag,
    "minutes": accepts.number("Minutes", least=0, most=MOST_MINUTES),
}
_sent = accepts.day("The day it was sent")


@transaction.atomic
def prepare_review(*, review: BusinessReview, by: User, at: datetime) -> BusinessReview:
    """Make the pack of what is recorded now, or make it anew; what somebody wrote to it stays.

    Raises PermissionDenied, ReviewOver.
    """
    row = open_review(review, by)
    save_edit(row, packed(row, by, at) | {"state": ReviewState.PREPARED}, expected_version=None)
    follow_review(row, by, at)
    tell(row, "review_prepared", f"The pack of the {row.get_kind_display().lower()} was made", by, at)
    return row


def packed(review: BusinessReview, by: User, at: datetime) -> dict[str, object]:
    """The columns of the pack as it would be now."""
    with written_in(region_of_review(review)):
        pack = made_pack(review, by, at)
    with written_in(USUAL):
        inside = made_inside(review, by, at)
    return {
        "pack": pack,
        "inside": inside,
        "as_of": local_day(at, by.time_zone),
        "definitions": DEFINITIONS,
    }


@transaction.atomic
def write_to_section(
    *,
    review: BusinessReview,
    key: str,
    by: User,
    at: datetime,
    expected_version: int | None = None,
    **changes: Any,
) -> BusinessReview:
    """Change what stands above the figures of a section, its minutes, or leave it out.

    *changes* are commentary, is_left_out and minutes (None: as many as it usually takes).
    Raises PermissionDenied, ReviewOver, InputRefused, TextRefused, NotEditable, StaleVersion.
    """
    row = open_review(review, by)
    if key not in BY_KEY:
        raise accepts.InputRefused("There is no such section.", field="key")
    kept = accepts.accepted(changes, SECTION_CHECKS)
    section, _ = ReviewSection.objects.get_or_create(review=row, key=key)
    for name, value in kept.items():
        setattr(section, name, value)
    section.save(update_fields=list(kept))
    state = {"state": ReviewState.PREPARED} if row.state == ReviewState.SENT else {}
    save_edit(row, state, expected_version=expected_version)
    follow_review(row, by, at)
    tell(row, "review_written", f"Review, section “{BY_KEY[key].title}” changed", by, at)
    return row


@transaction.atomic
def send_review(
    *, review: BusinessReview, by: User, at: datetime, sent_on: date | None = None
) -> BusinessReview:
    """Say that the pack was given to the customer in advance. Keel sends no mail to them; a person does.

    Raises PermissionDenied, ReviewOver, NotReady, InputRefused.
    """
    row = open_review(review, by)
    if row.is_internal:
        raise NotReady("An internal review is not sent to the customer.")
    if row.as_of is None:
        raise NotReady("Make the pack first; then send it.")
    if not row.seats.filter(contact__isnull=False).exists():
        raise NotReady("Say who of theirs is invited before it is sent.")
    today = local_day(at, by.time_zone)
    day = _sent(sent_on, "sent_on") or today
    if not row.as_of <= day <= today:
        raise accepts.InputRefused("It was sent between the day it was made and today.", field="sent_on")
    save_edit(row, {"state": ReviewState.SENT, "sent_on": day}, expected_version=None)
    follow_review(row, by, at)
    tell(row, "review_sent", f"The {row.get_kind_display().lower()} was sent in advance", by, at)
    return row
