"""Hours go with an account merged into another (docs/methods.md, Mergers of customers)."""

from accounts.announced import AccountsMerged
from accounts.ledger import ledger_day

from .models import OverService, ServiceAllowance, TimeEntry
from .served import refresh_months


def carry_hours(fact: AccountsMerged) -> None:
    """Listener: hours are the survivor's; of a month that both decided on, the survivor's word stands."""
    merged, survivor = fact.merged_id, fact.survivor_id
    for model in (ServiceAllowance, TimeEntry):
        model._base_manager.filter(account=merged).update(account=survivor)
    decided = OverService._base_manager.filter(account=survivor).values("month")
    OverService._base_manager.filter(account=merged).exclude(month__in=decided).update(account=survivor)
    refresh_months([merged, survivor], on=ledger_day(fact.at))
