"""What the tables of reviews hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds(
    "reviews.BusinessReview",
    words="purpose decisions_wanted cancel_reason",
    copies="pack inside shown",
    plain="kind state planned_on day period_start period_end shows_extra as_of definitions sent_on held_on "
    "next_on recap_by recap_sent_on",
)
holds("reviews.ReviewSection", words="commentary", plain="key is_left_out minutes")
holds("reviews.ReviewSeat", refers="contact", plain="came")
holds("reviews.ReviewDecision", words="text", plain="follows")
