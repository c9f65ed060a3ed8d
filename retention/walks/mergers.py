"""Contracts take their walks along; who holds a step in two seats holds it from the one that stays."""

from accounts.announced import AccountsMerged
from contacts.models import Contact

from .models import WalkStep


def holders_keep_their_seat(fact: AccountsMerged) -> None:
    """Listener: steps held from a seat that was left follow to the seat at the survivor."""
    held = Contact.objects.filter(account=fact.merged_id, person__isnull=False, walk_steps__isnull=False)
    for seat in held.distinct().order_by("id"):
        kept = Contact.objects.filter(account=fact.survivor_id, person=seat.person).order_by("id").first()
        if kept is not None:
            WalkStep.objects.filter(owner_contact=seat).update(owner_contact=kept)
