"""Lines of contracts in force: what changes has a day, and the yearly revenue follows."""

from typing import Any

import pytest

from accounts.models import Account
from retention.team.models import User

from .bodies import contract_of, everything
from .conftest import Script, Scripts, fields_at_fault


@pytest.fixture
def running(script: Scripts, lena: User) -> Script:
    """Lena's script."""
    return script(lena)


@pytest.fixture
def contract(running: Script, vela: Account) -> dict[str, Any]:
    """In force from July, one line of 12,000 a year; fewer units may be taken."""
    body = contract_of(vela, downgrade_right=True)
    signed: dict[str, Any] = running.post("contracts/", body).json()
    return signed


def arr_of(account: Account) -> int:
    account.refresh_from_db()
    return int(account.arr)


def test_a_line_is_added_to_a_contract_in_force(
    running: Script, contract: dict[str, Any], vela: Account
) -> None:
    line = {"contract_id": contract["id"], "recurring_amount": "50.00", "period_months": 1}
    added = running.post("contract-lines/", {**line, "start_on": "2026-09-01"})
    assert (added.status_code, added.json()["arr"]) == (201, "600.00"), added.json()
    assert (added.json()["contract_id"], added.json()["end_on"]) == (contract["id"], "2027-06-30")
    assert arr_of(vela) == 12600
    listed = running.get("contract-lines/", contract=contract["id"]).json()["results"]
    assert [row["id"] for row in listed] == [contract["lines"][0]["id"], added.json()["id"]]
    assert len(running.get("contract-lines/", in_force_on="2026-08-31").json()["results"]) == 1
    assert fields_at_fault(running.post("contract-lines/", {**line, "start_on": "2030-01-01"})) == ["end_on"]
    assert fields_at_fault(running.post("contract-lines/", {**line, "quantity": "0"})) == ["quantity"]


def test_a_line_is_changed_from_a_day_on(running: Script, contract: dict[str, Any], vela: Account) -> None:
    old = contract["lines"][0]
    path = f"contract-lines/{old['id']}"
    changed = running.post(
        f"{path}/amendments/", {"effective_on": "2026-10-01", "recurring_amount": "15000.00"}
    )
    assert changed.status_code == 201, changed.json()
    newer = changed.json()
    assert (newer["start_on"], newer["arr"], newer["description"]) == (
        "2026-10-01",
        "15000.00",
        old["description"],
    )
    before = running.get(f"{path}/").json()
    assert (before["end_on"], before["superseded_by_id"]) == ("2026-09-30", newer["id"])
    assert arr_of(vela) == 15000
    nothing = running.post(f"{path}/amendments/", {"effective_on": "2026-08-01"})
    assert (nothing.status_code, fields_at_fault(nothing)) == (400, [""])
    for body, field in (
        ({"recurring_amount": "1.00"}, "effective_on"),
        ({"effective_on": "2026-12-01", "recurring_amount": "1.00"}, "effective_on"),
        ({"effective_on": "2026-08-01", "start_on": "2026-08-01"}, "start_on"),
        ({"effective_on": "2026-08-01", "quantity": "-1"}, "quantity"),
    ):
        answer = running.post(f"{path}/amendments/", body)
        assert (answer.status_code, fields_at_fault(answer)) == (400, [field]), body


def test_a_line_is_suspended_and_comes_back(running: Script, contract: dict[str, Any], vela: Account) -> None:
    path = f"contract-lines/{contract['lines'][0]['id']}"
    assert running.post(f"{path}/resume/", {"on": "2026-12-01"}).status_code == 409
    paused = running.post(f"{path}/suspend/", {"starts_on": "2026-11-01", "note": "Closed for winter"})
    assert (paused.status_code, paused.json()["end_on"]) == (200, "2026-10-31"), paused.json()
    assert arr_of(vela) == 0
    assert paused.json()["agreed_end_on"] == "2027-06-30"
    back = running.post(f"{path}/resume/", {"on": "2026-11-20"})
    assert (back.status_code, back.json()["start_on"]) == (201, "2026-11-20"), back.json()
    assert arr_of(vela) == 12000


def test_a_contract_ends_with_its_lines_and_tells_why(
    running: Script, contract: dict[str, Any], vela: Account
) -> None:
    path = f"contracts/{contract['id']}/end/"
    before = everything()
    assert fields_at_fault(running.post(path, {"last_day": "2031-01-01"})) == ["last_day"]
    assert fields_at_fault(running.post(path, {"last_day": "2026-10-31", "cause": "whim"})) == ["cause"]
    assert everything() == before
    ended = running.post(path, {"last_day": "2026-10-31", "cause": "insolvency", "reason": "Court"})
    assert (ended.status_code, ended.json()["state"], ended.json()["end_cause"]) == (
        200,
        "ended",
        "insolvency",
    )
    assert ended.json()["lines"][0]["end_on"] == "2026-10-31"
    assert arr_of(vela) == 0


def test_agreed_price_rises_do_not_make_the_same_contract_another(
    running: Script, contract: dict[str, Any], vela: Account
) -> None:
    line = {"recurring_amount": "1000.00", "escalator_pct": "3.000"}
    body = contract_of(
        vela, reference="C-9", term_start="2024-07-01", term_end="2028-06-30", lines=[line], auto_renew=True
    )
    first = running.put("contracts/by-external-id/erp/K-9/", body)
    assert (first.status_code, len(first.json()["lines"])) == (201, 4), first.json()
    before = everything()
    assert running.put("contracts/by-external-id/erp/K-9/", body).json() == first.json()
    assert everything() == before


def test_who_only_sees_the_account_changes_no_line(
    script: Scripts, sol: User, nico: User, contract: dict[str, Any]
) -> None:
    path = f"contract-lines/{contract['lines'][0]['id']}/amendments/"
    body = {"effective_on": "2026-10-01", "recurring_amount": "1.00"}
    before = everything()
    assert script(sol).post(path, body).status_code == 403
    assert script(nico).post(path, body).status_code == 404
    assert script(nico).post("contract-lines/", {"contract_id": contract["id"]}).status_code == 400
    assert everything() == before
