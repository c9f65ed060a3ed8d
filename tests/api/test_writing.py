"""Writing through the API: the same actions as the pages, refused in the user's words, never half done."""

from typing import Any

import pytest

from accounts.models import Account, OrgUnit
from contacts.models import Touchpoint
from retention.team.models import User
from tests.factories import make_contact

from .bodies import call_of, contract_of, everything
from .conftest import Scripts, fields_at_fault


def test_a_change_needs_the_version_and_a_stale_one_learns_the_present_one(
    script: Scripts, lena: User, vela: Account
) -> None:
    running, path = script(lena), f"accounts/{vela.pk}/"
    assert running.patch(path, {"city": "Oslo"}).status_code == 428
    first = running.patch(path, {"city": "Oslo"}, **{"If-Match": '"1"'})
    assert (first.status_code, first.json()["version"], first.json()["city"]) == (200, 2, "Oslo")
    stale = running.patch(path, {"city": "Rome", "version": 1})
    assert stale.status_code == 412
    assert (stale.json()["expected_version"], stale.json()["current_version"]) == (1, 2)
    vela.refresh_from_db()
    assert vela.city == "Oslo"
    assert fields_at_fault(running.patch(path, {"city": "Rome", "version": "two"})) == ["version"]


def test_who_sees_but_may_not_change_is_told_403(script: Scripts, sol: User, vela: Account) -> None:
    before = everything()
    for answer in (
        script(sol).patch(f"accounts/{vela.pk}/", {"city": "Rome", "version": 1}),
        script(sol).post("contracts/", contract_of(vela)),
        script(sol).post("contacts/", {"account_id": vela.pk, "name": "Ana"}),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert everything() == before


NEW_ACCOUNT = [
    ({"name": "A\x00B"}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"name": ""}, "name"),
    ({"name": "\ud800"}, "name"),
    ({"name": ["list"]}, "name"),
    ({}, "name"),
    ({"name": "A", "currency": "XXQ"}, "currency"),
    ({"name": "A", "time_zone": "Mars/Olympus"}, "time_zone"),
    ({"name": "A", "country": "QQ"}, "country"),
    ({"name": "A", "customer_since": "2026-02-30"}, "customer_since"),
    ({"name": "A", "customer_since": "0001-01-01"}, "customer_since"),
    ({"name": "A", "tier": "\ud800"}, "tier"),
    ({"name": "A", "website": "javascript:alert(1)"}, "website"),
    ({"name": "A", "definition_of_win": "x" * 20001}, "definition_of_win"),
    ({"name": "A", "naem": "B"}, "naem"),
    ({"name": "A", "health_score": "100"}, "health_score"),
    ({"name": "A", "recorded_at": "2020-01-01T00:00:00Z"}, "recorded_at"),
]


@pytest.mark.parametrize(("body", "field"), NEW_ACCOUNT)
def test_bad_input_about_an_account_is_named(
    body: dict[str, Any], field: str, script: Scripts, lena: User
) -> None:
    before = everything()
    answer = script(lena).post("accounts/", body)
    assert answer.status_code == 400
    assert fields_at_fault(answer) == [field]
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"term_start": "tomorrow"}, "term_start"),
        ({"term_end": "2026-01-01"}, "term_end"),
        ({"currency": "EURO"}, "currency"),
        ({"lines": []}, "lines"),
        ({"lines": [{"recurring_amount": "a lot"}]}, "lines.0.recurring_amount"),
        ({"lines": [{"recurring_amount": "1e400"}]}, "lines.0.recurring_amount"),
        ({"lines": [{"recurring_amount": "-5"}]}, "lines.0.recurring_amount"),
        ({"lines": [{"recurring_amount": "5", "period_months": 0}]}, "lines.0.period_months"),
        ({"lines": [{"recurring_amount": "5", "quantity": "0"}]}, "lines.0.quantity"),
        ({"lines": [{"recurring_amount": "5", "product_id": 999999}]}, "lines.0.product_id"),
        ({"notice_value": -1}, "notice_value"),
        ({"reference": "a\x07b"}, "reference"),
    ],
)
def test_bad_input_about_a_contract_is_named(
    changes: dict[str, Any], field: str, script: Scripts, lena: User, vela: Account
) -> None:
    before = everything()
    answer = script(lena).post("contracts/", contract_of(vela, **changes))
    assert answer.status_code == 400, answer.json()
    assert fields_at_fault(answer) == [field]
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"happened_at": "yesterday"}, 400, "happened_at"),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, 400, "happened_at"),
        ({"happened_at": "2100-01-01T00:00:00Z"}, 409, "happened_at"),
        ({"channel": "pigeon"}, 400, "channel"),
        ({"mood": 3}, 400, "mood"),
        ({"mood": 10**400}, 400, "mood"),
        ({"minutes": 100000}, 400, "minutes"),
        ({"text": "x" * 20001}, 400, "text"),
        ({"subject": "\x00"}, 400, "subject"),
        ({"next_step": {"text": "Call", "due_on": "soon"}}, 400, "next_step.due_on"),
        ({"next_step": {"text": "Call", "due_on": "1066-10-14"}}, 400, "next_step.due_on"),
        ({"contact_ids": "all"}, 400, "contact_ids"),
        ({"contact_ids": list(range(1, 300))}, 400, "contact_ids"),
    ],
)
def test_bad_input_about_a_touchpoint_is_named(
    changes: dict[str, Any], status: int, field: str, script: Scripts, lena: User, vela: Account
) -> None:
    before = everything()
    answer = script(lena).post("touchpoints/", call_of(vela, **changes))
    assert answer.status_code == status, answer.json()
    assert fields_at_fault(answer) == [field]
    assert everything() == before


