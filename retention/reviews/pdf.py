"""A review as a file to hand over: tagged PDF, with the appendix only for ourselves."""

from retention.lib.typeset import typeset

from .file import customer_file, internal_file
from .models import BusinessReview
from .region import region_of_review
from .working import NotReady

TEMPLATE = "review.typ"


def customer_pdf(review: BusinessReview) -> bytes:
    """The file for the customer. Raises NotReady, NotTypeset."""
    if review.is_internal:
        raise NotReady("An internal review has no file for the customer.")
    return _pdf(review, customer_file(review))


def internal_pdf(review: BusinessReview) -> bytes:
    """The file for ourselves, with the appendix. Raises NotReady, NotTypeset."""
    return _pdf(review, internal_file(review))


def _pdf(review: BusinessReview, said: dict[str, object]) -> bytes:
    if review.as_of is None:
        raise NotReady("Make the pack first; then it can be printed.")
    title = f"{said['title']}: {said['account']} and {said['company']}"
    return typeset(TEMPLATE, said, title=title, region=region_of_review(review))
