"""Tables of reviews."""

from .reviews import BusinessReview, ReviewDecision, ReviewQuerySet, ReviewSeat, ReviewSection

__all__ = ["BusinessReview", "ReviewDecision", "ReviewQuerySet", "ReviewSeat", "ReviewSection"]
