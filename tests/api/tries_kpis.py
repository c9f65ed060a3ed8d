"""What a script can send about KPIs."""

from typing import Any

from .tries import House, Try

OF_KPIS = (
    "kpi", "kpi by name", "kpi changed", "kpi agreed", "kpi ended", "kpi read", "kpi corrected",
    "kpi taken back", "kpi period shut",
)  # fmt: skip


def tries_of_kpis(house: House) -> dict[str, Try]:
    """A KPI with readings, one to agree to, one that ends."""
    post, account = house.running.post, house.vela.pk
    said: dict[str, Any] = {
        "account_id": account, "unit": "percent", "target": "98", "starts_on": "2026-01-01",
        "frequency": "month",
    }  # fmt: skip
    whole = {
        **said, "measure": "Their report", "direction": "higher", "deliverable": "Monthly report",
        "is_shared": True, "owner_id": house.vela.owner_id,
    }  # fmt: skip
    kpi, asked, ending = (
        post("kpis/", {**said, "name": name}).json()["id"] for name in ("Orders", "Calls", "Old")
    )
    know = {"evidence": "Their report", "link": "https://example.com/report"}
    months = [
        post("kpi-readings/", {"kpi_id": kpi, "period_on": f"2026-0{month}-01", "actual": "97", **know})
        for month in (2, 3, 4)
    ]
    rows = [answer.json()["id"] for answer in months]
    return {
        "kpi": ("POST", "kpis/", {**whole, "name": "Answers"}),
        "kpi by name": ("PUT", "kpis/by-name/", {**whole, "name": "Answers by phone"}),
        "kpi changed": ("PATCH", f"kpis/{asked}/", {"version": 1, "name": "Calls answered", "target": "9"}),
        "kpi agreed": ("POST", f"kpis/{asked}/agree/", {"contact_id": house.contact, "on": house.today}),
        "kpi ended": ("POST", f"kpis/{ending}/end/", {}),
        "kpi read": (
            "POST", "kpi-readings/", {"kpi_id": kpi, "period_on": "2026-05-31", "actual": "97.5", **know},
        ),
        "kpi corrected": (
            "PATCH", f"kpi-readings/{rows[0]}/", {"version": 1, "actual": "96", "reason": "Audit", **know},
        ),
        "kpi taken back": ("POST", f"kpi-readings/{rows[1]}/void/", {"reason": "Wrong month"}),
        "kpi period shut": ("POST", f"kpi-readings/{rows[2]}/close/", {}),
    }  # fmt: skip
