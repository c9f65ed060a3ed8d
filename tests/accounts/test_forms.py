"""Forms of accounts and contracts: they hand clean data to an action and never save."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import add_account, edit_account, enter_contract
from accounts.forms import AccountForm, ContractForm, LineFormSet, TeamMemberForm, UnitForm
from accounts.models import Account, Contract, OrgUnit, Product
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.cast import NOON
from tests.factories import make_contract


def posted(form: Any) -> dict[str, Any]:
    """What a browser would send back for an opened form."""
    found = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in found.items() if value not in (None, False)}


def test_an_account_form_adds_what_was_typed(lena: User, vela: Account) -> None:
    data = {
        **posted(AccountForm(user=lena)),
        "name": " Bay Ferries ",
        "currency": "sek",
        "parent": "vela hotels",
    }
    form = AccountForm(data, user=lena)
    assert form.is_valid(), form.errors
    account = add_account(by=lena, at=NOON, **form.fields_said())
    assert (account.name, account.currency, account.owner, account.parent) == (
        "Bay Ferries", "SEK", lena, vela,
    )  # fmt: skip


def test_an_opened_form_sent_back_unchanged_changes_nothing(vela: Account, lena: User) -> None:
    form = AccountForm(
        {**posted(AccountForm(user=lena, account=vela)), "version": "1"}, user=lena, account=vela
    )
    assert form.is_valid(), form.errors
    assert form.changes() == {}
    assert edit_account(account=vela, changes={}, by=lena, at=NOON, expected_version=1).version == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "The name is missing."),
        ("name", "a\x00", "cannot be stored"),
        ("name", "x" * 201, "at most 200"),
        ("currency", "EURO", "not a currency code"),
        ("time_zone", "Mars", "not a time zone"),
        ("country", "Germany", "not a country code"),
        ("customer_since", "31.02.2026", "“31.02.2026” is not a day"),
        ("customer_since", "0099-01-01", "The year must be"),
        ("tier", "E", "Choose “Tier” from the list."),
        ("owner", "999999", "Choose “Owner” from the list."),
        ("owner", "x", "Choose “Owner” from the list."),
        ("parent", "Orchard & Vine", "No account of yours"),
        ("website", "javascript:alert(1)", "website"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_stays_in_the_box(
    vela: Account, orchard: Account, lena: User, field: str, value: str, words: str
) -> None:
    data = {**posted(AccountForm(user=lena, account=vela)), field: value}
    form = AccountForm(data, user=lena, account=vela)
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]
    assert form[field].value() == value


def test_an_actions_refusal_is_shown_beside_its_field(vela: Account, lena: User) -> None:
    form = AccountForm(posted(AccountForm(user=lena, account=vela)), user=lena, account=vela)
    assert form.is_valid()
    form.refuse(InputRefused("Not that one.", field="owner"))
    form.refuse(InputRefused("Not now.", field="elsewhere"))
    assert form.errors == {"owner": ["Not that one."], "__all__": ["Not now."]}


def contract_data(**more: Any) -> dict[str, Any]:
    """A contract with one line as a browser posts it."""
    return {
        "reference": "C-1", "currency": "EUR", "term_start": "01/02/2026", "term_end": "31/01/2027",
        "renewal_term_months": "12", "notice_value": "60", "notice_unit": "days",
        "notice_counted_from": "unknown", "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0",
        "lines-0-description": "Wi-Fi", "lines-0-recurring_amount": "1.234,50", "lines-0-period_months": "1",
        "lines-0-quantity": "1", "lines-0-is_recurring": "on",
        "lines-1-period_months": "12", "lines-1-quantity": "1", "lines-1-is_recurring": "on", **more,
    }  # fmt: skip


def lines(data: dict[str, Any], user: User, account: Account) -> Any:
    """The bound line rows."""
    return LineFormSet(data, prefix="lines", form_kwargs={"user": user, "account": account})


def test_a_contract_is_entered_with_its_lines_and_an_empty_row_is_left_out(vela: Account, lena: User) -> None:
    form = ContractForm(contract_data(), user=lena, account=vela)
    rows = lines(contract_data(), lena, vela)
    assert form.is_valid(), form.errors
    assert rows.is_valid(), rows.errors
    contract = enter_contract(account=vela, by=lena, at=NOON, lines=rows.line_inputs(), **form.fields_said())
    assert (contract.term_start, contract.term_end, contract.notice_value) == (
        date(2026, 2, 1), date(2027, 1, 31), 60,
    )  # fmt: skip
    assert [line.arr for line in contract.lines.all()] == [Decimal("14814.00")]


def test_a_contract_that_cannot_be_names_its_fields(vela: Account, lena: User) -> None:
    form = ContractForm(
        contract_data(term_end="31/01/2026", currency="E", notice_value="-1"), user=lena, account=vela
    )
    assert set(form.errors) == {"term_end", "currency", "notice_value"}
    assert form.errors["term_end"] == ["The term cannot end before it starts."]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lines-0-recurring_amount": "-5"}, "recurring_amount"),
        ({"lines-0-recurring_amount": "184.000"}, "recurring_amount"),
        ({"lines-0-recurring_amount": "much"}, "recurring_amount"),
        ({"lines-0-recurring_amount": ""}, "recurring_amount"),
        ({"lines-0-period_months": "0"}, "period_months"),
        ({"lines-0-description": ""}, "description"),
        ({"lines-0-start_on": "2026-03-01", "lines-0-end_on": "2026-02-01"}, "end_on"),
    ],
)
def test_a_line_that_cannot_be_names_its_field(
    vela: Account, lena: User, more: dict[str, Any], field: str
) -> None:
    rows = lines(contract_data(**more), lena, vela)
    assert not rows.is_valid()
    assert list(rows.errors[0]) == [field]
    assert not Contract.objects.exists()


def test_an_actions_refusal_of_a_line_is_shown_in_its_row(vela: Account, lena: User) -> None:
    rows = lines(contract_data(), lena, vela)
    assert rows.is_valid()
    assert rows.refuse("lines.0.quantity", "The quantity must be more than 0.")
    assert not rows.refuse("term_end", "No.")
    assert rows.forms[0].errors == {"quantity": ["The quantity must be more than 0."]}


def test_ten_line_rows_read_products_and_units_once(vela: Account, lena: User) -> None:
    Product.objects.create(code="W", name="Wi-Fi")
    OrgUnit.objects.create(account=vela, name="Sales")
    with CaptureQueriesContext(connection) as queries:
        rows = LineFormSet(
            prefix="lines", form_kwargs={"user": lena, "account": vela}, initial=[{"quantity": 1}] * 9
        )
        html = "".join(str(form) for form in rows.forms)
    assert html.count("Wi-Fi") == html.count("Sales") == 10
    reads = [query["sql"] for query in queries if "accounts_product" in query["sql"]]
    assert len(reads) == 1


def test_what_a_contract_in_force_rests_on_cannot_be_typed_over(vela: Account, lena: User) -> None:
    contract = make_contract(vela, state="active")
    data = {
        **posted(ContractForm(user=lena, account=vela, contract=contract)),
        "currency": "USD",
        "note": "x",
    }
    form = ContractForm(data, user=lena, account=vela, contract=contract)
    assert form.is_valid(), form.errors
    assert form.changes() == {"note": "x"}


def test_units_and_colleagues_are_chosen_from_what_may_be_seen(
    vela: Account, orchard: Account, lena: User, machine: User
) -> None:
    theirs = OrgUnit.objects.create(account=orchard, name="Secret")
    unit = UnitForm({"name": "Sales", "kind": "division", "parent": theirs.pk}, user=lena, account=vela)
    assert list(unit.errors) == ["parent"]
    assert list(TeamMemberForm({"user": machine.pk, "function": "legal"}).errors) == ["user"]
    assert TeamMemberForm({"user": lena.pk, "function": "legal"}).is_valid()
