"""A prepared review at an account of the world (world.py)."""

from datetime import date, timedelta
from typing import Any

from accounts.models import Account
from contacts.models import Contact
from retention.reviews.models import BusinessReview, ReviewDecision, ReviewSeat, ReviewSection
from retention.reviews.sections import INSIDE, SECTIONS
from retention.team.models import User


def review_of(account: Account, owner: User, contact: Contact, says: Any, today: date) -> dict[str, Any]:
    """Every text carries the mark: what both sides read, and what stays with us."""
    blocks = [{"kind": "lines", "title": says("pack-title"), "rows": [says("pack")]}]
    inside = [{"kind": "lines", "title": says("inside-title"), "rows": [says("inside")]}]
    review = BusinessReview.objects.create(
        account=account, owner=owner, planned_on=today, period_start=today - timedelta(days=90),
        period_end=today, purpose=says("purpose"), decisions_wanted=says("wanted"), state="prepared",
        as_of=today, definitions=1, pack=[{"key": row.key, "blocks": blocks} for row in SECTIONS],
        inside=[{"key": row.key, "blocks": inside} for row in INSIDE],
    )  # fmt: skip
    ReviewSection.objects.create(review=review, key="value", commentary=says("commentary"))
    ReviewSeat.objects.create(review=review, contact=contact)
    ReviewDecision.objects.create(review=review, text=says("decided"), follows="nothing")
    return {"review": review}
