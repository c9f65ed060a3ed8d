"""Hours at an account of the world (world.py)."""

from datetime import date
from typing import Any

from accounts.models import Account, Contract
from plans.models import OverService, ServiceAllowance, ServiceMonth, TimeEntry
from retention.team.models import User


def hours_of(account: Account, owner: User, contract: Contract, says: Any, today: date) -> dict[str, Any]:
    """One of everything; every text carries the mark and the name of its field."""
    first = today.replace(day=1)
    allowance = ServiceAllowance.objects.create(
        account=account, contract=contract, minutes=60, currency="EUR", starts_on=first, by=owner
    )
    entry = TimeEntry.objects.create(
        account=account, user=owner, worked_on=today, minutes=90, text=says("worked"), by=owner
    )
    month = ServiceMonth.objects.create(account=account, month=first, allowed=60, delivered=90)
    decided = OverService.objects.create(
        account=account, month=first, allowed=60, delivered=90, decision="swap", note=says("swapped"),
        decided_on=today, by=owner,
    )  # fmt: skip
    return {"allowance": allowance, "time_entry": entry, "service_month": month, "over_service": decided}
