"""Several ends of an account decided as one renewal, through the API."""

from datetime import timedelta

import pytest

from accounts.models import Account
from retention.lib.clock import database_now
from retention.renewals.models import Renewal
from retention.team.models import User

from .bodies import contract_of, everything
from .conftest import Scripts, fields_at_fault


@pytest.fixture
def two(script: Scripts, lena: User, vela: Account) -> tuple[Renewal, Renewal]:
    """Two papers of Vela."""
    today = database_now().date()
    for number, days in enumerate((60, 200)):
        term = {"term_start": str(today - timedelta(days=300)), "term_end": str(today + timedelta(days=days))}
        lines = [{"recurring_amount": "900.00", "description": f"Part {number}"}]
        body = contract_of(vela, lines=lines, reference=f"V-{number}", **term)
        assert script(lena).post("contracts/", body).status_code == 201
    first, second = Renewal.objects.order_by("term_end")
    return first, second


def test_a_lead_joins_and_splits_and_an_account_manager_does_not(
    script: Scripts, two: tuple[Renewal, Renewal], lena: User, nadia: User
) -> None:
    first, second = two
    said = {"version": first.version, "others": [second.pk], "reason": "One talk"}
    before = everything()
    assert script(lena).post(f"renewals/{first.pk}/join/", said).status_code == 403
    lead = script(nadia)
    refused = lead.post(f"renewals/{first.pk}/join/", {**said, "others": [first.pk]})
    assert (refused.status_code, fields_at_fault(refused)) == (409, ["others"])
    assert everything() == before
    joined = lead.post(f"renewals/{first.pk}/join/", said)
    assert joined.status_code == 200 and float(joined.json()["atr"]) == 1800
    part = lead.get(f"renewals/{second.pk}/").json()
    assert (part["stage"], part["void_reason"], part["joined_to_id"]) == ("void", "merged", first.pk)
    split = lead.post(f"renewals/{second.pk}/split/", {"version": part["version"], "reason": "Two talks"})
    assert split.status_code == 200 and split.json()["joined_to_id"] is None
    assert float(lead.get(f"renewals/{first.pk}/").json()["atr"]) == 900
