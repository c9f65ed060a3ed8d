"""What a script can send about figures of our work."""

from .tries import House, Try

OF_OPERATIONS = (
    "figure", "figure changed", "figure put aside", "figure taken up", "figure explains", "figure judged",
    "reading", "reading changed", "reading void",
)  # fmt: skip


def tries_of_operations(house: House) -> dict[str, Try]:
    """A figure with a reading, tied to a reason to stay."""
    post = house.running.post
    said = {"account_id": house.vela.pk, "name": "Hours to an answer", "unit": "hours"}
    whole = {"direction": "lower", "target": "4.0", "every_days": 31, "feed": "Desk"}
    first, second, third = (
        post("operation-metrics/", {**said, "name": name}).json()["id"] for name in ("Errors", "Late", "Down")
    )
    post(f"operation-metrics/{third}/put-aside/")
    reason = {"account_id": house.vela.pk, "topic": "driver", "text": "Quick", "said_on": house.today}
    reasons = [post("knowledge/", {**reason, "text": text}).json()["id"] for text in ("Quick", "Kind")]
    link = {"metric_id": first, "driver_id": reasons[0]}
    made = post("driver-links/", link).json()["id"]
    read = {"metric_id": first, "measured_on": house.today, "value": "5.5"}
    reading = post("operation-readings/", {**read, "measured_on": "2026-09-01"}).json()["id"]
    void = post("operation-readings/", {**read, "measured_on": "2026-09-02"}).json()["id"]
    sure = {"strength": "stated", "evidence": "Nadia said so"}
    return {
        "figure": ("POST", "operation-metrics/", {**said, **whole}),
        "figure changed": ("PATCH", f"operation-metrics/{first}/", {"feed": "Desk", "version": 1}),
        "figure put aside": ("POST", f"operation-metrics/{second}/put-aside/", {}),
        "figure taken up": ("POST", f"operation-metrics/{third}/take-up/", {}),
        "figure explains": ("POST", "driver-links/", {**link, "driver_id": reasons[1], **sure}),
        "figure judged": ("POST", f"driver-links/{made}/judge/", sure),
        "reading": ("POST", "operation-readings/", {**read, "source": "ours", "note": "Export"}),
        "reading changed": ("PATCH", f"operation-readings/{reading}/", {"value": "6", "version": 1}),
        "reading void": ("POST", f"operation-readings/{void}/void/", {"reason": "Twice"}),
    }
