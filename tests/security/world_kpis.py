"""KPIs at an account of the world (world.py)."""

from datetime import date
from typing import Any

from accounts.models import Account
from plans.models import Kpi, KpiReading
from retention.team.models import User

MONTH = date(2026, 1, 1)


def kpis_of(account: Account, owner: User, says: Any) -> dict[str, Any]:
    """A KPI with a reading, and one that ends; every text carries the mark and the name of its field."""
    kpi, ending = (
        Kpi.objects.create(
            account=account, name=says(name), measure=says(f"{name}-measure"), unit="percent", target=98,
            starts_on=MONTH, deliverable=says(f"{name}-deliverable"), owner=owner, by=owner,
        )
        for name in ("kpi", "ending-kpi")
    )  # fmt: skip
    reading = KpiReading.objects.create(
        kpi=kpi, period_on=MONTH, actual=97, target=98, evidence=says("kpi-evidence"), by=owner
    )
    return {"kpi": kpi, "ending_kpi": ending, "kpi_reading": reading}
