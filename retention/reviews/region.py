"""In whose way the file of a review is written."""

from contacts.regions import region_of_all

from .models import BusinessReview


def region_of_review(review: BusinessReview) -> str:
    """Where those of theirs who are invited all are, else where the account is."""
    seats = review.seats.filter(contact__isnull=False).select_related("contact").order_by("id")
    return region_of_all(review.account, [seat.contact for seat in seats if seat.contact])
