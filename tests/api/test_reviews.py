"""Reviews through the API."""

import io
import json
from datetime import timedelta

import pytest
from pypdf import PdfReader

from accounts.models import Account
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact, make_contract

from .conftest import Scripts, fields_at_fault

pytestmark = pytest.mark.django_db


def test_a_review_is_planned_prepared_sent_held_and_summed_up(
    script: Scripts, vela: Account, lena: User, nico: User
) -> None:
    make_contract(vela)
    hers, ines = script(lena), make_contact(vela, "Ines Duarte")
    today = database_now().date()
    assert [row["id"] for row in hers.get("reviews/due/").json()["results"]] == [vela.pk]
    made = hers.post("reviews/", {"account_id": vela.pk, "planned_on": str(today), "purpose": "Next year"})
    assert made.status_code == 201, made.content
    own = f"reviews/{made.json()['id']}/"
    assert hers.get("reviews/due/").json()["results"] == []
    people = {"contact_ids": [ines.pk], "user_ids": [lena.pk]}
    olga = make_contact(vela, "Olga Brandt", buying_role="economic_buyer", role_is_guessed=False)
    assert len(hers.post(f"{own}people/", people).json()["seats"]) == 2
    told = {"contact_id": olga.pk, "name": "Olga Brandt", "buying_role": "economic_buyer"}
    assert hers.get(f"{own}missing/").json() == [told]
    assert hers.post(f"{own}send/", {}).status_code == 409
    assert hers.post(f"{own}prepare/", {}).json()["as_of"] == str(today)
    hers.post(f"{own}sections/", {"key": "value", "commentary": "More than planned"})
    assert hers.post(f"{own}send/", {}).json()["state"] == "sent"
    plan = hers.post("plans/", {"account_id": vela.pk, "period_start": str(today)}).json()
    aim = hers.post("objectives/", {"plan_id": plan["id"], "goal": "value", "text": "Fewer calls"}).json()
    held = {**people, "held_on": str(today), "next_on": str(today + timedelta(days=90))}
    told = {"text": "Name a lead", "follows": "theirs", "contact_id": ines.pk, "due_on": held["next_on"]}
    assert fields_at_fault(hers.post(f"{own}hold/", {**held, "next_on": str(today)})) == ["next_on"]
    into = {"text": "Show the list", "follows": "action", "due_on": held["next_on"]}
    refused = hers.post(f"{own}hold/", {**held, "decisions": [told, into]})
    assert fields_at_fault(refused) == ["decisions"]
    answer = hers.post(f"{own}hold/", {**held, "decisions": [told, {**into, "objective_id": aim["id"]}]})
    assert answer.status_code == 200, answer.content
    said = answer.json()["decisions"]
    assert (bool(said[0]["promise_id"]), said[0]["action_id"]) == (True, None)
    assert hers.get(f"plan-actions/{said[1]['action_id']}/").json()["text"] == "Show the list"
    assert hers.patch(own, {"version": answer.json()["version"], "purpose": "x"}).status_code == 409
    assert hers.post(f"{own}sum-up/", {}).json()["recap_sent_on"] == str(today)
    following = hers.get("reviews/").json()["results"]
    assert [(row["planned_on"], row["state"]) for row in following] == [(held["next_on"], "planned")]
    assert script(nico).get(own).status_code == 404
    assert script(lena, "reviews:read").post(f"{own}prepare/", {}).status_code == 403


def test_the_pack_for_the_customer_holds_nothing_of_the_appendix(
    script: Scripts, vela: Account, lena: User
) -> None:
    hers, today = script(lena), database_now().date()
    made = hers.post("reviews/", {"account_id": vela.pk, "planned_on": str(today)}).json()
    own = f"reviews/{made['id']}/"
    hers.post(f"{own}prepare/", {})
    pack = hers.get(f"{own}pack/").json()
    assert [row["key"] for row in pack["sections"]] == ["purpose", "priorities", "commitments"]
    assert "appendix" not in pack and "Health" not in json.dumps(pack)
    assert hers.get(f"{own}inside/").json()["appendix"][0]["key"] == "health"
    for name, inside in (("pdf", False), ("internal-pdf", True)):
        answer = hers.get(f"{own}{name}/")
        assert answer["Content-Type"] == "application/pdf"
        read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert ("Internal appendix" in read) is inside


def test_a_script_reads_and_changes_how_the_time_is_spread(
    script: Scripts, vela: Account, lena: User
) -> None:
    hers, today = script(lena), str(database_now().date())
    own = f"reviews/{hers.post('reviews/', {'account_id': vela.pk, 'planned_on': today}).json()['id']}/"
    hers.post(f"{own}prepare/", {})
    assert hers.get(f"{own}agenda/").json()["warning"] is None
    said = {"key": "value", "commentary": "Hours saved", "minutes": 40}
    assert hers.post(f"{own}sections/", said).json()["sections"] == [said | {"is_left_out": False}]
    agenda = hers.get(f"{own}agenda/").json()
    assert (agenda["minutes_ahead"], agenda["minutes"]) == (20, 60)
    assert "Only 20 of 60 minutes look ahead" in agenda["warning"]
    hers.post(f"{own}sections/", {"key": "value", "minutes": None})
    assert hers.get(f"{own}agenda/").json()["minutes"] == 25
    assert fields_at_fault(hers.post(f"{own}sections/", {"key": "value", "minutes": 241})) == ["minutes"]


def test_a_second_of_a_kind_is_refused(script: Scripts, vela: Account, lena: User) -> None:
    hers, day = script(lena), str(database_now().date())
    assert hers.post("reviews/", {"account_id": vela.pk, "planned_on": day}).status_code == 201
    assert hers.post("reviews/", {"account_id": vela.pk, "planned_on": day}).status_code == 409
