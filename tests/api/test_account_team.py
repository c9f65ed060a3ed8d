"""Account teams through the API."""

from accounts.models import Account
from retention.team.models import User

from .conftest import Scripts, fields_at_fault


def test_somebody_joins_is_given_rights_and_leaves(
    script: Scripts, vela: Account, lena: User, nico: User, sol: User
) -> None:
    hers = script(lena)
    body = {"account_id": vela.pk, "user_id": sol.pk, "function": "finance"}
    made = hers.post("account-team/", body)
    assert made.status_code == 201, made.content
    path = f"account-team/{made.json()['id']}/"
    assert fields_at_fault(hers.post("account-team/", body)) == ["user_id"]
    assert hers.post(f"{path}rights/", {"is_backup": True}).json()["is_backup"] is True
    gaps = hers.get(f"account-team/of-account/{vela.pk}/").json()["gaps"]
    assert {"function": "finance", "is_backup": False, "text": "Finance: nobody"} in gaps
    assert hers.post(f"{path}end/", {}).json()["ends_on"] is not None
    assert hers.get("account-team/", account=vela.pk).json()["results"] == []
    assert len(hers.get("account-team/", account=vela.pk, former="true").json()["results"]) == 1
    assert script(nico).get(f"account-team/of-account/{vela.pk}/").status_code == 404


def test_a_template_is_published_by_a_lead(script: Scripts, lena: User, nadia: User) -> None:
    body = {"needed_A": ["legal"], "backed_A": []}
    assert script(lena).post("team-templates/", body).status_code == 403
    made = script(nadia).post("team-templates/", body).json()
    assert (made["version"], made["needs"]["A"]) == (1, {"legal": False})
    assert len(script(lena).get("team-templates/").json()["results"]) == 1
