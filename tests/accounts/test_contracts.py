"""Contracts until they are in force: drafts, activation, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import (
    activate_contract,
    discard_draft,
    edit_contract,
    enter_contract,
    replace_lines,
)
from accounts.announced import ContractActivated
from accounts.fx import RateMissing
from accounts.lines import LineInput, LineOutsideTerm, LinesOverlap, NoLines
from accounts.models import Account, ArrMovement, Contract, ContractLine, FxRate, OrgUnit, Product
from accounts.papers import NotADraft, ReferenceTaken
from retention.lib import facts
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contract

START, END = date(2026, 2, 1), date(2027, 1, 31)


@pytest.fixture
def wifi(db: None) -> Product:
    """Something we sell."""
    return Product.objects.create(code="WIFI", name="Guest Wi-Fi")


def line(amount: str = "12000", **said: Any) -> LineInput:
    """A line of a year's price."""
    return LineInput(recurring_amount=Decimal(amount), description="Subscription", **said)


def enter(account: Account, by: User, *lines: LineInput, **fields: Any) -> Contract:
    """A draft over a year."""
    asked = {"reference": "C-1", "term_start": START, "term_end": END, **fields}
    return enter_contract(account=account, by=by, at=NOON, lines=lines, **asked)


def test_a_draft_carries_no_arr_and_its_lines_run_as_long_as_it(vela: Account, lena: User) -> None:
    contract = enter(vela, lena, line("1000", period_months=1), line("500", is_recurring=False))
    vela.refresh_from_db()
    monthly, once = contract.lines.order_by("id")
    assert (contract.state, contract.currency, vela.arr) == ("draft", "EUR", 0)
    assert (monthly.arr, monthly.start_on, monthly.end_on) == (12000, START, END)
    assert once.arr == 0
    assert not ArrMovement.objects.exists()


