"""What every action on a review asks first, and its last beat."""

from datetime import datetime

from accounts.models import Account
from accounts.rights import editable_account, sees
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import User

from .models import BusinessReview

RELATED = ("account", "account__owner", "owner")


class ReviewOver(DomainError):
    """The review was held or cancelled."""


class NotInvited(DomainError):
    """Somebody cannot be part of this review."""


class NotReady(DomainError):
    """Something has to be done first; the message says what."""


def review_to_change(review: BusinessReview, by: User) -> BusinessReview:
    """The review read again, its account locked. Raises PermissionDenied."""
    editable_account(review.account_id, by)
    return BusinessReview.objects.select_related(*RELATED).get(pk=review.pk)


def open_review(review: BusinessReview, by: User) -> BusinessReview:
    """The same for one that is ahead. Raises PermissionDenied, ReviewOver."""
    row = review_to_change(review, by)
    if not row.is_open:
        raise ReviewOver(f"This review is over: {row.get_state_display().lower()}. It stays as it was.")
    return row


def refuse_worker(account: Account, user: User, field: str) -> None:
    """Raise NotInvited unless *user* is at work and sees the account."""
    if not user.is_active or user.is_machine or not sees(account.pk, user):
        raise NotInvited(f"{user.name} does not see this account.", field=field)


def tell(review: BusinessReview, kind: str, text: str, by: User, at: datetime) -> None:
    """A line of the story."""
    record(review.account, kind, text, by=by, at=at, subject=("review", review.pk))


purpose = accepts.text("The purpose", 500, many_lines=True)
wanted = accepts.text("The decisions wanted", 1000, many_lines=True)
