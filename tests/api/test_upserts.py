"""Records kept in step with another system: said again nothing changes, said anew only what differs does."""

from datetime import date
from typing import Any

import pytest

from accounts.actions import roll_over
from accounts.models import Account, ArrMovement, Contract, ExternalId
from contacts.actions import correct_touchpoint
from contacts.models import NextStep, Touchpoint
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact

from .bodies import call_of, contract_of, everything
from .conftest import Scripts, fields_at_fault

CONTRACT = "contracts/by-external-id/erp/K-1/"
CALL = "touchpoints/by-external-id/phone/call-1/"


def test_putting_the_same_account_twice_changes_nothing(script: Scripts, lena: User, nico: User) -> None:
    running, body = script(lena), {"name": "مطاعم النخيل 🌴", "tier": "B", "currency": "EUR"}
    first = running.put("accounts/by-external-id/crm/A-17/", body)
    assert first.status_code == 201
    assert first.json()["external_ids"] == {"crm": "A-17"}
    before = everything()
    again = running.put("accounts/by-external-id/crm/A-17/", body)
    assert (again.status_code, again.json()) == (200, first.json())
    assert everything() == before
    changed = running.put("accounts/by-external-id/crm/A-17/", {**body, "tier": "A"})
    assert (changed.status_code, changed.json()["tier"], changed.json()["id"]) == (
        200,
        "A",
        first.json()["id"],
    )
    assert script(nico).put("accounts/by-external-id/crm/A-17/", body).status_code == 404
    assert running.put("accounts/by-external-id/crm/A%00/", body).status_code == 400


def test_an_account_that_is_given_away_is_out_of_sight(
    script: Scripts, lena: User, nico: User, vela: Account
) -> None:
    body = {"owner_id": nico.pk, "team_id": nico.memberships.get().team_id, "version": 1}
    given = script(lena).patch(f"accounts/{vela.pk}/", body)
    assert (given.status_code, given.content) == (204, b"")
    assert script(nico).get(f"accounts/{vela.pk}/").json()["owner_id"] == nico.pk


def test_putting_the_same_contact_twice_changes_nothing(script: Scripts, lena: User, vela: Account) -> None:
    running, body = script(lena), {"account_id": vela.pk, "name": "Ana Ruiz", "buying_role": "champion"}
    first = running.put("contacts/by-external-id/crm/C-1/", body)
    assert first.status_code == 201, first.json()
    before = everything()
    assert running.put("contacts/by-external-id/crm/C-1/", body).json() == first.json()
    assert everything() == before


def test_putting_the_same_contract_twice_changes_nothing(script: Scripts, lena: User, vela: Account) -> None:
    running, body = script(lena), contract_of(vela)
    first = running.put(CONTRACT, body)
    assert (first.status_code, first.json()["state"]) == (201, "active"), first.json()
    assert first.json()["external_ids"] == {"erp": "K-1"}
    before = everything()
    again = running.put(CONTRACT, body)
    assert (again.status_code, again.json()) == (200, first.json())
    assert everything() == before
    changed = running.put(CONTRACT, {**body, "note": "Signed on paper"})
    assert (changed.status_code, changed.json()["note"]) == (200, "Signed on paper")
    assert changed.json()["version"] == first.json()["version"] + 1
    assert ArrMovement.objects.count() == 1


def test_a_longer_term_takes_its_lines_along(script: Scripts, lena: User, vela: Account) -> None:
    running, body = script(lena), contract_of(vela)
    running.put(CONTRACT, body)
    longer = {**body, "term_end": "2028-06-30"}
    changed = running.put(CONTRACT, longer).json()
    assert (changed["term_end"], changed["lines"][0]["end_on"]) == ("2028-06-30", "2028-06-30")
    before = everything()
    assert running.put(CONTRACT, longer).status_code == 200
    assert everything() == before


def test_a_draft_gets_other_lines_and_comes_into_force_once_it_is_said(
    script: Scripts, lena: User, vela: Account
) -> None:
    running, body = script(lena), contract_of(vela, activate=False)
    assert running.put(CONTRACT, body).json()["state"] == "draft"
    before = everything()
    assert running.put(CONTRACT, body).json()["state"] == "draft"
    assert everything() == before
    lines = [{"recurring_amount": "500.00", "period_months": 1}, {"recurring_amount": "90.00"}]
    drafted = running.put(CONTRACT, {**body, "lines": lines}).json()
    assert [line["arr"] for line in drafted["lines"]] == ["6000.00", "90.00"]
    active = running.put(CONTRACT, {**body, "lines": lines, "activate": True}).json()
    assert (active["state"], len(active["lines"])) == ("active", 2)
    vela.refresh_from_db()
    assert vela.arr == 6090


def test_other_lines_of_a_contract_in_force_are_refused(script: Scripts, lena: User, vela: Account) -> None:
    running = script(lena)
    running.put(CONTRACT, contract_of(vela))
    before = everything()
    dearer = [{"recurring_amount": "15000.00", "period_months": 12, "description": "Subscription"}]
    answer = running.put(CONTRACT, contract_of(vela, note="Dearer", lines=dearer))
    assert (answer.status_code, fields_at_fault(answer)) == (409, ["lines"])
    assert everything() == before


