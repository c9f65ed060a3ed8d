"""Which customers are due for a review that nobody has planned (docs/methods.md, Reviews)."""

from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q

from accounts.choices import Tier
from accounts.models import AccountQuerySet
from retention.cadence.facts import Rules

from .calendar import interval
from .choices import ReviewKind, ReviewState
from .models import BusinessReview

LOOKED_AT = (ReviewKind.BUSINESS, ReviewKind.EXECUTIVE)


def without_review(accounts: AccountQuerySet, *, on: date, rules: Rules | None = None) -> AccountQuerySet:
    """Customers of a tier with reviews, none ahead, and the last longer ago than the interval, or none held.

    The rows carry ``last_review_on``.
    """
    held = Q(reviews__state=ReviewState.HELD, reviews__kind__in=LOOKED_AT)
    ahead = BusinessReview.objects.open().filter(account=OuterRef("pk"), kind__in=LOOKED_AT)
    rows = accounts.customers().exclude(Exists(ahead))
    rows = rows.annotate(last_review_on=Max("reviews__held_on", filter=held))
    known, due = rules or Rules.now(), Q(pk__in=[])
    for tier in Tier.values:
        days = interval(ReviewKind.BUSINESS, tier, known)
        if days:
            before = on - timedelta(days=days)
            due |= Q(tier=tier) & (Q(last_review_on__isnull=True) | Q(last_review_on__lte=before))
    return rows.filter(due)
