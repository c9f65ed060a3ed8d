"""The second opinion of an acceptance run stands on its own feet."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

from retention.desk.acceptance import second_opinion as apart

HEAD = "Topic,Status,Actual Close Date,Actual Revenue,Potential Customer\n"
ROWS = (
    "Vela | 1-Year Beans,Won,1/10/2024 0:00,1200,Vela\n"
    "Vela | 1-Year Beans,Won,1/20/2025 0:00,900,Vela\n"
    "Orchard | 2-Year Beans,Won,2/1/2023 0:00,2400,Orchard\n"
    "Orchard | 1-Year Tea,Lost,2/1/2023 0:00,2400,Orchard\n"
    "Orchard | Machine,Won,2/1/2023 0:00,2400,Orchard\n"
)


def test_it_imports_nothing_of_the_product() -> None:
    nodes = list(ast.walk(ast.parse(Path(apart.__file__).read_text())))
    named = {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    named |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    assert named
    assert not {name.split(".")[0] for name in named} & {
        "accounts",
        "contacts",
        "plans",
        "retention",
        "django",
        "",
    }
    assert not any(isinstance(node, ast.ImportFrom) and node.level for node in nodes)


def test_won_deals_with_a_term_are_contracts_and_the_next_of_the_product_follows(tmp_path: Path) -> None:
    (tmp_path / "Opportunity.csv").write_text(HEAD + ROWS, encoding="utf-8-sig")
    first, second, other = apart.read_contracts(tmp_path, shift=1)
    assert (first.first, first.last, first.yearly) == (date(2024, 1, 11), date(2025, 1, 10), 1200)
    assert first.follower is second and second.follower is None
    assert (other.account, other.product, other.yearly, other.last) == (
        "orchard",
        "2-year beans",
        1200,
        date(2025, 2, 1),
    )


def test_figures_of_two_customers_by_hand(tmp_path: Path) -> None:
    """Vela: 1200, ten days late, then 900. Orchard: 1200 until 1 February 2025, gone."""
    (tmp_path / "Opportunity.csv").write_text(HEAD + ROWS, encoding="utf-8-sig")
    contracts = apart.read_contracts(tmp_path, shift=1)
    asked = date(2024, 6, 1), date(2025, 6, 1)
    found = apart.second_opinion(contracts, *asked, today=date(2026, 1, 1), rate=Decimal("0.5"))
    assert (found.opening, found.closing) == (1200, 450)
    assert found.values["grr"] == Decimal(900) / 2400 and found.values["logo"] == Decimal("0.5")
    assert found.values["renewal_count_resolved"] == Decimal("0.5")
    assert found.values["renewal_on_time"] == 0
    assert found.values["renewal_gross_strict"] == Decimal(900) / 2400


def test_a_month_later_is_cut_to_the_shorter_month() -> None:
    assert apart.months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert apart.months_later(date(2024, 12, 15), 12) == date(2025, 12, 15)