def test_activation_makes_arr_movements_and_dates_true_at_once(
    vela: Account, lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[ContractActivated] = []
    row = [*facts._listeners[ContractActivated], facts.Listener(99, "heard", told.append)]
    monkeypatch.setitem(facts._listeners, ContractActivated, row)
    contract = activate_contract(contract=enter(vela, lena, line()), by=lena, at=NOON)
    vela.refresh_from_db()
    assert contract.state == "active"
    assert (vela.arr, vela.arr_base, vela.next_term_end) == (12000, 12000, END)
    assert vela.changes_on == END + timedelta(days=1)
    assert [(m.effective_on, m.kind, m.amount) for m in vela.movements.all()] == [(START, "new", 12000)]
    assert [(fact.contract_id, fact.account_id) for fact in told] == [(contract.pk, vela.pk)]
    assert vela.version == 1
    assert vela.timeline.get(kind="contract_activated").text == (
        "Contract C-1 in force: 12,000.00 EUR a year, 1 Feb 2026 to 31 Jan 2027"
    )


def test_a_contract_that_starts_later_carries_arr_only_from_its_day(vela: Account, lena: User) -> None:
    start = TODAY + timedelta(days=10)
    activate_contract(contract=enter(vela, lena, line(), term_start=start), by=lena, at=NOON)
    vela.refresh_from_db()
    assert (vela.arr, vela.changes_on) == (0, start)
    assert not ArrMovement.objects.exists()


def test_a_contract_whose_term_is_over_is_ended_with_its_whole_history(vela: Account, lena: User) -> None:
    end = date(2026, 10, 31)
    contract = activate_contract(contract=enter(vela, lena, line(), term_end=end), by=lena, at=NOON)
    vela.refresh_from_db()
    assert (contract.state, vela.arr, vela.changes_on) == ("ended", 0, None)
    assert [(m.kind, m.amount) for m in vela.movements.order_by("id")] == [("new", 12000), ("churn", -12000)]


def test_one_that_renews_by_itself_is_in_its_present_term(vela: Account, lena: User) -> None:
    draft = enter(
        vela, lena, line(), term_start=date(2023, 1, 31), term_end=date(2024, 1, 30), auto_renew=True
    )
    contract = activate_contract(contract=draft, by=lena, at=NOON)
    assert (contract.state, contract.term_end) == ("active", date(2027, 1, 30))
    assert contract.lines.get().end_on == date(2027, 1, 30)
    assert [m.kind for m in vela.movements.all()] == ["new"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": "\x00"}, "reference"),
        ({"reference": "x" * 121}, "reference"),
        ({"currency": "EURO"}, "currency"),
        ({"term_start": None}, "term_start"),
        ({"term_end": START - timedelta(days=1)}, "term_end"),
        ({"term_end": None, "auto_renew": True}, "auto_renew"),
        ({"renewal_term_months": 0}, "renewal_term_months"),
        ({"notice_value": -1}, "notice_value"),
        ({"notice_unit": "weeks"}, "notice_unit"),
        ({"state": "active"}, "state"),
    ],
)
def test_a_contract_that_cannot_be_is_refused_by_field(
    vela: Account, lena: User, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        enter(vela, lena, line(), **fields)
    assert refused.value.field == field
    assert not Contract.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"recurring_amount": Decimal(-1)}, "recurring_amount"),
        ({"recurring_amount": Decimal("NaN")}, "recurring_amount"),
        ({"recurring_amount": Decimal("1.005")}, "recurring_amount"),
        ({"recurring_amount": Decimal(10) ** 12}, "recurring_amount"),
        ({"period_months": 0}, "period_months"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"start_on": END, "end_on": START}, "end_on"),
        ({"description": "x" * 201}, "description"),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_its_place_and_field(
    vela: Account, lena: User, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        enter(vela, lena, line(), LineInput(**{"recurring_amount": Decimal(1), **said}))
    assert refused.value.field == f"lines.1.{field}"
    assert not ContractLine.objects.exists()


def test_a_reference_is_used_once_per_account(
    vela: Account, orchard: Account, lena: User, nico: User
) -> None:
    enter(vela, lena)
    enter(orchard, nico)
    with pytest.raises(ReferenceTaken):
        enter(vela, lena)


def test_a_unit_or_a_predecessor_of_another_account_is_refused(
    vela: Account, orchard: Account, lena: User
) -> None:
    unit = OrgUnit.objects.create(account=orchard, name="Secret unit")
    for asked in (
        lambda: enter(vela, lena, line(org_unit=unit)),
        lambda: enter(vela, lena, predecessor=make_contract(orchard, reference="Secret")),
    ):
        with pytest.raises(DomainError) as refused:
            asked()
        assert "Secret" not in refused.value.message


def refused_activation(contract: Contract, by: User, error: type[DomainError]) -> DomainError:
    """Activation is refused and nothing has changed."""
    with pytest.raises(error) as refused:
        activate_contract(contract=contract, by=by, at=NOON)
    contract.refresh_from_db()
    assert contract.state == "draft"
    assert not contract.account.movements.filter(line__contract=contract).exists()
    return refused.value


def test_a_contract_without_lines_or_with_lines_outside_its_term_is_not_activated(
    vela: Account, lena: User
) -> None:
    refused_activation(enter(vela, lena), lena, NoLines)
    early = enter(vela, lena, line(start_on=START - timedelta(days=1)), reference="C-2")
    assert "1 Feb 2026 to 31 Jan 2027" in refused_activation(early, lena, LineOutsideTerm).message


def test_the_same_product_sold_twice_on_one_day_is_refused_by_name(
    vela: Account, lena: User, wifi: Product
) -> None:
    activate_contract(contract=enter(vela, lena, line(product=wifi)), by=lena, at=NOON)
    second = enter(vela, lena, line(product=wifi), reference="C-2", term_start=END, term_end=None)
    error = refused_activation(second, lena, LinesOverlap)
    assert "C-1 holds it until 31 Jan 2027" in error.message
    after = enter(
        vela, lena, line(product=wifi), reference="C-3", term_start=END + timedelta(days=1), term_end=None
    )
    assert activate_contract(contract=after, by=lena, at=NOON).state == "active"


def test_an_early_renewal_ends_the_lines_of_what_it_follows(vela: Account, lena: User, wifi: Product) -> None:
    old = activate_contract(contract=enter(vela, lena, line(product=wifi)), by=lena, at=NOON)
    start = date(2026, 12, 1)
    new = enter(
        vela, lena, line("15000", product=wifi), reference="C-2", term_start=start, predecessor=old,
        term_end=date(2027, 11, 30),
    )  # fmt: skip
    activate_contract(contract=new, by=lena, at=NOON)
    vela.refresh_from_db()
    assert old.lines.get().end_on == start - timedelta(days=1)
    assert (vela.arr, vela.next_term_end, vela.changes_on) == (12000, date(2027, 11, 30), start)


def test_a_currency_without_a_rate_is_refused_until_there_is_one(vela: Account, lena: User) -> None:
    contract = enter(vela, lena, line(), currency="USD")
    assert "from USD to EUR" in refused_activation(contract, lena, RateMissing).message
    FxRate.objects.create(currency="USD", on=TODAY - timedelta(days=30), rate=Decimal("0.9"))
    activate_contract(contract=contract, by=lena, at=NOON)
    vela.refresh_from_db()
    assert (vela.arr, vela.arr_base) == (Decimal("10800.00"), Decimal("10800.00"))


def test_an_active_contract_is_neither_activated_nor_discarded_nor_given_other_lines(
    vela: Account, lena: User
) -> None:
    contract = activate_contract(contract=enter(vela, lena, line()), by=lena, at=NOON)
    for change in (
        lambda: activate_contract(contract=contract, by=lena, at=NOON),
        lambda: discard_draft(contract=contract, by=lena, at=NOON),
        lambda: replace_lines(contract=contract, lines=[line()], by=lena, at=NOON),
    ):
        with pytest.raises(NotADraft):
            change()
    assert ArrMovement.objects.count() == 1


def test_a_draft_can_be_given_other_lines_and_be_discarded(vela: Account, lena: User) -> None:
    draft = enter(vela, lena, line())
    replace_lines(contract=draft, lines=[line("1"), line("2")], by=lena, at=NOON, expected_version=1)
    assert [row.recurring_amount for row in draft.lines.order_by("id")] == [1, 2]
    with pytest.raises(StaleVersion):
        replace_lines(contract=draft, lines=[], by=lena, at=NOON, expected_version=1)
    discard_draft(contract=draft, by=lena, at=NOON)
    assert not Contract.objects.exists()


def test_viewers_and_other_teams_change_no_contract(vela: Account, lena: User, sol: User, nico: User) -> None:
    draft = enter(vela, lena, line())
    for outsider in (sol, nico):
        for change in (
            lambda by: enter(vela, by, reference="C-9"),
            lambda by: activate_contract(contract=draft, by=by, at=NOON),
            lambda by: edit_contract(
                contract=draft, changes={"note": "x"}, by=by, at=NOON, expected_version=1
            ),
        ):
            with pytest.raises(PermissionDenied):
                change(outsider)
    assert Contract.objects.get().state == "draft"
