"""White space goes with an account merged into another (docs/methods.md, Mergers of customers)."""

from accounts.announced import AccountsMerged
from contacts.models import Contact

from .models import WhitespaceCell, WhitespacePlay


def carry_whitespace(fact: AccountsMerged) -> None:
    """Listener: cells and plays are the survivor's, those of units with them.

    What both said of a product at the account as a whole is said by the survivor; the other cell stays
    where it was, with its play.
    """
    cells = WhitespaceCell._base_manager.filter(account=fact.merged_id)
    said = WhitespaceCell._base_manager.filter(account=fact.survivor_id, unit=None).values("product")
    cells.exclude(unit=None, product__in=said).update(account=fact.survivor_id)
    plays = WhitespacePlay._base_manager.filter(account=fact.merged_id)
    plays.filter(cell__account=fact.survivor_id).update(account=fact.survivor_id)
    left = Contact.objects.filter(account=fact.merged_id, person__isnull=False)
    for old in left.order_by("id"):
        kept = Contact.objects.filter(account=fact.survivor_id, person=old.person_id).order_by("id").first()
        if kept is not None:
            rows = WhitespaceCell._base_manager.filter(account=fact.survivor_id, sponsor=old)
            rows.update(sponsor=kept)
