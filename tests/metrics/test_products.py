"""Gross kept per product, from the lines as they were known (docs/methods.md, Kept revenue)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import ContractLine, LineSuspension, Product
from retention.metrics.kept import kept
from retention.metrics.products import product_grr
from retention.team.models import Team, User

from ..factories import make_contract
from .books import LAST, LONG_AGO, account, known_since, steps, year

pytestmark = pytest.mark.django_db


def test_a_change_of_product_is_a_loss_of_the_first_and_none_of_the_customer(lena: User, north: Team) -> None:
    one = account(lena, north)
    contract = make_contract(one, start=LONG_AGO, end=None, arr=Decimal(100), state="active")
    old, new = (Product.objects.create(code=code, name=code) for code in ("Old", "New"))
    contract.lines.update(product=old, end_on=date(2025, 5, 31))
    ContractLine.objects.create(
        contract=contract, product=new, recurring_amount=110, arr=110, start_on=date(2025, 6, 1)
    )
    found = product_grr(year(lena))
    assert (found.value, found.denominator, found.n) == (0, 100, 1)
    assert [(row.name, row.note, row.before, row.after) for row in found.rows()] == [
        (one.name, "Old", 100, 0)
    ]
    assert found.rows(found.rows()[0].place) == []


def test_products_count_by_the_lines_as_they_were_known(lena: User, north: Team) -> None:
    one = account(lena, north)
    contract = make_contract(one, start=LONG_AGO, end=None, arr=Decimal(100), state="active")
    known_since(datetime.now(UTC) - timedelta(days=30))
    contract.lines.update(end_on=date(2025, 5, 31))
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert product_grr(year(lena)).value == 0
    assert product_grr(year(lena, known_at=yesterday)).value == 1
    assert product_grr(year(lena, known_at=yesterday - timedelta(days=60))).n == 0
    contract.lines.all().delete()
    assert product_grr(year(lena)).n == 0
    assert product_grr(year(lena, known_at=yesterday)).value == 1


@pytest.mark.parametrize("gap, kept_value", [(30, 1), (31, 0)])
def test_a_product_renewed_late_is_kept_within_the_grace(
    lena: User, north: Team, gap: int, kept_value: int
) -> None:
    one = account(lena, north)
    contract = make_contract(one, start=LONG_AGO, end=None, arr=Decimal(100), state="active")
    last = LAST - timedelta(days=10)
    contract.lines.update(end_on=last)
    again = last + timedelta(days=gap + 1)
    ContractLine.objects.create(contract=contract, recurring_amount=100, arr=100, start_on=again)
    assert product_grr(year(lena)).value == kept_value


def test_products_of_a_customer_who_paused_beyond_grace_are_lost(lena: User, north: Team) -> None:
    one = account(lena, north)
    contract = make_contract(one, start=LONG_AGO, end=None, arr=Decimal(80), state="active")
    contract.lines.update(end_on=date(2025, 4, 30))
    steps(one, (LONG_AGO, 80), (date(2025, 5, 1), 0), (date(2025, 6, 1), 90))
    ContractLine.objects.create(contract=contract, recurring_amount=90, arr=90, start_on=date(2025, 6, 1))
    assert (kept(year(lena), "grr").value, product_grr(year(lena)).value) == (0, 0)


def test_a_suspended_product_is_not_lost(lena: User, north: Team) -> None:
    one = account(lena, north)
    contract = make_contract(one, start=LONG_AGO, end=None, arr=Decimal(100), state="active")
    away = LAST - timedelta(days=20)
    contract.lines.update(end_on=away - timedelta(days=1))
    LineSuspension.objects.create(
        line=contract.lines.get(), starts_on=away, ends_on=away + timedelta(days=60)
    )
    assert product_grr(year(lena)).value == 1
    LineSuspension.objects.update(lost_on=away)
    assert product_grr(year(lena)).value == 0
