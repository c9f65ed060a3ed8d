"""Reading: only what the owner of the token may see, in pages that lose and repeat nothing."""

from base64 import b64encode
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from retention.team.models import User
from tests.factories import make_contact, make_contract

from .bodies import contract_of
from .conftest import Scripts, fields_at_fault

RESOURCES = (
    "accounts",
    "contacts",
    "contracts",
    "contract-lines",
    "movements",
    "usage",
    "invoices",
    "touchpoints",
    "check-ins",
    "renewals",
    "health",
)


def test_another_teams_record_and_an_unknown_id_get_the_same_answer(
    script: Scripts, lena: User, nico: User, orchard: Account
) -> None:
    from tests.security.makers import MAKERS

    theirs = {
        "accounts": orchard.pk,
        "health": orchard.pk,
        "contacts": make_contact(orchard).pk,
        "contracts": make_contract(orchard).pk,
        "contract-lines": make_contract(orchard).lines.get().pk,
        "movements": MAKERS["accounts.ArrMovement"](orchard, nico).pk,
        "usage": MAKERS["accounts.MonthUsage"](orchard, nico).pk,
        "invoices": MAKERS["accounts.Invoice"](orchard, nico).pk,
        "touchpoints": MAKERS["contacts.Touchpoint"](orchard, nico).pk,
        "check-ins": MAKERS["cadence.CheckIn"](orchard, nico).pk,
        "renewals": MAKERS["renewals.Renewal"](orchard, nico).pk,
    }
    mine, his = script(lena), script(nico)
    assert set(theirs) == set(RESOURCES)
    for name, number in theirs.items():
        assert his.get(f"{name}/{number}/").status_code == 200, name
        hidden, unknown = mine.get(f"{name}/{number}/"), mine.get(f"{name}/999999999/")
        assert (hidden.status_code, hidden.content) == (404, unknown.content), name
        assert hidden["Content-Type"] == "application/problem+json"
        assert mine.get(f"{name}/").json()["results"] == [], name
        assert len(his.get(f"{name}/").json()["results"]) >= 1, name


def test_the_personal_note_is_for_the_account_team(
    script: Scripts, lena: User, sol: User, vela: Account
) -> None:
    contact = make_contact(vela, personal_note="Afraid of flying")
    assert script(lena).get(f"contacts/{contact.pk}/").json()["personal_note"] == "Afraid of flying"
    for answer in (script(sol).get(f"contacts/{contact.pk}/"), script(sol).get("contacts/")):
        assert b"flying" not in answer.content


def test_a_private_touchpoint_is_not_there_for_others(
    script: Scripts, lena: User, sol: User, vela: Account
) -> None:
    from tests.security.makers import touchpoint

    private = touchpoint(vela, lena, is_private=True, text="Divorce")
    assert script(lena).get(f"touchpoints/{private.pk}/").status_code == 200
    assert script(sol).get(f"touchpoints/{private.pk}/").status_code == 404
    assert script(sol).get("touchpoints/").json()["results"] == []


def test_pages_hold_every_row_once_while_rows_are_added(script: Scripts, ada: User) -> None:
    Account.objects.bulk_create(Account(name=f"Account {number}") for number in range(23))
    expected = set(Account.objects.values_list("pk", flat=True))
    reading, found = script(ada), []
    answer = reading.get("accounts/", limit=5).json()
    while True:
        found += [row["id"] for row in answer["results"]]
        Account.objects.create(name=f"Later {len(found)}") if len(found) < 15 else None
        if not answer["next"]:
            break
        answer = reading.client.get(answer["next"]).json()
    assert len(found) == len(set(found))
    assert expected <= set(found)
    assert found == sorted(found)


def cursor_of(text: str) -> str:
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    ["nonsense", *map(cursor_of, ("p=abc", "p=1\x00", "p=" + "9" * 30, "o=x&p=1"))],
)
def test_a_made_up_cursor_is_refused(cursor: str, script: Scripts, lena: User) -> None:
    answer = script(lena).get("accounts/", cursor=cursor)
    assert answer.status_code == 400
    assert fields_at_fault(answer) == ["cursor"]


@pytest.mark.parametrize("limit", ["0", "-1", "abc", "501", "1e9", ""])
def test_a_page_of_another_size_is_refused(limit: str, script: Scripts, lena: User) -> None:
    answer = script(lena).get("accounts/", limit=limit)
    assert answer.status_code == 400
    assert fields_at_fault(answer) == ["limit"]


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_parameter_is_named(resource: str, script: Scripts, lena: User) -> None:
    answer = script(lena).get(f"{resource}/", ownr="me")
    assert answer.status_code == 400
    assert fields_at_fault(answer) == ["ownr"]


@pytest.mark.parametrize(
    ("resource", "name", "value"),
    [
        ("accounts", "owner", "999999"),
        ("accounts", "owner", "1\x00"),
        ("accounts", "q", "a\x00b"),
        ("accounts", "tier", "Z"),
        ("accounts", "renews_before", "someday"),
        ("accounts", "quiet_days", "-3"),
        ("contacts", "account", "9" * 40),
        ("touchpoints", "since", "0001-01-01"),
        ("check-ins", "state", "whenever"),
        ("renewals", "stage", "unknown"),
        ("health", "health", "splendid"),
    ],
)
def test_a_filter_that_cannot_be_is_named(
    resource: str, name: str, value: str, script: Scripts, lena: User, vela: Account
) -> None:
    answer = script(lena).get(f"{resource}/", **{name: value})
    assert answer.status_code == 400
    assert fields_at_fault(answer) == [name]


