"""The list of accounts is its address: filters, order and pages, forwards and back, without JavaScript."""

from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.models import Account
from retention.team.models import Team, User

from .visitor import OpenWindow, Visitor


@pytest.fixture
def many(lena: User, north: Team, db: None) -> list[Account]:
    """A hundred and twenty accounts, a third of them of tier C."""
    return Account.objects.bulk_create(
        Account(
            name=f"Company {n:03d}", name_key=f"company {n:03d}", owner=lena, team=north, tier="ABC"[n % 3],
            currency="EUR", arr_base=n,
        )
        for n in range(120)
    )  # fmt: skip


def names(window: Visitor) -> list[str]:
    """The accounts of the page, in their order."""
    return window.page.locator("tbody [data-row-link]").all_inner_texts()


def asked(window: Visitor) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(window.page.url).query)


def test_filter_sort_and_pages_are_the_address(
    open_window: OpenWindow, lena: User, many: list[Account]
) -> None:
    window = open_window(lena, javascript=False)
    window.go("/accounts/")
    assert names(window) == [f"Company {n:03d}" for n in range(50)]
    window.follow(window.page.get_by_text("Filter", exact=True))
    window.page.get_by_label("Tier", exact=False).select_option("C")
    window.follow(window.page.get_by_role("button", name="Show"))
    assert asked(window)["tier"] == ["C"]
    assert len(names(window)) == 40
    window.follow(window.page.get_by_role("link", name="Yearly revenue"))
    assert asked(window)["tier"] == ["C"] and asked(window)["sort"] == ["arr"]
    assert names(window)[0] == "Company 119"
    window.follow(window.page.get_by_role("link", name="Clear filters"))
    assert "tier" not in asked(window) and len(names(window)) == 50


def test_pages_lead_on_and_back_without_a_gap(
    open_window: OpenWindow, lena: User, many: list[Account]
) -> None:
    window = open_window(lena, javascript=False)
    window.go("/accounts/?sort=-name")
    seen = [names(window)]
    while window.page.get_by_role("link", name="Next").count():
        window.follow(window.page.get_by_role("link", name="Next"))
        seen.append(names(window))
    assert [name for page in seen for name in page] == [f"Company {n:03d}" for n in reversed(range(120))]
    window.follow(window.page.get_by_role("link", name="Previous"))
    assert names(window) == seen[1]
    window.back()
    assert names(window) == seen[2]
