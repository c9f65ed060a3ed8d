"""Competitors named by customers through the API."""

from decimal import Decimal

from accounts.models import Account
from retention.team.models import User

from .conftest import Scripts, fields_at_fault


def test_rows_and_sums_tell_the_same_of_what_the_caller_sees(
    script: Scripts, vela: Account, orchard: Account, lena: User, ada: User
) -> None:
    Account.objects.filter(pk=vela.pk).update(arr_base=Decimal("184000.00"))
    body = {"account_id": vela.pk, "topic": "competitor", "named": "Orca", "value": "looking"}
    assert script(lena).post("knowledge/", body).json()["named"] == "Orca"
    assert fields_at_fault(script(lena).post("knowledge/", body | {"named": ""})) == ["named"]
    script(ada).post("knowledge/", body | {"account_id": orchard.pk})
    [row] = script(lena).get("competitors/?named=orca").json()["results"]
    assert (row["account_id"], row["yearly_revenue"], row["value"]) == (vela.pk, "184000.00", "looking")
    assert [(each["name"], each["accounts"], each["exposed"]) for each in
            script(lena).get("competitors/sums/").json()] == [("Orca", 1, "184000.00")]  # fmt: skip
    assert script(ada).get("competitors/sums/").json()[0]["accounts"] == 2
    other = script(ada).get(f"competitors/?account={orchard.pk}").json()["results"][0]["id"]
    assert script(lena).get(f"competitors/{other}/").status_code == 404