def test_filters_mean_what_they_mean_on_pages(script: Scripts, lena: User, vela: Account) -> None:
    Account.objects.create(name="Fjord Ferries", team=vela.team, tier="C")
    names = [row["name"] for row in script(lena).get("accounts/", owner="me").json()["results"]]
    assert names == ["Vela Hotels"]
    by_tier = script(lena).get("accounts/", tier="C").json()["results"]
    assert [row["name"] for row in by_tier] == ["Fjord Ferries"]


def fill(account: Account, by: User, number: int) -> None:
    from tests.security.makers import MAKERS

    for index in range(number):
        another = Account.objects.create(
            name=f"{account.name} {index} of {number}", owner=by, team=account.team
        )
        for label in FILLERS:
            MAKERS[label](another, by)


FILLERS = (
    "contacts.Touchpoint",
    "cadence.CheckIn",
    "renewals.Renewal",
    "accounts.ArrMovement",
    "accounts.Invoice",
    "accounts.MonthUsage",
)


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_list_of_30_costs_as_many_queries_as_one_of_3(
    resource: str, script: Scripts, lena: User, vela: Account
) -> None:
    reading = script(lena)
    reading.get(f"{resource}/")

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as caught:
            rows = reading.get(f"{resource}/").json()["results"]
        return len(caught), len(rows)

    fill(vela, lena, 3)
    few, rows_before = queries()
    fill(vela, lena, 27)
    many, rows_after = queries()
    assert rows_after - rows_before >= 27
    assert few == many
    assert many <= 10


def test_unknown_health_is_unknown_and_reasons_are_told(script: Scripts, lena: User, vela: Account) -> None:
    row = script(lena).get("health/").json()["results"][0]
    assert (row["account_id"], row["band"], row["score"]) == (vela.pk, "unknown", None)
    told: dict[str, Any] = script(lena).get(f"health/{vela.pk}/").json()
    assert (told["account_id"], told["score"]) == (vela.pk, None)
    assert {"sentence", "measures", "caps", "coverage", "card", "trend"} <= set(told)
    assert {measure["code"] for measure in told["measures"]} >= {"E1", "E2", "R4"}


def test_writing_health_is_not_there(script: Scripts, lena: User, vela: Account) -> None:
    answer = script(lena).patch(f"health/{vela.pk}/", {"score": 100})
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing/", 404),
        ("accounts/x/", 404),
        ("accounts", 404),
        ("../v9/", 404),
        ("accounts/%00/", 404),
    ],
)
def test_what_is_not_there_is_told_as_a_problem(path: str, status: int, script: Scripts, lena: User) -> None:
    answer = script(lena).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_method_not_offered_is_told_as_a_problem(script: Scripts, lena: User, vela: Account) -> None:
    answer = script(lena).send("DELETE", f"accounts/{vela.pk}/", {})
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert "PATCH" in answer["Allow"]


def test_movements_are_the_ledger_by_account_kind_and_days(
    script: Scripts, lena: User, vela: Account
) -> None:
    running = script(lena)
    lines = [{"recurring_amount": "12000.00"}, {"recurring_amount": "600.00", "start_on": "2026-09-01"}]
    running.post("contracts/", contract_of(vela, lines=lines))
    found = running.get("movements/", account=vela.pk).json()["results"]
    assert [(row["kind"], row["amount"], row["effective_on"]) for row in found] == [
        ("new", "12000.00", "2026-07-01"),
        ("expansion", "600.00", "2026-09-01"),
    ]
    for asked, kinds in (
        ({"kind": "expansion"}, ["expansion"]),
        ({"effective_to": "2026-08-31"}, ["new"]),
        ({"effective_from": "2026-08-31", "effective_to": "2026-09-01"}, ["expansion"]),
        ({"line": found[1]["line_id"]}, ["expansion"]),
        ({"account": 999999}, []),
    ):
        assert [row["kind"] for row in running.get("movements/", **asked).json()["results"]] == kinds, asked
    assert running.post("movements/", {"amount": "1.00"}).status_code == 405
    assert running.client.delete(f"/api/v1/movements/{found[0]['id']}/").status_code == 405


def test_rates_are_read_by_all_and_said_by_admins(script: Scripts, lena: User, ada: User) -> None:
    body = {"currency": "USD", "on": "2026-11-02", "rate": "0.91500000", "source": "ECB"}
    assert script(lena).post("rates/", body).status_code == 403
    running = script(ada)
    first = running.post("rates/", body)
    assert (first.status_code, first.json()["base"]) == (201, "EUR"), first.json()
    assert running.post("rates/", {**body, "rate": "0.92"}).json()["id"] == first.json()["id"]
    read = script(lena).get("rates/", currency="USD", on_from="2026-11-01").json()["results"]
    assert [(row["on"], row["rate"]) for row in read] == [("2026-11-02", "0.92000000")]
    assert script(lena).get("rates/", on_to="2026-11-01").json()["results"] == []
    for changes, field in (({"rate": "0"}, "rate"), ({"currency": "EUR"}, "currency"), ({"on": None}, "on")):
        assert fields_at_fault(running.post("rates/", {**body, **changes})) == [field]
