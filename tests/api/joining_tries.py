"""What a script can send about renewals decided together, at the house of tries."""

from retention.renewals.models import Renewal

from .bodies import contract_of
from .tries import House, Try


def joined_tries(house: House) -> dict[str, Try]:
    """Two ends that may be decided together, and two that are."""
    one, other, whole, part = (_signed(house, f"J-{number}") for number in range(4))
    said = {"version": whole.version, "others": [part.pk], "reason": "One talk"}
    answer = house.running.post(f"renewals/{whole.pk}/join/", said)
    assert answer.status_code == 200, answer.json()
    part.refresh_from_db()
    join = {"version": one.version, "others": [other.pk], "reason": "One talk"}
    return {
        "renewals joined": ("POST", f"renewals/{one.pk}/join/", join),
        "renewal split": ("POST", f"renewals/{part.pk}/split/", {"version": part.version, "reason": "Two"}),
    }


def _signed(house: House, reference: str) -> Renewal:
    days = {"term_start": "2025-07-01", "term_end": "2027-04-30", "reference": reference}
    lines = [{"recurring_amount": "90.00", "description": reference}]
    signed = house.running.post("contracts/", contract_of(house.vela, lines=lines, **days)).json()
    found: Renewal = Renewal.objects.get(contract_id=signed["id"])
    return found
