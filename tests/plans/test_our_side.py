"""Our side of a year, from hours: known where the price, the hours and what one costs are."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Account
from plans.actions.goodwill import give_goodwill
from plans.actions.hours import log_time, set_allowance
from plans.models import ServiceAllowance
from plans.our_side import margin_of_a_year
from retention.lib.months import add_months
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(vela: Account, lena: User) -> Account:
    """Three full months with ten hours, thirty delivered at 50; 12,000 a year."""
    vela.arr = Decimal(12_000)
    vela.save(update_fields=["arr"])
    first = add_months(TODAY.replace(day=1), -3)
    set_allowance(
        contract=make_contract(vela), minutes=600, starts_on=first, cost_rate=Decimal(50), by=lena, at=NOON
    )
    for _ in range(2):
        log_time(
            account=vela, minutes=900, worked_on=first + timedelta(days=40), text="Audit", by=lena, at=NOON
        )
    return vela


def test_what_stays_is_the_price_less_a_year_at_this_pace_less_goodwill(served: Account, lena: User) -> None:
    assert margin_of_a_year(served, TODAY) == Decimal(12_000) - 4 * 1_500
    give_goodwill(
        account=served, what="A day", reason="Delay", given_on=TODAY - timedelta(days=40),
        list_value=Decimal(800), currency=served.currency, by=lena, at=NOON,
    )  # fmt: skip
    assert margin_of_a_year(served, TODAY) == 5_200


def test_it_is_unknown_where_one_part_is(served: Account) -> None:
    assert margin_of_a_year(served, add_months(TODAY, -1)) is None, "two full months say nothing"
    ServiceAllowance.objects.update(cost_rate=None)
    assert margin_of_a_year(served, TODAY) is None
    ServiceAllowance.objects.update(cost_rate=Decimal(50), currency="USD")
    assert margin_of_a_year(served, TODAY) is None
    served.arr = Decimal(0)
    assert margin_of_a_year(served, TODAY) is None
