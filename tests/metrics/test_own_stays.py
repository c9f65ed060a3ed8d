"""What a customer is worth by one's own survival curve (docs/methods.md, Lifetime value)."""

from decimal import Decimal

import pytest

from retention.metrics.own_stays import shares_of, worth_of
from retention.metrics.survival import Spell, kaplan_meier

MONTHS = [12, 12, 12, 18, 24, 24, 30, 36, 40, 48]
LEFT = [True, True, False, False, True, False, False, True, False, False]
TEN = kaplan_meier(map(Spell, MONTHS, LEFT))
MARGIN, DISCOUNT = Decimal(1000), Decimal("0.1")


def test_ten_customers_are_worth_what_curve_and_model_say() -> None:
    """Seen to 24 months: 1, 0.8, 2/3. Survivors 10, 8, 7 fit alpha 1/3, beta 4/3: rates 10/11, then 13/14."""
    shares = shares_of(TEN, 5)
    assert shares.seen == 3
    by_hand = [1, 0.8, 2 / 3, 2 / 3 * 10 / 11, 2 / 3 * 10 / 11 * 13 / 14]
    assert [float(share) for share in shares.middle] == pytest.approx(by_hand, abs=1e-6)
    found = worth_of(TEN, margin=MARGIN, discount=DISCOUNT, years=5)
    assert found is not None
    assert round(found.value, 2) == Decimal("3117.96")
    assert (round(found.low, 2), round(found.high, 2)) == (Decimal("1938.27"), Decimal("3698.67"))
    assert float(found.value) == pytest.approx(
        sum(1000 * s / 1.1**k for k, s in enumerate(by_hand)), abs=0.01
    )


def test_as_far_as_customers_were_seen_nothing_is_projected() -> None:
    found = worth_of(TEN, margin=MARGIN, discount=DISCOUNT, years=2)
    assert found is not None
    assert (found.shares.years, found.shares.seen) == (2, 2)
    assert round(found.value, 2) == Decimal("1727.27")


def test_where_nobody_left_there_is_nothing_to_project() -> None:
    stayed = kaplan_meier([Spell(30, False, number=8)])
    found = worth_of(stayed, margin=MARGIN, discount=Decimal(0), years=5)
    assert found is not None
    assert (found.shares.years, found.value, found.low, found.high) == (3, 3000, 3000, 3000)


def test_nobody_is_worth_no_number_and_few_are_worth_the_first_year() -> None:
    assert worth_of(kaplan_meier([]), margin=MARGIN, discount=DISCOUNT, years=5) is None
    few = worth_of(kaplan_meier([Spell(30, True, number=3)]), margin=MARGIN, discount=DISCOUNT, years=5)
    assert few is not None
    assert (few.shares.years, few.value) == (1, 1000)
