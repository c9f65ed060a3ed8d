"""KPIs go with an account merged into another (docs/methods.md, Mergers of customers)."""

from collections.abc import Mapping

from accounts.announced import AccountsMerged

from .models import Kpi


def carry_kpis(fact: AccountsMerged, seats: Mapping[int, int]) -> None:
    """KPIs are the survivor's, with their readings; one of a name that is taken there is told by its number.

    *seats* leads from a seat that was left to the one that stays.
    """
    there = Kpi.objects.current().filter(account=fact.survivor_id)
    taken = {name.lower() for name in there.values_list("name", flat=True)}
    for row in Kpi.objects.filter(account=fact.merged_id).order_by("id"):
        if row.ended_on is None and row.name.lower() in taken:
            row.name = f"{row.name[:180]} ({row.pk})"
        row.account_id = fact.survivor_id
        if row.agreed_with_id is not None:
            row.agreed_with_id = seats.get(row.agreed_with_id, row.agreed_with_id)
        row.save(update_fields=["account", "name", "agreed_with"])
