"""What a script can send about targets, measurements, value and changes."""

from typing import Any

from .tries import House, Try

OF_GOALS = (
    "target", "target changed", "target put", "target agreed to", "target confirmed", "target looked at",
    "target withdrawn", "measurement", "measurement changed", "measurement put", "measurement void", "value",
    "value changed", "value put", "value evidenced", "value confirmed", "value disputed", "value withdrawn",
    "value answer taken back", "added value", "added value told", "added value acknowledged",
    "added value withdrawn", "change", "change put", "change decided", "change acknowledged", "gap",
    "gap settled",
)  # fmt: skip


def tries_of_goals(house: House) -> dict[str, Try]:
    """A target proposed and one agreed, value in each state, something given, a change open and accepted."""
    said, made = _said(house), _Made(house)
    proposed, agreed = made.target(), made.target()
    someone = {"contact_id": house.contact, "on": house.today}
    made.post(f"roi-targets/{agreed}/agree/", someone)
    figure = {"target_id": agreed, **said["figure"]}
    measured = made.post("measurements/", {**figure, "measured_on": "2026-09-02"})
    claimed = made.post("value-entries/", said["value"])
    shown, sure = (made.post("value-entries/", {**said["value"], "evidence": "Counts"}) for _ in range(2))
    made.post(f"value-entries/{sure}/confirm/", someone)
    given, told = (made.post("added-value/", said["given"]) for _ in range(2))
    made.post(f"added-value/{told}/tell/", someone)
    asked = {"target_id": agreed, **said["change"]}
    open_one, accepted = made.post("change-records/", asked), made.post("change-records/", said["words"])
    made.post(f"change-records/{accepted}/decide/", {"decision": "accepted"})
    gap = made.post("expectation-gaps/", said["gap"])
    answer = {**someone, "channel": "review", "answer": "It is so"}
    return {
        "target": ("POST", "roi-targets/", said["target"]),
        "target changed": ("PATCH", f"roi-targets/{proposed}/", {"weight": 2, "reason": "x", "version": 1}),
        "target put": ("PUT", "roi-targets/by-external-id/crm/T-1/", said["target"]),
        "target agreed to": ("POST", f"roi-targets/{proposed}/agree/", someone),
        "target confirmed": ("POST", f"roi-targets/{agreed}/confirm/", someone),
        "target looked at": ("POST", f"roi-targets/{agreed}/review/", {"on": house.today}),
        "target withdrawn": ("POST", f"roi-targets/{agreed}/withdraw/", {"reason": "x", "on": house.today}),
        "measurement": ("POST", "measurements/", {**figure, "unit": "minutes"}),
        "measurement changed": ("PATCH", f"measurements/{measured}/", {"value": "8.5", "version": 1}),
        "measurement put": ("PUT", "measurements/by-external-id/bi/M-1/", figure),
        "measurement void": ("POST", f"measurements/{measured}/void/", {"reason": "Another site"}),
        "value": ("POST", "value-entries/", {**said["value"], "evidence": "Counts", "link": "example.com/a"}),
        "value changed": ("PATCH", f"value-entries/{claimed}/", {"what": "Shorter", "version": 1}),
        "value put": ("PUT", "value-entries/by-external-id/bi/V-1/", said["value"]),
        "value evidenced": ("POST", f"value-entries/{claimed}/evidence/", {"evidence": "x"}),
        "value confirmed": ("POST", f"value-entries/{shown}/confirm/", answer),
        "value disputed": ("POST", f"value-entries/{shown}/dispute/", answer),
        "value withdrawn": ("POST", f"value-entries/{shown}/withdraw/", {"reason": "Twice"}),
        "value answer taken back": ("POST", f"value-entries/{sure}/take-back/", {}),
        "added value": ("POST", "added-value/", said["given"]),
        "added value told": ("POST", f"added-value/{given}/tell/", someone),
        "added value acknowledged": ("POST", f"added-value/{told}/acknowledge/", {"on": house.today}),
        "added value withdrawn": ("POST", f"added-value/{given}/withdraw/", {}),
        "change": ("POST", "change-records/", asked),
        "change put": ("PUT", "change-records/by-external-id/crm/C-1/", said["words"]),
        "change decided": (
            "POST", f"change-records/{open_one}/decide/",
            {"decision": "declined", "on": house.today, "note": "Not now"},
        ),
        "change acknowledged": ("POST", f"change-records/{accepted}/acknowledge/", someone),
        "gap": ("POST", "expectation-gaps/", said["gap"]),
        "gap settled": (
            "POST", f"expectation-gaps/{gap}/settle/",
            {"outcome": "Six", "talked_on": house.today, "change_id": accepted},
        ),
    }  # fmt: skip


class _Made:
    """Records made by the script itself."""

    def __init__(self, house: House) -> None:
        self.house = house

    def post(self, path: str, body: dict[str, Any]) -> int:
        answer = self.house.running.post(path, body)
        assert answer.status_code < 300, (path, answer.content)
        number: int = answer.json()["id"]
        return number

    def target(self) -> int:
        return self.post("roi-targets/", _said(self.house)["target"])


def _said(house: House) -> dict[str, dict[str, Any]]:
    """Bodies that are fine."""
    account = {"account_id": house.vela.pk}
    return {
        "target": {
            **account, "metric": "Minutes at the desk", "unit": "minutes", "direction": "lower",
            "baseline": "12", "baseline_on": "2026-09-01", "target": "6", "due_on": "2027-09-01",
            "source": "customer", "stakeholder_id": house.contact, "weight": 1, "review_days": 90,
            "milestones": [{"on": "2027-03-01", "value": "10.5"}],
        },
        "figure": {"measured_on": house.today, "value": "9.5", "source": "customer", "evidence": "Report"},
        "value": {
            **account, "what": "Shorter queues", "happened_on": "2026-10-01", "amount": "900.00",
            "currency": "EUR", "method": "Their count",
        },
        "given": {
            **account, "what": "Training", "reason": "New team", "given_on": "2026-10-01",
            "list_value": "400.00", "currency": "EUR",
        },
        "change": {
            **account, "target_after": "7", "due_after": "2027-12-01", "side": "theirs",
            "contact_id": house.contact, "asked_on": "2026-11-01", "effect": "Less saved", "delay_days": 90,
            "cost": "100.00", "currency": "EUR",
        },
        "words": {
            **account, "what": "Roll-out", "scope_before": "Two sites", "scope_after": "Five",
            "side": "ours", "asked_on": "2026-11-01", "effect": "Three more weeks",
        },
        "gap": {
            **account, "contact_id": house.contact, "expectation": "No queue", "feasible": "Six minutes",
            "noticed_on": "2026-10-01",
        },
    }  # fmt: skip
