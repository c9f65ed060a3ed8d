"""Usage by month through the API: said as often as a meter likes, kept once (docs/methods.md, Usage)."""

from typing import Any

import pytest

from accounts.models import Account, MonthUsage, PeriodClose, TimelineEvent
from retention.team.models import User

from .bodies import contract_of
from .conftest import Script, Scripts, fields_at_fault


@pytest.fixture
def meter(script: Scripts, lena: User) -> Script:
    """Lena's script."""
    return script(lena, "contracts:read", "contracts:write", "accounts:read")


@pytest.fixture
def calls(meter: Script, vela: Account) -> int:
    """A line without a minimum, from July 2026."""
    line = {"description": "Calls", "recurring_amount": "0.00", "price_model": "usage"}
    made = meter.post("contracts/", contract_of(vela, lines=[line]))
    assert made.status_code == 201, made.content
    number: int = made.json()["lines"][0]["id"]
    return number


def billed(line: int, **changes: Any) -> dict[str, Any]:
    return {"line_id": line, "month": "2026-08-17", "amount": "900.00", **changes}


def test_a_month_is_said_corrected_and_repeated_without_effect(
    meter: Script, calls: int, vela: Account
) -> None:
    made = meter.post("usage/", billed(calls))
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["month"], row["amount"], row["currency"]) == ("2026-08-01", "900.00", "EUR")
    assert (row["account_id"], row["line_id"]) == (vela.pk, calls)
    told = TimelineEvent.objects.count()
    again = meter.post("usage/", billed(calls, month="2026-08-01"))
    assert (again.status_code, again.json(), TimelineEvent.objects.count()) == (200, row, told)
    other = meter.post("usage/", billed(calls, amount="950.00"))
    assert (other.status_code, other.json()["id"], other.json()["amount"]) == (200, row["id"], "950.00")
    assert meter.get(f"usage/{row['id']}/").json() == other.json()


def test_months_page_by_key_and_are_found_by_account_line_and_time(meter: Script, calls: int) -> None:
    for month in ("07", "08", "09"):
        assert meter.post("usage/", billed(calls, month=f"2026-{month}-01")).status_code == 201
    first = meter.get("usage/", limit=2).json()
    assert len(first["results"]) == 2 and first["next"]
    assert [
        row["month"] for row in meter.get("usage/", line=calls, month_from="2026-09-01").json()["results"]
    ] == ["2026-09-01"]
    assert meter.get("usage/", line=calls + 1).json()["results"] == []


def test_a_closed_month_needs_its_reason(meter: Script, calls: int, ada: User) -> None:
    meter.post("usage/", billed(calls))
    PeriodClose.objects.create(through="2026-08-31", closed_by=ada)
    assert meter.post("usage/", billed(calls)).status_code == 200
    refused = meter.post("usage/", billed(calls, amount="1.00"))
    assert (refused.status_code, fields_at_fault(refused)) == (409, ["correction"])
    assert meter.post("usage/", billed(calls, month="2026-09-01")).status_code == 201
    late = meter.post("usage/", billed(calls, amount="1.00", correction="The meter was wrong"))
    assert late.json()["amount"] == "1.00"
    assert "(The meter was wrong)" in TimelineEvent.objects.latest("id").text


def test_what_cannot_be_names_its_field_and_writes_nothing(
    meter: Script, calls: int, script: Scripts, nico: User
) -> None:
    for body, field in (
        (billed(calls, month="2027-12-01"), "month"),
        (billed(calls, month="2025-12-01"), "month"),
        (billed(calls, amount="-1"), "amount"),
        (billed(calls, amount="NaN"), "amount"),
        (billed(calls, line_id=10**12), "line_id"),
    ):
        assert fields_at_fault(meter.post("usage/", body)) == [field], body
    assert fields_at_fault(script(nico).post("usage/", billed(calls))) == ["line_id"]
    assert not MonthUsage.objects.exists()
