"""How far a price may rise and who must agree, on worked numbers."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.renewals.pricing import (
    FIXED,
    INDEX,
    INDEX_CLAMPED,
    STARTER,
    Cap,
    IndexMissing,
    Matrix,
    Terms,
    clamp,
    contract_cap,
    max_uplift,
    needs,
)

D = Decimal
MATRIX = Matrix(1, STARTER)
PERCENTAGES = st.decimals(-50, 50, places=2)


@pytest.mark.parametrize(("index", "held"), [(11, 8), (4, 4), (3, 3), (2, 3), (-1, 3), (8, 8)])
def test_an_index_is_held_within_its_bounds(index: int, held: int) -> None:
    assert clamp(D(index), D(3), D(8)) == held
    assert contract_cap(Cap(kind=INDEX_CLAMPED, index=D(index), least=D(3), most=D(8))) == held


def test_the_contract_and_the_policy_bound_each_other() -> None:
    index = Cap(kind=INDEX, index=D("2.5"), plus=D(2))
    assert contract_cap(index) == D("4.5")
    assert max_uplift(D(5), index) == D("4.5")
    assert max_uplift(D(4), index) == 4
    assert max_uplift(D(5), Cap(kind=FIXED, pct=D(3))) == 3
    assert max_uplift(D(5), Cap()) == 5
    assert max_uplift(None, Cap()) is None


@pytest.mark.parametrize("kind", [INDEX, INDEX_CLAMPED])
def test_an_unknown_index_blocks_and_takes_no_maximum(kind: str) -> None:
    with pytest.raises(IndexMissing, match="CPI Germany") as refusal:
        max_uplift(D(5), Cap(kind=kind, index_name="CPI Germany", least=D(3), most=D(8)))
    assert refusal.value.field == "index_name"


@settings(max_examples=50)
@given(st.none() | PERCENTAGES, PERCENTAGES, PERCENTAGES, st.tuples(PERCENTAGES, PERCENTAGES).map(sorted))
def test_no_rise_is_above_policy_or_contract(policy, index, plus, bounds) -> None:
    cap = Cap(kind=INDEX_CLAMPED, index=index, plus=plus, least=bounds[0], most=bounds[1])
    allowed = max_uplift(policy, cap)
    assert allowed is not None and allowed <= bounds[1]
    assert policy is None or allowed <= policy


def levels(**fields: object) -> set[str]:
    return {need.level for need in needs(Terms(atr=D(100000), **fields), MATRIX)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, set()),
        ({"discount_pct": D(5)}, set()),
        ({"discount_pct": D("5.01")}, {"lead"}),
        ({"discount_pct": D(10)}, {"lead"}),
        ({"discount_pct": D("10.5")}, {"director"}),
        ({"discount_pct": D(20)}, {"director"}),
        ({"discount_pct": D("20.01")}, {"executive", "finance"}),
        ({"proposed_arr": D(80000)}, set()),
        ({"proposed_arr": D("79999.99")}, {"lead"}),
        ({"uplift_pct": D(0), "contract_cap_pct": D(3)}, {"lead"}),
        ({"uplift_pct": D(0), "contract_cap_pct": D(0)}, set()),
        ({"uplift_pct": D(6), "policy_pct": D(5)}, {"lead"}),
        ({"uplift_pct": D(11)}, {"lead"}),
        ({"uplift_pct": D(11), "has_confirmed_value": True}, set()),
        ({"uplift_pct": D(10)}, set()),
        ({"term_months": 12}, set()),
        ({"term_months": 36}, set()),
        ({"term_months": 37}, {"legal", "finance"}),
        ({"term_months": 11}, {"legal", "finance"}),
        ({"payment_days": 60}, set()),
        ({"payment_days": 61}, {"finance"}),
        ({"special_terms": ["termination_for_convenience"]}, {"legal"}),
        ({"special_terms": ["most_favoured"]}, {"legal", "finance"}),
        ({"special_terms": ["something new"]}, {"legal"}),
    ],
)
def test_each_rule_asks_exactly_its_levels(fields: dict[str, object], asked: set[str]) -> None:
    assert levels(**fields) == asked
