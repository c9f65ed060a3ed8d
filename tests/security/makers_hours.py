"""How to make one row of every table of hours."""

from collections.abc import Callable
from datetime import date

from django.db.models import Model

from accounts.models import Account
from plans.models import OverService, ServiceAllowance, ServiceMonth, TimeEntry
from retention.team.models import User
from tests.cast import TODAY
from tests.factories import make_contract

MONTH = date(2026, 10, 1)

HOUR_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "plans.ServiceAllowance": lambda account, by: ServiceAllowance.objects.create(
        account=account, contract=make_contract(account), minutes=600, currency="EUR", starts_on=MONTH, by=by
    ),
    "plans.TimeEntry": lambda account, by: TimeEntry.objects.create(
        account=account, user=by, worked_on=TODAY, minutes=30, text="x", by=by
    ),
    "plans.ServiceMonth": lambda account, by: ServiceMonth.objects.create(
        account=account, month=MONTH, allowed=600, delivered=700
    ),
    "plans.OverService": lambda account, by: OverService.objects.create(
        account=account,
        month=MONTH,
        allowed=600,
        delivered=700,
        decision="swap",
        note="x",
        decided_on=TODAY,
        by=by,
    ),
}
