"""Calls with plans, assessments, terms and approvals through the API, as on the pages."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Account
from retention.lib.clock import database_now
from retention.renewals.assessment_tick import ask_due
from retention.renewals.models import Assessment, OwnerCall, Renewal, RiskPlan, SystemView
from retention.team.models import User

from .bodies import contract_of
from .conftest import Script, Scripts, fields_at_fault


@pytest.fixture
def renewal(script: Scripts, lena: User, vela: Account) -> Renewal:
    today = database_now().date()
    body = contract_of(
        vela, term_start=str(today - timedelta(days=300)), term_end=str(today + timedelta(days=100))
    )
    answer = script(lena).post("contracts/", body)
    assert answer.status_code == 201, answer.json()
    if not Renewal.objects.exists():
        assert script(lena).post(f"contracts/{answer.json()['id']}/activate/").status_code == 200
    return Renewal.objects.get()


def plan(owner: User) -> dict[str, Any]:
    return {"driver": "Price", "action": "Show value", "owner_id": owner.pk, "due_on": "2027-01-15"}


def test_a_call_takes_what_it_rests_on(script: Scripts, lena: User, renewal: Renewal) -> None:
    running, path = script(lena), f"renewals/{renewal.pk}/"
    seen = {"If-Match": f'"{renewal.version}"'}
    bare = running.patch(path, {"call": "pipeline"}, **seen)
    assert bare.status_code == 409 and fields_at_fault(bare) == ["plan.driver"]
    wrong = running.patch(path, {"call": "pipeline", "plan": {"driver": "x"}}, **seen)
    assert wrong.status_code == 400
    body = {"call": "pipeline", "plan": plan(lena), "forecast_arr": "400.00"}
    assert running.patch(path, body, **seen).status_code == 200
    assert (RiskPlan.objects.get().driver, OwnerCall.objects.get().forecast_arr) == ("Price", 400)


def test_an_assessment_is_given_before_the_systems_is_read(
    script: Scripts, lena: User, nadia: User, nico: User, renewal: Renewal
) -> None:
    Account.objects.update(health_band="at_risk")
    assert ask_due(database_now()) == 1
    SystemView.objects.update(caps=["canarycap"])
    made = Assessment.objects.get()
    running, path = script(lena), f"assessments/{made.pk}/"
    for reader in (lena, nadia):
        answer = script(reader).get(path)
        assert answer.json()["system"] is None and "canarycap" not in answer.content.decode()
        listed = script(reader).get("assessments/", renewal=renewal.pk)
        assert "canarycap" not in listed.content.decode() and len(listed.json()["results"]) == 1
        assert script(reader).get(f"renewals/{renewal.pk}/").json()["estimate"] is None
    assert script(nico).get(path).status_code == 404
    said = {"view": "good", "reason": "They told me so"}
    assert running.post(f"{path}give/", said).status_code == 428
    assert running.post(f"{path}give/", {**said, "version": 9}).status_code == 412
    answer = running.post(f"{path}give/", said, **{"If-Match": "1"})
    assert answer.status_code == 200, answer.json()
    assert answer.json()["state"] == "disagreed" and answer.json()["system"]["caps"] == ["canarycap"]
    decided = {"view": "at_risk", "reason": "Cap", "plan": plan(lena)}
    assert running.post(f"{path}decide/", decided, **{"If-Match": "2"}).status_code == 403
    answer = script(nadia).post(f"{path}decide/", decided, **{"If-Match": "2"})
    assert (answer.status_code, answer.json()["final"]) == (200, "at_risk")


def test_terms_are_set_asked_for_and_agreed(
    script: Scripts, lena: User, nadia: User, renewal: Renewal
) -> None:
    running: Script = script(lena)
    body = {"renewal_id": renewal.pk, "discount_pct": "8", "price_notice_days": 30}
    terms = running.post("renewal-terms/", body).json()
    assert (terms["discount_pct"], terms["renewal_id"]) == ("8.00", renewal.pk)
    stale = running.post("renewal-terms/", {**body, "version": terms["version"] + 7})
    assert stale.status_code == 412
    assert running.post("renewal-terms/", body).status_code == 412
    wrong = running.post("renewal-terms/", {**body, "discount_pct": "101", "version": terms["version"]})
    assert wrong.status_code == 400 and fields_at_fault(wrong) == ["discount_pct"]
    asked = running.post("approvals/", {"renewal_id": renewal.pk, "note": "They insist"})
    assert asked.status_code == 201, asked.json()
    row = asked.json()
    assert [step["level"] for step in row["steps"]] == ["lead"] and row["terms"]["discount_pct"] == "8.00"
    path, yes = f"approvals/{row['id']}/decide/", {"level": "lead", "agrees": True}
    assert running.post(path, yes).status_code == 403
    assert script(nadia).post(path, {**yes, "level": "legal"}).status_code == 409
    answer = script(nadia).post(path, yes)
    assert (answer.status_code, answer.json()["state"]) == (200, "approved")
    assert len(running.get("approvals/", state="approved").json()["results"]) == 1
    assert len(running.get("renewal-terms/", renewal=renewal.pk).json()["results"]) == 1
