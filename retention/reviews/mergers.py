"""Reviews go with an account that becomes part of another; seats follow whoever sat at both."""

from accounts.announced import AccountsMerged
from contacts.models import Contact

from .models import BusinessReview, ReviewSeat


def carry_reviews(fact: AccountsMerged) -> None:
    """Listener: what the merged account had is the survivor's."""
    BusinessReview.objects.filter(account=fact.merged_id).update(account=fact.survivor_id)
    left = Contact.objects.filter(account=fact.merged_id, person__isnull=False, review_seats__isnull=False)
    for old in left.distinct().order_by("id"):
        kept = Contact.objects.filter(account=fact.survivor_id, person=old.person_id).order_by("id").first()
        if kept is None:
            continue
        taken = ReviewSeat.objects.filter(contact=kept).values("review")
        ReviewSeat.objects.filter(contact=old, review__in=taken).delete()
        ReviewSeat.objects.filter(contact=old).update(contact=kept)
