"""Rights to leave, mergers, closed months and corrections through the API: nothing is ever half done."""

from typing import Any

import pytest

from accounts.models import Account, ArrMovement, Product
from retention.renewals.models import Renewal
from retention.team.models import User

from .bodies import contract_of, everything
from .conftest import Script, Scripts, fields_at_fault


@pytest.fixture
def running(script: Scripts, lena: User) -> Script:
    """Lena's script."""
    return script(lena)


@pytest.fixture
def contract(running: Script, vela: Account) -> dict[str, Any]:
    """In force from July 2026 for a year, one line of 12,000 a year."""
    signed: dict[str, Any] = running.post("contracts/", contract_of(vela)).json()
    return signed


def test_a_right_to_leave_opens_a_decision_and_taking_it_away_withdraws_it(
    running: Script, contract: dict[str, Any]
) -> None:
    leave = {"contract_id": contract["id"], "on": "2027-02-28", "notice_value": 30, "note": "Break clause"}
    made = running.post("break-options/", leave)
    assert (made.status_code, made.json()["on"]) == (201, "2027-02-28"), made.json()
    listed = running.get("renewals/").json()["results"]
    assert sorted((row["kind"], row["term_end"]) for row in listed) == [
        ("break_option", "2027-02-28"),
        ("term_end", "2027-06-30"),
    ]
    assert len(running.get("break-options/", contract=contract["id"]).json()["results"]) == 1
    path = f"break-options/{made.json()['id']}/"
    assert running.send("DELETE", path, "").status_code == 204
    assert running.get(path).status_code == 404
    assert [row.kind for row in Renewal.objects.open()] == ["term_end"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": "2028-01-01"}, "on"),
        ({"on": "2026-06-30"}, "on"),
        ({"on": "2027-02-28", "notice_value": -3}, "notice_value"),
        ({"on": "2027-02-28", "notice_unit": "moons"}, "notice_unit"),
        ({"on": "2026-07-15", "notice_value": 900}, "notice_value"),
        ({"contract_id": 987654}, "contract_id"),
    ],
)
def test_a_right_to_leave_that_cannot_be_is_refused_by_name(
    running: Script, contract: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    before = everything()
    body = {"contract_id": contract["id"], "on": "2027-02-28", **change}
    refused = running.post("break-options/", body)
    assert (refused.status_code, fields_at_fault(refused)) == (400, [field]), refused.json()
    assert everything() == before


def test_who_only_sees_the_account_takes_no_right_away(
    script: Scripts, ada: User, sol: User, nico: User, running: Script, contract: dict[str, Any]
) -> None:
    made = running.post("break-options/", {"contract_id": contract["id"], "on": "2027-02-28"}).json()
    path = f"break-options/{made['id']}/"
    assert script(sol).send("DELETE", path, "").status_code == 403
    assert script(nico).send("DELETE", path, "").status_code == 404
    assert script(sol).get(path).status_code == 200
    reading = script(ada, "contracts:read")
    assert reading.send("DELETE", path, "").status_code == 403


def test_two_customers_become_one_without_loss_or_new_revenue(
    script: Scripts, ada: User, lena: User, vela: Account, contract: dict[str, Any]
) -> None:
    survivor = Account.objects.create(name="Fjord Group", owner=lena)
    running = script(ada)
    body = {"merged_id": vela.pk, "survivor_id": survivor.pk, "on": "2026-10-01", "note": "Bought"}
    made = running.post("account-mergers/", body)
    assert (made.status_code, made.json()["merged_id"]) == (201, vela.pk), made.json()
    assert running.get(f"contracts/{contract['id']}/").json()["account_id"] == survivor.pk
    kinds = {row["kind"] for row in running.get("movements/").json()["results"]}
    assert "churn" not in kinds
    again = running.post("account-mergers/", body)
    assert (again.status_code, fields_at_fault(again)) == (400, ["survivor_id"])
    assert len(running.get("account-mergers/", survivor=survivor.pk).json()["results"]) == 1


def test_a_merger_that_cannot_be_changes_nothing(
    script: Scripts, lena: User, nico: User, vela: Account, orchard: Account, contract: dict[str, Any]
) -> None:
    other, his = Account.objects.create(name="Fjord Group", owner=lena), orchard
    running, before = script(lena), everything()
    fine = {"merged_id": vela.pk, "survivor_id": other.pk, "on": "2026-10-01"}
    for change, field in (
        ({"survivor_id": vela.pk}, "survivor_id"),
        ({"survivor_id": his.pk}, "survivor_id"),
        ({"on": "2027-10-01"}, "on"),
        ({"note": "x" * 201}, "note"),
    ):
        refused = running.post("account-mergers/", {**fine, **change})
        assert (refused.status_code, fields_at_fault(refused)) == (400, [field]), change
    assert script(nico).post("account-mergers/", {**fine, "survivor_id": his.pk}).status_code == 400
    assert everything() == before


def test_only_admins_close_the_books_and_everybody_reads_through_which_day(
    script: Scripts, ada: User, lena: User, sol: User
) -> None:
    assert script(lena).post("closed-periods/", {"through": "2026-09-30"}).status_code == 403
    closing = script(ada)
    made = closing.post("closed-periods/", {"through": "2026-09-30"})
    assert (made.status_code, made.json()["closed_by_id"]) == (201, ada.pk), made.json()
    assert [row["through"] for row in script(sol).get("closed-periods/").json()["results"]] == ["2026-09-30"]
    for day in ("2026-09-30", "2026-08-31", "2031-01-31"):
        refused = closing.post("closed-periods/", {"through": day})
        assert (refused.status_code, fields_at_fault(refused)) == (400, ["through"]), day
    assert script(ada, "rates:write").post("closed-periods/", {"through": "2026-10-31"}).status_code == 403


def test_lines_that_sell_the_same_for_the_same_days_are_refused(
    running: Script, contract: dict[str, Any], vela: Account
) -> None:
    product = Product.objects.create(code="P-1", name="Platform")
    line = {"recurring_amount": "100.00", "product_id": product.pk}
    before = everything()
    both = running.post("contracts/", contract_of(vela, reference="C-2", lines=[line, line]))
    assert (both.status_code, fields_at_fault(both)) == (409, ["lines"]), both.json()
    assert everything() == before
    one = {**line, "contract_id": contract["id"], "start_on": "2026-12-01"}
    assert running.post("contract-lines/", one).status_code == 201
    before = everything()
    again = running.post("contract-lines/", {**one, "start_on": "2027-03-01"})
    assert again.status_code == 409, again.json()
    assert everything() == before


def changes_in_closed_months(contract: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What would move revenue of August and September."""
    line = contract["lines"][0]["id"]
    return [
        (f"contract-lines/{line}/amendments/", {"effective_on": "2026-08-01", "recurring_amount": "9.00"}),
        (f"contract-lines/{line}/suspend/", {"starts_on": "2026-09-01"}),
        (
            "contract-lines/",
            {"contract_id": contract["id"], "recurring_amount": "100.00", "start_on": "2026-08-15"},
        ),
        (f"contracts/{contract['id']}/end/", {"last_day": "2026-08-31"}),
    ]


def test_a_change_in_a_closed_month_is_refused_with_the_reason_and_leaves_no_trace(
    script: Scripts, ada: User, running: Script, vela: Account
) -> None:
    contract = running.post("contracts/", contract_of(vela, downgrade_right=True)).json()
    script(ada).post("closed-periods/", {"through": "2026-09-30"})
    before = everything()
    for path, body in changes_in_closed_months(contract):
        refused = running.post(path, body)
        assert (refused.status_code, fields_at_fault(refused)) == (409, ["correction"]), path
        assert "the books are closed through 30 Sep 2026" in refused.json()["detail"], path
    backdated = running.post("contracts/", contract_of(vela, reference="C-2"))
    assert (backdated.status_code, fields_at_fault(backdated)) == (409, ["correction"])
    put = running.put("contracts/by-external-id/erp/K-2/", contract_of(vela, reference="C-2"))
    assert (put.status_code, fields_at_fault(put)) == (409, ["correction"])
    assert everything() == before


def test_a_correction_says_why_and_what_it_corrects(
    script: Scripts, ada: User, running: Script, contract: dict[str, Any]
) -> None:
    script(ada).post("closed-periods/", {"through": "2026-09-30"})
    path = f"contract-lines/{contract['lines'][0]['id']}/amendments/"
    body = {"effective_on": "2026-08-01", "recurring_amount": "15000.00", "correction": "Order form found"}
    assert running.post(path, body).status_code == 201
    (row,) = running.get("movements/", restated="true").json()["results"]
    assert (row["kind"], row["note"], row["amount"]) == ("correction", "Order form found", "3000.00"), row
    assert (row["effective_on"], row["meant_kind"]) == ("2026-08-01", "expansion"), row
    others = running.get("movements/", restated="false").json()["results"]
    assert row["id"] not in [each["id"] for each in others]
    assert len(others) == ArrMovement.objects.count() - 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"term_end": "2026-06-01"}, "term_end"),
        ({"notice_value": -1}, "notice_value"),
        ({"notice_value": 4000, "notice_unit": "days"}, "notice_value"),
        ({"renewal_term_months": -12, "auto_renew": True}, "renewal_term_months"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": "XTS"}, "currency"),
        ({"currency": "JPY"}, "currency"),
        ({"lines": [{"recurring_amount": "-1.00"}]}, "lines.0.recurring_amount"),
        ({"lines": [{"recurring_amount": "1.00", "period_months": 0}]}, "lines.0.period_months"),
        ({"lines": [{"recurring_amount": "1.00", "start_on": "2025-01-01"}]}, "lines"),
    ],
)
def test_a_contract_that_cannot_be_is_refused_by_name(
    running: Script, vela: Account, change: dict[str, Any], field: str
) -> None:
    before = everything()
    refused = running.post("contracts/", contract_of(vela, **change))
    assert refused.status_code in (400, 409), refused.json()
    assert fields_at_fault(refused) == [field], refused.json()
    assert everything() == before
