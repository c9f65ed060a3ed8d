"""Reports go with an account that becomes part of another (docs/methods.md, Mergers of customers)."""

from accounts.announced import AccountsMerged
from contacts.models import Contact

from .models import ReportReader, Subscription


def carry_reports(fact: AccountsMerged) -> None:
    """Listener: subscriptions are the survivor's with what was sent; one it has already ends.

    Readers go to the seat that stays; who reads already is not named twice.
    """
    there = set(
        Subscription.objects.current().filter(account=fact.survivor_id).values_list("kind", "frequency")
    )
    for row in Subscription.objects.filter(account=fact.merged_id).order_by("id"):
        if row.ended_on is None and (row.kind, row.frequency) in there:
            row.ended_on = fact.on
        row.account_id = fact.survivor_id
        row.save(update_fields=["account", "ended_on"])
    _move_readers(fact)


def _move_readers(fact: AccountsMerged) -> None:
    kept = Contact.objects.filter(account=fact.survivor_id, person__isnull=False)
    by_person = dict(kept.values_list("person_id", "id"))
    left = ReportReader.objects.filter(contact__account=fact.merged_id).select_related("contact")
    for reader in left.order_by("id"):
        seat = by_person.get(reader.contact.person_id or 0) if reader.contact else None
        if seat is None:
            continue
        if ReportReader.objects.filter(subscription=reader.subscription_id, contact=seat).exists():
            reader.delete()
        else:
            ReportReader.objects.filter(pk=reader.pk).update(contact=seat)
