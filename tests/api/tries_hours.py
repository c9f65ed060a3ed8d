"""What a script can send about hours."""

from .tries import House, Try

OF_HOURS = (
    "allowance", "allowance ended", "time", "time taken back", "time back again", "over-service decided",
)  # fmt: skip


def tries_of_hours(house: House) -> dict[str, Try]:
    """A contract includes an hour, more is worked, and somebody decides what becomes of it."""
    post, account = house.running.post, house.vela.pk
    included = {"contract_id": house.contract, "minutes": 60, "starts_on": "2026-01-01"}
    allowance = post("allowances/", included).json()["id"]
    worked = {"account_id": account, "minutes": 300, "worked_on": house.today, "text": "Report"}
    entries = [post("time-entries/", worked).json()["id"] for _ in range(2)]
    post(f"time-entries/{entries[1]}/withdraw/")
    rates = {"fee": "900.00", "list_rate": "120.00", "cost_rate": "60.00"}
    whole = {
        "contract_id": house.contract,
        "user_id": house.vela.owner_id,
        "kind": "delivery",
        "is_beyond": True,
    }
    decided = {"account_id": account, "month": house.today, "decision": "bill", "note": "Their audit"}
    return {
        "allowance": ("POST", "allowances/", {**included, "starts_on": "2026-12-01", **rates}),
        "allowance ended": ("POST", f"allowances/{allowance}/end/", {"ends_on": "2027-01-31"}),
        "time": ("POST", "time-entries/", {**worked, **whole}),
        "time taken back": ("POST", f"time-entries/{entries[0]}/withdraw/", {}),
        "time back again": ("POST", f"time-entries/{entries[1]}/restore/", {}),
        "over-service decided": ("POST", "over-services/", {**decided, "due_on": house.later}),
    }
