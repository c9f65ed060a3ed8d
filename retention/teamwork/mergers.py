"""Pairs, deliverables, praise and comments go with an account that becomes part of another.

Who sits at both accounts is one contact by now (contacts/mergers.py): rows of the seat that was left follow
to the one that stays. A pair of somebody who has one at the survivor ends.
"""

from accounts.announced import AccountsMerged
from contacts.models import Contact
from retention.health.actions import refresh_accounts

from .models import Comment, Deliverable, DeliverablePart, DeliverableRecipient, ExecutivePairing, Kudos

MERGED = "Their account became part of another"


def carry_teamwork(fact: AccountsMerged) -> None:
    """Listener: what the merged account had is the survivor's."""
    seats = _seats_of(fact)
    _carry_pairs(fact, seats)
    _carry_deliverables(fact, seats)
    for rows in (Kudos.objects.all(), Comment.objects.all()):
        rows.filter(account=fact.merged_id).update(account=fact.survivor_id)
    refresh_accounts(account_ids=(fact.merged_id, fact.survivor_id), at=fact.at)


def _seats_of(fact: AccountsMerged) -> dict[int, int]:
    """The seat at the survivor of everybody whose seat at the merged account was left."""
    left = Contact.objects.filter(account=fact.merged_id, person__isnull=False)
    kept = Contact.objects.filter(account=fact.survivor_id, person__in=left.values("person"))
    by_person = dict(kept.values_list("person_id", "id"))
    return {seat: by_person[who] for seat, who in left.values_list("id", "person_id") if who in by_person}


def _carry_pairs(fact: AccountsMerged, seats: dict[int, int]) -> None:
    for pair in ExecutivePairing.objects.filter(account=fact.merged_id).order_by("id"):
        seat = seats.get(pair.contact_id, pair.contact_id)
        taken = ExecutivePairing.objects.current().filter(contact=seat).exclude(pk=pair.pk)
        if pair.ends_on is None and taken.exists():
            pair.ends_on, pair.end_reason = max(fact.on, pair.starts_on), MERGED
        since = Contact.objects.values_list("since", flat=True).get(pk=seat)
        pair.starts_on = max(pair.starts_on, since)
        pair.ends_on = pair.ends_on and max(pair.ends_on, pair.starts_on)
        pair.account_id, pair.contact_id = fact.survivor_id, seat
        pair.save(update_fields=["account", "contact", "starts_on", "ends_on", "end_reason"])


def _carry_deliverables(fact: AccountsMerged, seats: dict[int, int]) -> None:
    """One of a name that the survivor delivers too keeps its own by its number."""
    theirs = {
        name.lower()
        for name in Deliverable.objects.current()
        .filter(account=fact.survivor_id)
        .values_list("name", flat=True)
    }
    for row in Deliverable.objects.filter(account=fact.merged_id).order_by("id"):
        if row.ended_on is None and row.name.lower() in theirs:
            row.name = f"{row.name[:180]} ({row.pk})"
        if row.accountable_contact_id is not None:
            row.accountable_contact_id = seats.get(row.accountable_contact_id, row.accountable_contact_id)
        row.account_id = fact.survivor_id
        row.save(update_fields=["account", "name", "accountable_contact"])
    for old, kept in seats.items():
        _follow(old, kept)


def _follow(old: int, kept: int) -> None:
    """What the left seat did about deliverables, the kept one does, once."""
    for model in (DeliverablePart, DeliverableRecipient):
        for row in model._base_manager.filter(contact=old).order_by("pk"):
            said = {"deliverable": row.deliverable_id, "contact": kept}
            if isinstance(row, DeliverablePart):
                said["part"] = row.part  # type: ignore[assignment] # a word beside ids
            if model._base_manager.filter(**said).exists():
                row.delete()
            else:
                model._base_manager.filter(pk=row.pk).update(contact=kept)
