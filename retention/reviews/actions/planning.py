"""Reviews are planned, changed, moved and called off."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from contacts.choices import ContactStatus
from contacts.models import Contact
from contacts.participants import NotTheirContact
from retention.cadence.facts import Rules
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..calendar import interval
from ..choices import OPEN_STATES, ReviewKind, ReviewState
from ..models import BusinessReview, ReviewSeat
from ..pack import period_until
from ..stepping import follow_review
from ..working import open_review, purpose, refuse_worker, tell, wanted

USUAL_DAYS = 90
_kind = accepts.one_of("Which review", ReviewKind)
_planned = accepts.day("The day", required=True)
_reason = accepts.text("Why", 300, required=True)
REVIEW_CHECKS: Mapping[str, accepts.Check] = {
    "planned_on": _planned,
    "owner": accepts.as_it_is,
    "purpose": purpose,
    "decisions_wanted": wanted,
    "period_start": accepts.day("The first day looked back on", required=True),
    "period_end": accepts.day("The last day looked back on", required=True),
    "shows_extra": accepts.flag,
}


class PlannedAlready(DomainError):
    """One of this kind is planned at the account."""


@transaction.atomic
def plan_review(
    *,
    account: Account,
    planned_on: date,
    by: User,
    at: datetime,
    kind: str = ReviewKind.BUSINESS,
    owner: User | None = None,
    purpose: str = "",
    decisions_wanted: str = "",
    former: BusinessReview | None = None,
) -> BusinessReview:
    """Put a review into the calendar; it looks back as far as its tier's interval.

    Raises PermissionDenied, PlannedAlready, InputRefused, TextRefused, NotInvited.
    """
    account = editable_account(account.pk, by)
    said: str = _kind(kind, "kind")
    day: date = _planned(planned_on, "planned_on")
    if day < local_day(at, by.time_zone) - timedelta(days=366):
        raise accepts.InputRefused("The day lies more than a year back.", field="planned_on")
    known = BusinessReview.objects.filter(account=account, kind=said, state__in=OPEN_STATES).first()
    if known is not None:
        when = f"{known.planned_on:%-d %b %Y}"
        raise PlannedAlready(f"One is planned for {when}; move that one.", field="planned_on")
    who = owner or account.owner or by
    refuse_worker(account, who, "owner")
    days = interval(said, account.tier, Rules.now()) or USUAL_DAYS
    since = former.held_on if former and former.held_on and former.held_on < day else None
    first, last = (since, day) if since else period_until(day, days)
    review = BusinessReview.objects.create(
        account=account, kind=said, owner=who, planned_on=day, period_start=first, period_end=last,
        purpose=REVIEW_CHECKS["purpose"](purpose, "purpose"), former=former,
        decisions_wanted=REVIEW_CHECKS["decisions_wanted"](decisions_wanted, "decisions_wanted"),
    )  # fmt: skip
    follow_review(review, by, at)
    tell(review, "review_planned", f"{review.get_kind_display()} planned for {day:%-d %b %Y}", by, at)
    return review


@transaction.atomic
def edit_review(
    *,
    review: BusinessReview,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> BusinessReview:
    """Change day, owner, purpose, decisions wanted, period. What was sent is to be sent again.

    Raises PermissionDenied, ReviewOver, InputRefused, TextRefused, NotInvited, StaleVersion.
    """
    row = open_review(review, by)
    kept = accepts.accepted(changes, REVIEW_CHECKS)
    if kept.get("owner") is not None:
        refuse_worker(row.account, kept["owner"], "owner")
    elif "owner" in kept:
        raise accepts.InputRefused("Whoever prepares it is missing.", field="owner")
    first = kept.get("period_start", row.period_start)
    if kept.get("period_end", row.period_end) <= first:
        raise accepts.InputRefused("The period ends after it begins.", field="period_end")
    save_edit(row, kept | _unsent(row), expected_version=expected_version)
    follow_review(row, by, at)
    tell(row, "review_changed", f"{row.get_kind_display()} changed, on {row.planned_on:%-d %b %Y}", by, at)
    return row


def _unsent(review: BusinessReview) -> dict[str, Any]:
    """What was sent is not what it says now."""
    return {"state": ReviewState.PREPARED} if review.state == ReviewState.SENT else {}


@transaction.atomic
def cancel_review(*, review: BusinessReview, reason: str, by: User, at: datetime) -> BusinessReview:
    """Call it off, and say why. Raises PermissionDenied, ReviewOver, InputRefused, TextRefused."""
    row = open_review(review, by)
    why = _reason(reason, "reason")
    save_edit(row, {"state": ReviewState.CANCELLED, "cancel_reason": why}, expected_version=None)
    follow_review(row, by, at)
    tell(row, "review_cancelled", f"{row.get_kind_display()} called off: {why}", by, at)
    return row


@transaction.atomic
def invite(
    *, review: BusinessReview, contacts: Iterable[Contact], users: Iterable[User], by: User, at: datetime
) -> BusinessReview:
    """Say who of both sides is to come; whoever is not named is not invited any more.

    Raises PermissionDenied, ReviewOver, NotTheirContact, NotInvited.
    """
    row = open_review(review, by)
    seat(row, contacts, users)
    save_edit(row, _unsent(row), expected_version=None)
    names = row.seats.count()
    tell(row, "review_invited", f"{names} people are part of the {row.get_kind_display().lower()}", by, at)
    return row


def seat(review: BusinessReview, contacts: Iterable[Contact], users: Iterable[User]) -> None:
    """Give seats to these people and to nobody else. Raises NotTheirContact, NotInvited."""
    theirs, ours = list(contacts), list(users)
    for contact in theirs:
        left = contact.status == ContactStatus.DEPARTED or contact.is_placeholder
        if contact.account_id != review.account_id or left:
            raise NotTheirContact(f"That person is not a contact at {review.account.name}.", field="contacts")
    for user in ours:
        refuse_worker(review.account, user, "users")
    rows = ReviewSeat.objects.filter(review=review)
    rows.filter(contact__isnull=False).exclude(contact__in=theirs).delete()
    rows.filter(user__isnull=False).exclude(user__in=ours).delete()
    known: set[tuple[int | None, int | None]] = set(rows.values_list("contact_id", "user_id"))
    for contact in theirs:
        if (contact.pk, None) not in known:
            ReviewSeat.objects.create(review=review, contact=contact)
    for user in ours:
        if (None, user.pk) not in known:
            ReviewSeat.objects.create(review=review, user=user)
