"""Plans by script: written, approved, measured, and read whole."""

from accounts.models import Account
from contacts.models import NextStep
from plans.models import AccountPlan, PlanText
from retention.team.models import User

from .conftest import Scripts, fields_at_fault


def test_a_plan_is_written_approved_and_run_by_scripts(
    script: Scripts, lena: User, nadia: User, nico: User, vela: Account
) -> None:
    hers, lead = script(lena), script(nadia)
    Account.objects.filter(pk=vela.pk).update(tier="B")
    begun = hers.post("plans/", {"account_id": vela.pk, "period_start": "2026-10-01"})
    assert begun.status_code == 201, begun.content
    plan = begun.json()
    path = f"plans/{plan['id']}/"
    assert (plan["state"], plan["sections_filled"], plan["sections_required"]) == ("draft", 0, 9)
    assert plan["missing_for_approval"] == ["The plan has no objective."] and plan["progress"] is None
    said = {"field": "priority_1", "text": "Fewer empty rooms", "said_on": "2026-10-02", "is_shared": True}
    written = hers.post(f"{path}write/", said).json()
    shown = {row["field"]: row for row in written["fields_said"]}
    assert shown["priority_1"]["is_shared"] and shown["priority_1"]["may_be_shared"]
    assert not shown["price"]["may_be_shared"] and PlanText.objects.get().text == "Fewer empty rooms"
    inside = hers.post(f"{path}write/", {"field": "price", "text": "x", "is_shared": True})
    assert inside.status_code == 400 and fields_at_fault(inside) == ["is_shared"]
    aim = {"plan_id": plan["id"], "goal": "value", "text": "Fewer empty rooms", "owner_id": lena.pk,
           "due_on": "2027-06-30"}  # fmt: skip
    objective = hers.post("objectives/", aim).json()["id"]
    measured = {"objective_id": objective, "name": "Empty", "baseline": "40", "target": "20"}
    result = hers.post("key-results/", measured).json()["id"]
    action = {"objective_id": objective, "text": "Train them", "owner_id": lena.pk, "due_on": "2026-12-01",
              "our_benefit": "A reference"}  # fmt: skip
    assert hers.post("plan-actions/", action).json()["our_benefit"] == "A reference"
    assert hers.post(f"{path}move/", {"move": "submit"}).status_code == 200
    assert hers.post(f"{path}move/", {"move": "approve"}).status_code == 403
    assert lead.post(f"{path}move/", {"move": "approve"}).json()["approved_by_id"] == nadia.pk
    assert hers.post(f"{path}move/", {"move": "start"}).json()["state"] == "active"
    assert NextStep.objects.filter(origin="plan", text="Train them").exists()
    hers.post(f"key-results/{result}/measure/", {"value": "25", "on": "2026-10-05"})
    assert hers.get(path).json()["progress"] == "0.7500"
    versions = hers.get("plan-versions/", plan=plan["id"]).json()["results"]
    assert [row["number"] for row in versions] == [1]
    assert "Train them" in str(versions[0]["said"]) and "A reference" not in str(versions[0]["said"])
    assert "A reference" in str(versions[0]["inside"])
    assert script(nico).get(path).status_code == 404


def test_a_stale_write_of_a_plan_is_refused(script: Scripts, lena: User, vela: Account) -> None:
    hers = script(lena)
    plan = hers.post("plans/", {"account_id": vela.pk, "period_start": "2026-10-01"}).json()
    path = f"plans/{plan['id']}/"
    assert hers.patch(path, {"title": "A", "version": 1}).json()["version"] == 2
    assert hers.patch(path, {"title": "B", "version": 1}).status_code == 412
    assert hers.patch(path, {"title": "B"}).status_code == 428
    assert AccountPlan.objects.get().title == "A"


def test_a_script_reads_the_group_and_begins_with_what_the_team_keeps(
    script: Scripts, lena: User, nadia: User, nico: User, vela: Account
) -> None:
    hers, leads = script(lena), script(nadia)
    spa = Account.objects.create(
        name="Vela Spa", parent=vela, owner=lena, team=vela.team, tier="B", currency="EUR", arr=300
    )
    begun = {"account_id": vela.pk, "period_start": "2026-12-01", "template": "grow"}
    plan = hers.post("plans/", begun).json()["id"]
    group = hers.get(f"plans/{plan}/group/").json()
    assert (group["planned"], group["lacking"], group["revenue"]) == (0, 1, {"EUR": "300.00"})
    assert [(row["account_id"], row["lacks_a_plan"]) for row in group["accounts"]] == [(spa.pk, True)]
    assert script(nico).get(f"plans/{plan}/group/").status_code == 404
    body = {"plan_id": plan, "name": "Growing"}
    assert hers.post("plan-templates/", body).status_code == 403
    kept = leads.post("plan-templates/", body)
    assert kept.status_code == 201 and "Grow, ours, month 12" in kept.json()["outline"]
    own = f"plan-templates/{kept.json()['id']}/"
    wrong = leads.patch(own, {"version": 1, "outline": "Grow more"})
    assert wrong.status_code == 400 and fields_at_fault(wrong) == ["outline"]
    of_spa = {"account_id": spa.pk, "period_start": "2027-02-01", "team_template_id": kept.json()["id"]}
    assert hers.post("plans/", of_spa).json()["begun_with_id"] == kept.json()["id"]
    assert hers.get(f"plans/{plan}/group/").json()["planned"] == 1
    assert leads.post(f"{own}withdraw/", {}).json()["withdrawn_on"]
    assert hers.get("plan-templates/").json()["results"] == []
    assert fields_at_fault(hers.post("plans/", of_spa)) == ["team_template_id"]
