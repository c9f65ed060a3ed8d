"""The bridge adds up to the cent, whatever the ledger (docs/methods.md, Bridge)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, ArrMovement, FxRate
from retention.metrics.bridge import bridge, step_metric, whole_cents
from retention.metrics.kept import kept
from retention.metrics.questions import ask
from retention.team.models import Team, User

from .books import FIRST, LAST, LONG_AGO, TODAY, account, move, rate, six_customers, steps, year

pytestmark = pytest.mark.django_db


def test_the_vector_in_two_currencies(lena: User, north: Team) -> None:
    rate("USD", FIRST, "1")  # the workspace's currency is the euro: the vector's dollar is its base
    rate("CHF", FIRST, "1.10")
    rate("CHF", LAST, "1.05")
    one, two = account(lena, north), account(lena, north)
    steps(one, (LONG_AGO, 1000), (date(2025, 6, 1), 1100), currency="EUR")
    steps(two, (LONG_AGO, 500), (date(2025, 6, 1), 460), currency="CHF")
    found = bridge(year(lena))
    assert (found.opening, found["expansion"], found["contraction"], found["fx"], found.closing) == (
        1550, 100, -44, -23, 1583,
    )  # fmt: skip


def test_steps_of_the_six_customers_and_the_accounts_behind_one(lena: User, north: Team) -> None:
    six_customers(lena, north)
    found = bridge(year(lena))
    assert {step.code: step.amount for step in found.steps} == {
        "new": 70, "reactivation": 90, "expansion": 60, "contraction": -30, "churn": -130,
        "transfers": 0, "correction": 0, "fx": 0,
    }  # fmt: skip
    behind = step_metric(year(lena), "churn")
    assert [(row.name, row.after) for row in behind.rows()] == [("E", -80), ("D", -50)]


def test_corrections_and_transfers_are_steps_of_their_own(lena: User, north: Team) -> None:
    one = account(lena, north)
    steps(one, (LONG_AGO, 100))
    move(one, date(2025, 6, 1), "correction", -7)
    move(one, date(2025, 12, 20), "transfer_out", -93, subkind="late_renewal")
    found = bridge(year(lena))
    assert (found["correction"], found["transfers"], found.closing) == (-7, -93, 0)


def test_cents_that_rounding_leaves_over_go_where_most_was_cut() -> None:
    thirds = [Decimal(1) / 3, Decimal(1) / 3, Decimal(1) / 3, Decimal(0)]
    assert whole_cents(thirds, Decimal(1)) == [Decimal(".34"), Decimal(".33"), Decimal(".33"), 0]


KINDS = ["new", "reactivation", "expansion", "contraction", "churn", "transfer_in", "swap", "correction"]
rows = st.tuples(
    st.integers(0, 3),
    st.integers(-200, 560),
    st.sampled_from(KINDS),
    st.decimals(-900, 900, places=2),
    st.sampled_from(["EUR", "USD", "CHF"]),
)


def random_ledger(made: list[tuple[int, int, str, Decimal, str]]) -> None:
    ArrMovement.objects.all().delete()
    accounts = list(Account.objects.order_by("id"))
    ArrMovement.objects.bulk_create(
        ArrMovement(
            account=accounts[whose], effective_on=FIRST + timedelta(days=day), kind=kind, amount=amount,
            currency=currency,
        )
        for whose, day, kind, amount, currency in made
    )  # fmt: skip


@pytest.fixture
def company(lena: User, north: Team) -> User:
    for _ in range(4):
        account(lena, north)
    for day, dollar, franc in (
        (FIRST, "0.91234567", "1.04"),
        (date(2025, 7, 2), "0.87", "1.11111111"),
        (LAST, "0.95", "0.98"),
    ):
        rate("USD", day, dollar)
        rate("CHF", day, franc)
    return lena


@given(made=st.lists(rows, max_size=14))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_ledger_adds_up_to_the_cent(
    company: User, made: list[tuple[int, int, str, Decimal, str]]
) -> None:
    random_ledger(made)
    asked = year(company)
    found = bridge(asked)
    assert found.opening + sum(step.amount for step in found.steps) == found.closing
    assert all(step.amount == step.amount.quantize(Decimal("0.01")) for step in found.steps)


levels = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-200, 500), st.integers(0, 900)), min_size=1, max_size=12
)


@given(made=levels)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_gross_lies_between_nothing_and_all_and_never_above_net(
    company: User, made: list[tuple[int, int, int]]
) -> None:
    ArrMovement.objects.all().delete()
    for place, one in enumerate(Account.objects.order_by("id")[:4]):
        own = {day: level for whose, day, level in made if whose == place}
        steps(one, *((FIRST + timedelta(days=day), own[day]) for day in sorted(own)))
    asked = year(company)
    gross, net, logo = (kept(asked, code) for code in ("grr", "nrr", "logo"))
    if gross.value is not None:
        assert 0 <= gross.value <= 1 and 0 <= (logo.value or 0) <= 1
        assert net.value is not None and gross.value <= net.value


@given(made=st.lists(rows, max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_quarters_add_up_to_their_half_year_with_one_rate_set(
    company: User, made: list[tuple[int, int, str, Decimal, str]]
) -> None:
    random_ledger([(whose, day, kind, amount, "EUR") for whose, day, kind, amount, _ in made])
    turns = [date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1)]
    first, second, both = (
        bridge(ask(company, today=TODAY, start=start, as_of=end))
        for start, end in ((turns[0], turns[1]), (turns[1], turns[2]), (turns[0], turns[2]))
    )
    assert [a.amount + b.amount for a, b in zip(first.steps, second.steps, strict=True)] == [
        step.amount for step in both.steps
    ]
    assert (first.opening, second.closing) == (both.opening, both.closing)
    assert FxRate.objects.exists() and first.rates.days != second.rates.days
