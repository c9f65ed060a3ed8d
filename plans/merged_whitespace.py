"""White space goes with an account merged into another (docs/methods.md, Mergers of customers)."""

from accounts.announced import AccountsMerged
from contacts.models import Contact

from .models import SpendEstimate, WhitespaceCell, WhitespacePlay


def carry_whitespace(fact: AccountsMerged) -> None:
    """Listener: cells, plays and estimates of spend are the survivor's, cells of units with them.

    What both said of a product at the account as a whole is said by the survivor; the other cell stays
    where it was, with its play. Of two estimates of one family the survivor's stands.
    """
    cells = WhitespaceCell._base_manager.filter(account=fact.merged_id)
    said = WhitespaceCell._base_manager.filter(account=fact.survivor_id, unit=None).values("product")
    cells.exclude(unit=None, product__in=said).update(account=fact.survivor_id)
    plays = WhitespacePlay._base_manager.filter(account=fact.merged_id)
    plays.filter(cell__account=fact.survivor_id).update(account=fact.survivor_id)
    estimates = SpendEstimate._base_manager.filter(account=fact.merged_id)
    stand = SpendEstimate._base_manager.filter(account=fact.survivor_id, is_current=True).values("family")
    estimates.filter(is_current=True, family__in=stand).update(is_current=False)
    estimates.update(account=fact.survivor_id)
    left = Contact.objects.filter(account=fact.merged_id, person__isnull=False)
    for old in left.order_by("id"):
        kept = Contact.objects.filter(account=fact.survivor_id, person=old.person_id).order_by("id").first()
        if kept is not None:
            rows = WhitespaceCell._base_manager.filter(account=fact.survivor_id, sponsor=old)
            rows.update(sponsor=kept)
