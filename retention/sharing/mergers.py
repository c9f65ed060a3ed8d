"""Links go with their plan; for whom they were made follows to the seat that stays."""

from accounts.announced import AccountsMerged
from contacts.models import Contact

from .models import ClientWord, ShareLink


def links_follow_their_people(fact: AccountsMerged) -> None:
    """Listener: links and words of a seat that was left belong to the one at the survivor."""
    left = Contact.objects.filter(account=fact.merged_id, person__isnull=False)
    for seat in left.order_by("id"):
        kept = Contact.objects.filter(account=fact.survivor_id, person=seat.person).order_by("id").first()
        if kept is not None:
            ShareLink.objects.filter(contact=seat).update(contact=kept)
            ClientWord.objects.filter(contact=seat).update(contact=kept)
