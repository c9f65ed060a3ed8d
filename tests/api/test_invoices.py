"""Invoices through the API: a billing system tells what it knows, as often as it likes."""

from typing import Any

from accounts.models import Account, ExternalId, Invoice
from retention.team.models import User

from .conftest import Scripts, fields_at_fault

OLD = "invoices/by-external-id/erp/INV-7/"


def invoice_of(account: Account, **changes: Any) -> dict[str, Any]:
    return {
        "account_id": account.pk, "number": "R-7", "issued_on": "2026-09-20", "due_on": "2026-10-20",
        "amount": "12400.00", **changes,
    }  # fmt: skip


def test_a_billing_system_enters_pays_and_repeats_without_effect(
    script: Scripts, lena: User, vela: Account
) -> None:
    erp = script(lena, "invoices:read", "invoices:write", "accounts:read")
    made = erp.put(OLD, invoice_of(vela))
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    assert (made.json()["open_amount"], made.json()["source"]) == ("12400.00", "erp")
    again = erp.put(OLD, invoice_of(vela))
    assert (again.status_code, again.json()["version"], Invoice.objects.count()) == (200, 1, 1)
    paid = erp.put(OLD, invoice_of(vela, paid_amount="12400.00", paid_on="2026-11-02"))
    assert (paid.status_code, paid.json()["id"], paid.json()["version"]) == (200, number, 2)
    assert paid.json()["open_amount"] == "0.00"
    assert paid.json()["external_ids"] == {"erp": "INV-7"}
    assert ExternalId.objects.get().record_id == number
    assert erp.get(f"invoices/{number}/").json() == paid.json()
    assert [row["id"] for row in erp.get("invoices/").json()["results"]] == [number]


def test_a_change_starts_from_the_version_read(script: Scripts, lena: User, vela: Account) -> None:
    erp = script(lena)
    number = erp.post("invoices/", invoice_of(vela)).json()["id"]
    path, body = f"invoices/{number}/", {"disputed_since": "2026-11-01", "dispute_reason": "Too many"}
    assert erp.patch(path, body).status_code == 428
    assert erp.patch(path, body | {"version": 1}).json()["version"] == 2
    assert erp.patch(path, {"amount": "1.00", "version": 1}).status_code == 412
    assert erp.get("invoices/", overdue="true").json()["results"] == []
    assert len(erp.get("invoices/", disputed="true", open="true").json()["results"]) == 1


def test_bad_input_names_its_field_and_writes_nothing(
    script: Scripts, lena: User, vela: Account, orchard: Account
) -> None:
    erp = script(lena)
    for body, field in (
        (invoice_of(orchard), "account_id"),
        (invoice_of(vela, number=""), "number"),
        (invoice_of(vela, number="a\x00"), "number"),
        (invoice_of(vela, amount="-1"), "amount"),
        (invoice_of(vela, amount="NaN"), "amount"),
        (invoice_of(vela, due_on="2026-01-01"), "due_on"),
        (invoice_of(vela, currency="XXQ"), "currency"),
        (invoice_of(vela, paid_amount="5"), "paid_on"),
        (invoice_of(vela, recorded_at="2020-01-01T00:00:00Z"), "recorded_at"),
    ):
        answer = erp.post("invoices/", body)
        assert (answer.status_code, fields_at_fault(answer)) == (400, [field]), answer.content
    assert not Invoice.objects.exists()


def test_another_number_under_the_same_id_is_refused(script: Scripts, lena: User, vela: Account) -> None:
    erp = script(lena)
    erp.put(OLD, invoice_of(vela))
    assert fields_at_fault(erp.put(OLD, invoice_of(vela, number="R-8"))) == ["number"]
    twice = erp.post("invoices/", invoice_of(vela))
    assert (twice.status_code, fields_at_fault(twice)) == (409, ["number"])


def test_what_is_not_theirs_does_not_exist(script: Scripts, lena: User, nico: User, vela: Account) -> None:
    number = script(lena).post("invoices/", invoice_of(vela)).json()["id"]
    assert script(nico).get(f"invoices/{number}/").status_code == 404
    assert script(nico).get("invoices/").json()["results"] == []
    assert script(lena, "accounts:read").get("invoices/").status_code == 403