def test_an_end_that_it_renewed_past_by_itself_is_not_put_back(
    script: Scripts, lena: User, vela: Account
) -> None:
    body = contract_of(vela, term_start="2025-07-01", term_end="2026-06-30", auto_renew=True)
    body["lines"][0]["end_on"] = "2026-06-30"
    first = script(lena).put(CONTRACT, body)
    assert first.json()["term_end"] == "2027-06-30", first.json()
    contract = Contract.objects.get()
    roll_over(contract=contract, on=date(2027, 7, 1), by=lena, at=database_now())
    before = everything()
    again = script(lena).put(CONTRACT, body)
    assert (again.status_code, again.json()["term_end"]) == (200, "2028-06-30")
    assert everything() == before
    del body["lines"]
    ended = script(lena).put(CONTRACT, {**body, "auto_renew": False, "term_end": "2027-06-30"})
    assert (ended.status_code, ended.json()["term_end"]) == (200, "2027-06-30"), ended.json()


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"lines": [{"description": "Free"}]}, 400, "lines.0.recurring_amount"),
        ({"lines": []}, 400, "lines"),
        ({"lines": {"recurring_amount": "5"}}, 400, "lines"),
        ({"currency": "USD"}, 400, "currency"),
        ({"term_start": "2026-08-01"}, 400, "term_start"),
        ({"term_end": "2020-01-01"}, 400, "term_end"),
        ({"activate": "perhaps"}, 400, "activate"),
        ({"state": "ended"}, 400, "state"),
    ],
)
def test_a_known_contract_is_changed_by_the_same_rules(
    changes: dict[str, Any], status: int, field: str, script: Scripts, lena: User, vela: Account
) -> None:
    running = script(lena)
    running.put(CONTRACT, contract_of(vela))
    before = everything()
    answer = running.put(CONTRACT, {"reference": "C-1", **changes})
    assert (answer.status_code, fields_at_fault(answer)) == (status, [field])
    assert everything() == before


def test_a_record_stays_at_its_account(script: Scripts, lena: User, vela: Account) -> None:
    running = script(lena)
    other = Account.objects.create(name="Fjord Ferries", owner=lena, team=vela.team)
    running.put(CONTRACT, contract_of(vela))
    running.put(CALL, call_of(vela))
    running.put("contacts/by-external-id/crm/C-1/", {"account_id": vela.pk, "name": "Ana Ruiz"})
    before = everything()
    for path in (CONTRACT, CALL, "contacts/by-external-id/crm/C-1/"):
        answer = running.put(path, {"account_id": other.pk})
        assert (answer.status_code, fields_at_fault(answer)) == (400, ["account_id"])
    assert everything() == before


def test_putting_the_same_touchpoint_twice_changes_nothing(
    script: Scripts, lena: User, nico: User, vela: Account
) -> None:
    running, contact = script(lena), make_contact(vela)
    body = call_of(
        vela,
        contact_ids=[contact.pk],
        mood=1,
        text="Prices\r\nand terms",
        next_step={"text": "Send the offer", "due_on": "2027-01-15"},
    )
    first = running.put(CALL, body)
    assert first.status_code == 201, first.json()
    assert first.json()["external_ids"] == {"phone": "call-1"}
    before = everything()
    again = running.put(CALL, body)
    assert (again.status_code, again.json()) == (200, first.json())
    assert everything() == before
    assert NextStep.objects.count() == 1
    assert script(nico).put(CALL, body).status_code == 404


def test_another_content_supersedes_the_touchpoint_and_takes_the_id_along(
    script: Scripts, lena: User, vela: Account
) -> None:
    running, body = (
        script(lena),
        call_of(vela, text="Tpyo", next_step={"text": "Write", "due_on": "2027-01-15"}),
    )
    first = running.put(CALL, body).json()
    newer = running.put(CALL, {**body, "text": "Typo"})
    assert (newer.status_code, newer.json()["supersedes_id"]) == (200, first["id"])
    assert newer.json()["external_ids"] == {"phone": "call-1"}
    older = running.get(f"touchpoints/{first['id']}/").json()
    assert (older["is_current"], older["text"], older["external_ids"]) == (False, "Tpyo", {})
    assert NextStep.objects.get().touchpoint_id == newer.json()["id"]
    before = everything()
    assert running.put(CALL, {**body, "text": "Typo"}).json() == newer.json()
    assert everything() == before


def test_what_was_corrected_by_hand_is_corrected_again_where_it_stands(
    script: Scripts, lena: User, vela: Account
) -> None:
    running, body = script(lena), call_of(vela, text="Tpyo")
    first = Touchpoint.objects.get(pk=running.put(CALL, body).json()["id"])
    by_hand = correct_touchpoint(touchpoint=first, changes={"text": "Typo"}, by=lena, at=database_now())
    put = running.put(CALL, {**body, "text": "Last word"})
    assert (put.status_code, put.json()["supersedes_id"]) == (200, by_hand.pk)
    assert ExternalId.objects.get().record_id == put.json()["id"]


def test_a_touchpoint_that_was_taken_back_does_not_come_back(
    script: Scripts, lena: User, vela: Account
) -> None:
    running, body = script(lena), call_of(vela)
    number = running.put(CALL, body).json()["id"]
    running.client.delete(f"/api/v1/touchpoints/{number}/")
    before = everything()
    assert running.put(CALL, body).status_code == 409
    assert everything() == before
