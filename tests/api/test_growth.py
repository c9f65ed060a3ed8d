"""Targets and lost deals through the API."""

from datetime import date
from decimal import Decimal

from accounts.models import Account, ArrMovement
from retention.growth.models import LostDeal, Target
from retention.growth.quarters import quarter_of
from retention.lib.clock import database_now
from retention.team.models import Team, User

from .conftest import Scripts, fields_at_fault


def test_both_halves_are_set_read_with_what_came_of_them_and_changed(
    script: Scripts, lena: User, nadia: User, vela: Account
) -> None:
    quarter = quarter_of(database_now().date())
    for kind, amount, day in (("new", 1000, date(2020, 1, 1)), ("contraction", -200, quarter)):
        ArrMovement.objects.create(
            account=vela, kind=kind, amount=Decimal(amount), effective_on=day, currency="EUR"
        )
    lead, body = script(nadia), {
        "quarter": quarter.isoformat(), "owner_id": lena.pk, "retention": {"fraction": "0.95"},
        "growth": {"amount": "100.00"},
    }  # fmt: skip
    made = lead.post("targets/", body)
    assert made.status_code == 201, made.content
    kept, grown = made.json()
    assert (kept["opening"], kept["reached"], kept["goal"]) == ("1000.00", "800.00", "950.00")
    assert (grown["reached"], grown["goal"], grown["currency"]) == ("0.00", "100.00", "EUR")
    assert script(lena).get(f"targets/{kept['id']}/").json() == kept
    assert len(script(lena).get("targets/", kind="growth").json()["results"]) == 1
    assert lead.post("targets/", body | {"retention": {"fraction": "0.9"}, "version": 7}).status_code == 412
    changed = lead.post("targets/", body | {"retention": {"fraction": "0.9"}, "version": 1})
    assert [row["version"] for row in changed.json()] == [2, 2]


def test_who_does_not_lead_sets_nothing_and_bad_halves_are_named(
    script: Scripts, lena: User, nadia: User, nico: User, north: Team
) -> None:
    half = {"quarter": "2026-10-01", "retention": {"fraction": "0.95"}, "growth": {"amount": "100"}}
    assert fields_at_fault(script(lena).post("targets/", half | {"owner_id": lena.pk})) == ["owner_id"]
    assert fields_at_fault(script(nadia).post("targets/", half | {"owner_id": nico.pk})) == ["owner_id"]
    assert fields_at_fault(script(nadia).post("targets/", half)) == ["owner_id"]
    for name, wrong in (("retention", {}), ("retention", {"fraction": "2"}), ("growth", {"amount": "-1"})):
        answer = script(nadia).post("targets/", half | {"team_id": north.pk, name: wrong})
        assert (answer.status_code, fields_at_fault(answer)) == (400, [name]), answer.content
    assert not Target.objects.exists()


def test_a_lost_deal_is_entered_changed_and_given_references(
    script: Scripts, lena: User, nico: User, vela: Account, orchard: Account
) -> None:
    hers = script(lena)
    body = {"prospect": "Harbour", "lost_on": "2026-11-02", "amount": "40000.00", "reason": "price"}
    deal = hers.post("lost-deals/", body)
    assert (deal.status_code, deal.json()["currency"]) == (201, "EUR"), deal.content
    path = f"lost-deals/{deal.json()['id']}/"
    assert hers.patch(path, {"reason": "timing"}).status_code == 428
    assert hers.patch(path, {"reason": "timing", "version": 1}).json()["version"] == 2
    reference = {"account_id": vela.pk, "asked_on": "2026-10-20", "outcome": "given"}
    assert fields_at_fault(hers.post(f"{path}references/", reference | {"account_id": orchard.pk})) == [
        "account_id"
    ]
    added = hers.post(f"{path}references/", reference)
    assert added.status_code == 201
    assert [row["account_id"] for row in added.json()["references"]] == [vela.pk]
    assert hers.post(f"{path}references/", reference).status_code == 409
    assert script(nico).get(path).status_code == 404
    for wrong, field in (({"prospect": ""}, "prospect"), ({"reason": "luck"}, "reason")):
        assert fields_at_fault(hers.post("lost-deals/", body | wrong)) == [field]
    assert LostDeal.objects.count() == 1
