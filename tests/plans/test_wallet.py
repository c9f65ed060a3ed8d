"""Share of wallet: what they spend is written once per family, replaced, taken back, and carried along."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import merge_accounts
from accounts.models import Account, Product, TimelineEvent
from plans.actions.wallet import (
    EstimateIncomplete,
    EstimateTakenBack,
    NewerEstimateStands,
    estimate_spend,
    withdraw_estimate,
)
from plans.models import SpendEstimate
from plans.room_grid import grid_of
from plans.wallets import wallet_of_all, wallet_of_rows, wallet_rows, wallets_of, with_estimate
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.accounts.contract_book import line, signed
from tests.cast import NOON, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def fleet() -> Product:
    return Product.objects.create(code="fleet", name="Fleet", family="Dispatch")


def say(account: Account, by: User, **said: Any) -> SpendEstimate:
    told = {"amount": Decimal(90_000), "source": "customer_stated", "said_on": TODAY, **said}
    return estimate_spend(account=account, by=by, at=NOON, **told)


def test_the_newest_word_of_a_family_stands_and_the_one_before_is_kept(
    vela: Account, fleet: Product, lena: User
) -> None:
    first = say(vela, lena, said_on=TODAY - timedelta(days=9), source="guess")
    second, other = say(vela, lena), say(vela, lena, family="Dispatch", amount=Decimal(40_000))

    assert set(SpendEstimate.objects.current()) == {second, other}
    assert (second.currency, second.confidence) == (vela.currency, "medium")
    with pytest.raises(NewerEstimateStands):
        say(vela, lena, said_on=TODAY - timedelta(days=1))
    withdraw_estimate(estimate=second, by=lena, at=NOON)
    assert set(SpendEstimate.objects.current()) == {first, other}
    with pytest.raises(EstimateTakenBack):
        withdraw_estimate(estimate=second, by=lena, at=NOON)
    told = TimelineEvent.objects.filter(account=vela, kind__startswith="spend").values_list("kind", flat=True)
    assert sorted(told) == ["spend_estimated"] * 3 + ["spend_withdrawn"]


@pytest.mark.parametrize(
    ("said", "error", "field"),
    [
        ({"amount": None}, EstimateIncomplete, "amount"),
        ({"amount": Decimal(0)}, EstimateIncomplete, "amount"),
        ({"rank": Decimal(1)}, EstimateIncomplete, "rank"),
        ({"amount": None, "rank": Decimal(1)}, EstimateIncomplete, "suppliers"),
        ({"amount": None, "suppliers": 3}, EstimateIncomplete, "rank"),
        ({"amount": None, "rank": Decimal(4), "suppliers": 3}, EstimateIncomplete, "rank"),
        ({"amount": None, "rank": Decimal("1.3"), "suppliers": 3}, InputRefused, "rank"),
        ({"family": "Rockets"}, InputRefused, "family"),
        ({"said_on": TODAY + timedelta(days=1)}, InputRefused, "said_on"),
        ({"source": "a bird"}, InputRefused, "source"),
    ],
)
def test_what_makes_no_estimate_is_refused_and_changes_nothing(
    vela: Account, lena: User, said: dict[str, Any], error: type[Exception], field: str
) -> None:
    with pytest.raises(error) as refused:
        say(vela, lena, **said)
    assert refused.value.field == field  # type: ignore[attr-defined] # a refusal of ours
    assert not SpendEstimate.objects.exists()


def test_who_may_not_edit_the_account_says_nothing_of_its_wallet(vela: Account, nico: User) -> None:
    with pytest.raises(PermissionDenied):
        say(vela, nico)


def test_the_database_refuses_two_that_stand_and_an_amount_beside_a_rank(vela: Account, lena: User) -> None:
    row = say(vela, lena)
    for wrong in ({"amount": 5}, {"rank": 1, "suppliers": 2, "amount": 5}, {"amount": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SpendEstimate.objects.create(
                account=vela, currency="EUR", source="guess", said_on=TODAY, by=lena, **wrong
            )
    assert SpendEstimate.objects.get() == row


def test_ours_is_what_contracts_in_force_bring_from_that_family(
    vela: Account, fleet: Product, lena: User, django_assert_num_queries: Any
) -> None:
    signed(vela, lena, line(30_000, product=fleet), line(6_000))
    say(vela, lena)
    say(vela, lena, family="Dispatch", amount=Decimal(40_000))
    grid = grid_of(vela, lena, on=TODAY)
    sums = {"revenue": grid.revenue, "rates": grid.rates}
    everything, family = wallet_rows(vela, lena, on=TODAY, **sums)

    assert (everything.ours, everything.share) == (Decimal(36_000), Decimal("0.4"))
    assert (family.family, family.ours, family.share) == ("Dispatch", Decimal(30_000), Decimal("0.75"))
    assert wallet_of_rows([everything, family], into="EUR", **sums).share == Decimal("0.4")
    with django_assert_num_queries(3):
        found = wallets_of([vela.pk], on=TODAY)[vela.pk]
    assert (found.share, found.coverage) == (Decimal("0.4"), Decimal(1))


def test_a_list_counts_only_those_somebody_knows(vela: Account, orchard: Account, lena: User) -> None:
    signed(vela, lena, line(36_000))
    say(vela, lena)
    rows = Account.objects.filter(pk__in=[vela.pk, orchard.pk])
    found = wallet_of_all(rows, Decimal(72_000), on=TODAY)

    assert (found.share, found.coverage) == (Decimal("0.4"), Decimal("0.5"))
    assert list(with_estimate(rows, known=True)) == [vela]
    assert list(with_estimate(rows, known=False)) == [orchard]
    assert wallets_of([orchard.pk], on=TODAY)[orchard.pk].share is None


def test_an_estimate_goes_with_its_account_and_the_survivors_stands(
    vela: Account, orchard: Account, fleet: Product, ada: User
) -> None:
    kept, gone = say(vela, ada), say(orchard, ada, amount=Decimal(5_000))
    other = say(orchard, ada, family="Dispatch")
    merge_accounts(survivor=vela, merged=orchard, on=TODAY, by=ada, at=NOON)

    rows = SpendEstimate.objects.filter(account=vela)
    assert set(rows) == {kept, gone, other}
    assert set(rows.current()) == {kept, other}
