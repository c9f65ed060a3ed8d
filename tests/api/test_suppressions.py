"""Whom campaigns leave out, through the API."""

from accounts.models import Account
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault


def test_a_customers_contact_is_suppressed_with_its_reason(
    script: Scripts, vela: Account, lena: User, nico: User
) -> None:
    ana = make_contact(vela, "Ana Ruiz", email="ana@vela.test")
    row = script(lena).get("suppressions/", email=" ANA@vela.test").json()["results"]
    assert row == [
        {
            "id": ana.pk, "account_id": vela.pk, "email": "ana@vela.test", "suppressed": True,
            "reasons": ["customer"], "why": "They are a customer: no campaigns for prospects.",
        }
    ]  # fmt: skip
    Account.objects.filter(pk=vela.pk).update(stage="former")
    assert script(lena).get(f"suppressions/{ana.pk}/").json()["suppressed"] is False
    assert script(nico).get("suppressions/").json()["results"] == []
    assert script(nico).get(f"suppressions/{ana.pk}/").status_code == 404
    assert fields_at_fault(script(lena).get("suppressions/", mail="x")) == ["mail"]
