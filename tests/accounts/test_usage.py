"""Usage without a minimum: months that are entered, and what they make in a year (docs/methods.md, Usage)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.actions import record_usage
from accounts.actions.usage import NotByUsage
from accounts.models import Account, ContractLine, MonthUsage, TimelineEvent
from accounts.variable import months_before, trailing
from retention.lib.accepts import InputRefused
from retention.metrics.kept import kept
from retention.metrics.metric import LeftOut
from retention.metrics.questions import ask
from retention.metrics.variable import variable_recurring
from retention.team.models import User
from tests.accounts.contract_book import line, signed
from tests.cast import NOON, TODAY
from tests.factories import make_contract
from tests.metrics.books import rate

AUG, SEP, OCT = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)


def test_three_months_times_four_are_a_year() -> None:
    billed = {AUG: Decimal(900), SEP: Decimal(1100), OCT: Decimal(1000)}
    assert trailing(billed, date(2026, 11, 23)) == trailing(billed, date(2026, 11, 1)) == 12000
    assert trailing(billed, date(2026, 10, 31)) is None
    assert trailing({AUG: Decimal(900), OCT: Decimal(1)}, TODAY) is None
    assert trailing({month: Decimal(0) for month in billed}, TODAY) == 0
    assert months_before(date(2026, 1, 31)) == [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)]


@pytest.fixture
def by_usage(vela: Account, lena: User) -> ContractLine:
    """A line without a minimum, beside 1,000 a year."""
    contract = signed(
        vela, lena, line(1000), line(0, description="Calls", price_model="usage"), currency="EUR"
    )
    return contract.lines.get(description="Calls")


def enter(of: ContractLine, by: User, **amounts: int) -> None:
    for month, amount in zip((AUG, SEP, OCT), amounts.values(), strict=False):
        record_usage(line=of, month=month + timedelta(days=9), amount=Decimal(amount), by=by, at=NOON)


@pytest.mark.django_db
def test_usage_stands_beside_yearly_revenue_and_moves_none(by_usage: ContractLine, lena: User) -> None:
    enter(by_usage, lena, aug=900, sep=1100, oct=1000)
    asked = ask(lena, today=TODAY)
    found = variable_recurring(asked)
    assert (found.value, found.denominator, found.n, found.excluded) == (12000, 3000, 1, ())
    assert [(row.name, row.before, row.after) for row in found.rows()] == [("Vela Hotels", 3000, 12000)]
    assert found.rows(found.rows()[0].place) == []
    account = Account.objects.get()
    assert (account.arr, account.movements.count()) == (1000, 1)
    assert kept(ask(lena, today=TODAY, start=OCT), "grr").denominator == 1000
    assert "billed 1,000.00 EUR for Oct 2026" in TimelineEvent.objects.latest("id").text


@pytest.mark.django_db
def test_a_missing_month_leaves_the_line_out_and_a_foreign_one_counts_at_its_rate(
    by_usage: ContractLine, vela: Account, lena: User, nico: User
) -> None:
    enter(by_usage, lena, aug=900, sep=1100)
    dollars = make_contract(vela, state="active", currency="USD")
    dollars.lines.update(price_model="usage", is_recurring=False, arr=0)
    enter(dollars.lines.get(), lena, aug=1, sep=1, oct=1)
    assert variable_recurring(ask(lena, today=TODAY)).excluded == (
        LeftOut("with a month missing", 1), LeftOut("no exchange rate", 1),
    )  # fmt: skip
    rate("USD", TODAY, "0.5")
    assert variable_recurring(ask(lena, today=TODAY)).value == 6
    assert variable_recurring(ask(nico, today=TODAY)).n == 0
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    assert variable_recurring(ask(lena, today=TODAY, known_at=long_ago)).n == 0


@pytest.mark.django_db
def test_the_same_month_again_corrects_it_and_what_cannot_be_is_refused(
    by_usage: ContractLine, lena: User, nico: User
) -> None:
    enter(by_usage, lena, aug=900)
    enter(by_usage, lena, aug=950)
    assert MonthUsage.objects.get().amount == 950
    for month, amount, field in (
        (date(2026, 12, 1), 1, "month"), (date(2025, 12, 1), 1, "month"), (None, 1, "month"),
        (AUG, -1, "amount"), (AUG, None, "amount"),
    ):  # fmt: skip
        with pytest.raises(InputRefused) as refused:
            record_usage(line=by_usage, month=month, amount=amount, by=lena, at=NOON)  # type: ignore[arg-type]
        assert refused.value.field == field
    fixed = by_usage.contract.lines.exclude(pk=by_usage.pk).get()
    with pytest.raises(NotByUsage):
        record_usage(line=fixed, month=AUG, amount=Decimal(1), by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        record_usage(line=by_usage, month=AUG, amount=Decimal(1), by=nico, at=NOON)
    assert MonthUsage.objects.count() == 1


@pytest.mark.django_db
def test_usage_is_entered_on_the_contract_page(by_usage: ContractLine, lena: User) -> None:
    hers = Client()
    hers.force_login(lena)
    address = f"/lines/{by_usage.pk}/usage/"
    assert hers.get(address).status_code == 200
    assert hers.post(address, {"month": "2026-10-10", "amount": "oops"}).status_code == 422
    for month, amount in ((8, 900), (9, 1100), (10, 1000)):
        assert hers.post(address, {"month": f"2026-{month:02}-10", "amount": amount}).status_code == 302
    page = hers.get(f"/contracts/{by_usage.contract_id}/").content.decode()
    assert "Enter usage" in page
    assert "12,000" in page and "by the last three months" in page