def test_a_foreign_or_unknown_id_in_any_reference_is_refused_alike(
    script: Scripts, lena: User, vela: Account, orchard: Account
) -> None:
    running = script(lena)
    his_contact, his_unit = make_contact(orchard).pk, OrgUnit.objects.create(account=orchard, name="Press").pk
    line = {"recurring_amount": "5"}
    asked: list[tuple[str, str, int, Any]] = [
        ("accounts/", "parent_id", orchard.pk, lambda number: {"name": "A", "parent_id": number}),
        ("accounts/", "owner_id", 0, lambda number: {"name": "A", "owner_id": number}),
        ("accounts/", "backup_owner_id", 0, lambda number: {"name": "A", "backup_owner_id": number}),
        ("accounts/", "team_id", 0, lambda number: {"name": "A", "team_id": number}),
        ("contacts/", "account_id", orchard.pk, lambda number: {"account_id": number, "name": "Ana"}),
        (
            "contacts/",
            "org_unit_id",
            his_unit,
            lambda number: {"account_id": vela.pk, "name": "Ana", "org_unit_id": number},
        ),
        ("contracts/", "account_id", orchard.pk, lambda number: contract_of(vela, account_id=number)),
        (
            "contracts/",
            "lines.0.org_unit_id",
            his_unit,
            lambda number: contract_of(vela, lines=[{**line, "org_unit_id": number}]),
        ),
        ("touchpoints/", "account_id", orchard.pk, lambda number: call_of(vela, account_id=number)),
        ("touchpoints/", "contact_ids", his_contact, lambda number: call_of(vela, contact_ids=[number])),
        ("touchpoints/", "in_copy_ids", his_contact, lambda number: call_of(vela, in_copy_ids=[number])),
        ("touchpoints/", "colleague_ids", 0, lambda number: call_of(vela, colleague_ids=[number])),
    ]
    before = everything()
    for path, field, foreign, body in asked:
        told = set()
        for number in (foreign or 999999997, 999999999):
            answer = running.post(path, body(number))
            assert answer.status_code == 400, (path, field, answer.json())
            assert fields_at_fault(answer) == [field]
            told.add(answer.json()["errors"][0]["message"].removesuffix(f" ({number})"))
        assert len(told) == 1, (path, field)
        for nonsense in (0, -1, 10**30, "1 or 1=1", None if "ids" in field else True, {"id": 1}):
            answer = running.post(path, body(nonsense))
            assert answer.status_code == 400, (path, field, nonsense)
    assert everything() == before


def test_a_contact_of_another_account_one_sees_is_refused(script: Scripts, lena: User, vela: Account) -> None:
    another = Account.objects.create(name="Fjord Ferries", owner=lena, team=vela.team)
    answer = script(lena).post("touchpoints/", call_of(vela, contact_ids=[make_contact(another).pk]))
    assert answer.status_code == 409
    assert fields_at_fault(answer) == ["contact_ids"]
    assert not Touchpoint.objects.exists()


@pytest.mark.parametrize("body", ["{", "[1]", '"text"', "null", b"\xff\xfe", "[" * 100_000, "NaN"])
def test_malformed_json_is_a_400(body: str | bytes, script: Scripts, lena: User) -> None:
    answer = script(lena).post("accounts/", body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert not Account.objects.exists()


def test_what_is_not_json_is_a_415(script: Scripts, lena: User) -> None:
    answer = script(lena).client.post("/api/v1/accounts/", {"name": "Form"})
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")
