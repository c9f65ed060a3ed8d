"""One row of every table of KPIs."""

from collections.abc import Callable
from datetime import date

from django.db.models import Model

from accounts.models import Account
from plans.models import Kpi, KpiReading
from retention.team.models import User

MONTH = date(2026, 1, 1)


def make_kpi(account: Account, by: User, name: str = "x") -> Kpi:
    """A KPI of months from January 2026."""
    return Kpi.objects.create(
        account=account, name=name, unit="percent", target=98, starts_on=MONTH, owner=by, by=by
    )


KPI_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "plans.Kpi": make_kpi,
    "plans.KpiReading": lambda account, by: KpiReading.objects.create(
        kpi=make_kpi(account, by), period_on=MONTH, actual=97, target=98, evidence="x", by=by
    ),
}
