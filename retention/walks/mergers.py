"""Contracts take their walks along; who holds a step in two seats holds it from the one that stays."""

from django.db.models import Q

from accounts.announced import AccountsMerged
from contacts.models import Contact

from .models import WalkStep


def holders_keep_their_seat(fact: AccountsMerged) -> None:
    """Listener: steps held or accepted from a seat that was left follow to the one at the survivor."""
    seats = Contact.objects.filter(account=fact.merged_id, person__isnull=False)
    held = seats.filter(Q(walk_steps__isnull=False) | Q(walk_acceptances__isnull=False))
    for seat in held.distinct().order_by("id"):
        kept = Contact.objects.filter(account=fact.survivor_id, person=seat.person).order_by("id").first()
        if kept is not None:
            WalkStep.objects.filter(owner_contact=seat).update(owner_contact=kept)
            WalkStep.objects.filter(accepted_by=seat).update(accepted_by=kept)
