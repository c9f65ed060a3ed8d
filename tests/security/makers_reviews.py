"""One row of every model of reviews that hangs on an account."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Model

from accounts.models import Account
from retention.reviews.models import BusinessReview, ReviewDecision, ReviewSeat, ReviewSection
from retention.team.models import User
from tests.cast import TODAY


def make_review(account: Account, by: User, **fields: object) -> BusinessReview:
    """A review planned for today."""
    said = {"period_start": TODAY - timedelta(days=90), "period_end": TODAY, "planned_on": TODAY} | fields
    return BusinessReview.objects.create(account=account, owner=by, **said)


REVIEW_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "reviews.BusinessReview": make_review,
    "reviews.ReviewSection": lambda account, by: ReviewSection.objects.create(
        review=make_review(account, by), key="value"
    ),
    "reviews.ReviewSeat": lambda account, by: ReviewSeat.objects.create(
        review=make_review(account, by), user=by
    ),
    "reviews.ReviewDecision": lambda account, by: ReviewDecision.objects.create(
        review=make_review(account, by), text="x", follows="nothing"
    ),
}
