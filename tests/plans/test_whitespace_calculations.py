"""White space in figures: 3 units × 4 products, worked by hand (docs/methods.md, White space)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from plans.planning.whitespace import (
    CellFacts,
    is_displaceable,
    is_stale,
    readiness,
    room,
)

RATES = {"EUR": Decimal(1), "USD": Decimal("0.9")}
TODAY = date(2026, 11, 22)


def cell(state: str, potential: str | None = None, fit: str = "", access: str = "", **more: str) -> CellFacts:
    return CellFacts(
        state=state, currency=more.get("currency", "EUR"),
        potential=Decimal(potential) if potential else None, fit=Decimal(fit) if fit else None,
        access=Decimal(access) if access else None, owned=Decimal(more.get("owned", "0")),
    )  # fmt: skip


GRID = [
    cell("owned", owned="31000"), cell("owned", owned="22000"),
    cell("owned_partial", "4000", "1", "0.5", owned="9000"),
    cell("open", "8000", "0.5", "0.5"),
    cell("owned", owned="24000"), cell("competitor", "14000", "0.8", "0.25"),
    cell("pipeline", "22000", "1", "0.9"),
    cell("unknown"),
    cell("not_applicable"), cell("unknown"), cell("open"), cell("open", "10000", currency="USD"),
]  # fmt: skip


def test_twelve_cells_give_these_sums() -> None:
    found = room(GRID, RATES, into="EUR")

    assert (found.cells, found.applicable, found.unknown) == (12, 11, 2)
    assert found.owned == Decimal("86000.00")
    assert found.whitespace == Decimal("57000.00")  # 4000 + 8000 + 14000 + 22000 + 0.9 × 10000
    assert found.weighted == Decimal("26600.00")  # 2000 + 2000 + 2800 + 19800
    assert found.penetration == Decimal(86000) / 143000
    assert found.unknown_rate == Decimal(2) / 11
    assert (found.without_potential, found.without_weight, found.without_rate) == (1, 1, 0)


def test_unknown_cells_are_no_white_space() -> None:
    found = room([cell("unknown"), cell("unknown")], RATES, into="EUR")

    assert (found.whitespace, found.penetration, found.unknown_rate) == (Decimal("0.00"), None, Decimal(1))


def test_nothing_is_left_only_where_somebody_looked_everywhere() -> None:
    has = CellFacts("owned", "EUR", owned=Decimal(500))
    looked = room([has], RATES, into="EUR")
    assert (looked.known_whitespace, looked.known_weighted, looked.penetration) == (
        Decimal(0), Decimal(0), Decimal(1),
    )  # fmt: skip
    for other in (cell("unknown"), cell("open")):
        found = room([has, other], RATES, into="EUR")
        assert (found.known_whitespace, found.known_weighted, found.penetration) == (None, None, None)
    unjudged = room([has, cell("open", "500")], RATES, into="EUR")
    assert (unjudged.known_whitespace, unjudged.known_weighted) == (Decimal(500), None)


def test_an_amount_without_a_rate_is_left_out_and_counted() -> None:
    found = room([cell("open", "500", currency="SEK"), cell("open", "500")], RATES, into="EUR")

    assert (found.whitespace, found.without_rate) == (Decimal("500.00"), 1)


@pytest.mark.parametrize(
    ("need", "sponsor", "budget", "fit", "timing", "points", "is_ready"),
    [
        (True, True, False, None, True, 6, True),
        (True, True, False, "0.49", False, 5, False),
        (True, False, True, "0.5", True, 8, False),
        (False, True, True, "1", True, 7, False),
        (True, True, True, "1", True, 10, True),
    ],
)
def test_six_points_with_need_and_sponsor_are_ready(
    need: bool, sponsor: bool, budget: bool, fit: str | None, timing: bool, points: int, is_ready: bool
) -> None:
    found = readiness(
        need=need, sponsor=sponsor, budget=budget, fit=Decimal(fit) if fit else None, timing=timing
    )

    assert (found.points, found.is_ready) == (points, is_ready)


def test_a_cell_is_stale_after_180_days_and_a_contract_prompts_180_days_before_its_end() -> None:
    assert [is_stale(TODAY - timedelta(days=days), on=TODAY) for days in (180, 181)] == [False, True]
    assert is_stale(None, on=TODAY)
    ends = [TODAY + timedelta(days=days) for days in (181, 180, 0, -1)]
    assert [is_displaceable(day, on=TODAY) for day in ends] == [False, True, True, False]
    assert not is_displaceable(None, on=TODAY)
