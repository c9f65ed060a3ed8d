"""White space where people meet it: an account's grid, all accounts, cells, plays, and what to do next."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, OrgUnit, Product
from contacts.models import Contact
from plans.actions.whitespace import set_cell
from plans.models import SpendEstimate, WhitespaceCell, WhitespacePlay
from retention.team.models import User

from .book import Book


@pytest.fixture
def grid(book: Book, lena: User) -> Book:
    """Three units × four products: one open and ready, one a competitor's, one stale, nine unknown."""
    products = [
        Product.objects.create(code=name, name=name) for name in ("Billing", "Dispatch", "Fleet", "Maps")
    ]
    units = [OrgUnit.objects.create(account=book.account, name=f"Depot {n}") for n in (1, 2, 3)]
    sponsor = Contact.objects.filter(account=book.account, person__isnull=False).first()

    def say(unit: int, product: int, **changes: Any) -> None:
        set_cell(account=book.account, unit=units[unit], product=products[product], by=lena, at=book.now,
                 changes={"currency": "EUR", **changes})  # fmt: skip

    say(0, 0, state="open", units=Decimal(10), unit_price=Decimal(800), fit=Decimal("0.5"),
        access=Decimal("0.5"), need="Bills by hand", sponsor=sponsor)  # fmt: skip
    say(1, 1, state="competitor", competitor="Orca", competitor_ends_on=book.today + timedelta(days=90),
        potential_said=Decimal(14000), potential_note="As they told us")  # fmt: skip
    say(2, 2, state="not_applicable", looked_on=book.today - timedelta(days=181))
    return book


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_grid_says_what_is_known_and_what_is_not(grid: Book, hers: Client) -> None:
    page = words(hers.get(f"/accounts/{grid.account.pk}/white-space/"))

    assert "€22k</a></b> a year could still be won here" in page or "€22k" in page
    assert "9 of 11 cells" in page
    assert page.count('class="cell cell-unknown"') == 9
    assert "Orca" in page and "ends soon" in page and "stale" in page
    assert "€2k" in page, "weighted: 8,000 at a quarter"


def test_a_new_product_is_an_unknown_column_and_no_row(grid: Book, hers: Client) -> None:
    before = WhitespaceCell.objects.count()
    Product.objects.create(code="new", name="Newest")
    page = words(hers.get(f"/accounts/{grid.account.pk}/white-space/?all=1"))

    assert page.count('class="cell cell-unknown"') == 12 and "12 of 14 cells" in page
    assert WhitespaceCell.objects.count() == before


def test_a_cell_is_filled_in_by_its_form_and_refused_with_what_was_typed(grid: Book, hers: Client) -> None:
    unit, product = OrgUnit.objects.get(name="Depot 1"), Product.objects.get(name="Maps")
    address = f"/accounts/{grid.account.pk}/white-space/{product.pk}/{unit.pk}/"
    assert hers.get(address).status_code == 200
    typed = {"state": "competitor", "units": "5", "currency": "EUR", "need": "They asked twice"}
    refused = hers.post(address, typed)
    assert refused.status_code == 422 and "Name the competitor" in words(refused)
    assert "They asked twice" in words(refused)
    assert hers.post(address, {**typed, "competitor": "Routiq", "unit_price": "1.2k"}).status_code == 302
    cell = WhitespaceCell.objects.get(product=product)
    assert (cell.state, cell.competitor, cell.potential) == ("competitor", "Routiq", Decimal(6000))


def test_a_play_starts_moves_and_ends_from_the_page(grid: Book, hers: Client) -> None:
    Account.objects.update(health_band="healthy")
    cell = WhitespaceCell.objects.get(state="open")
    typed = {"owner": grid.account.owner_id, "reason": "They asked", "target_on": "2027-03-01",
             "step": "Show it", "step_on": "2026-12-01"}  # fmt: skip
    assert hers.post(f"/white-space/cells/{cell.pk}/play/", typed).status_code == 302
    play = WhitespacePlay.objects.get()
    assert "Show it" in words(hers.get(f"/accounts/{grid.account.pk}/white-space/"))
    assert "Show it" in words(hers.get("/white-space/plays/"))
    hers.post(f"/white-space/plays/{play.pk}/step/", {"step": "Send it", "step_on": "2026-12-08"})
    hers.post(f"/white-space/plays/{play.pk}/opportunity/")
    edited = {
        "stage": "offered",
        "owner": grid.account.owner_id,
        "reason": "They want it",
        "target_on": "2027-04-01",
    }
    hers.post(f"/white-space/plays/{play.pk}/edit/", edited)
    play.refresh_from_db()
    assert (play.stage, play.reason, play.step.text) == ("offered", "They want it", "Send it")
    assert hers.post(f"/white-space/plays/{play.pk}/end/", {"stage": "lost"}).status_code == 422
    hers.post(f"/white-space/plays/{play.pk}/end/", {"stage": "won"})
    cell.refresh_from_db()
    assert cell.state == "owned"
    assert "Show it" not in words(hers.get("/white-space/plays/"))


def test_no_play_begins_while_they_are_at_risk_unless_a_lead_says_why(
    grid: Book, hers: Client, nadia: User
) -> None:
    Account.objects.update(health_band="at_risk")
    cell = WhitespaceCell.objects.get(state="open")
    typed = {"owner": grid.account.owner_id, "reason": "x", "target_on": "2027-03-01", "step": "y",
             "step_on": "2026-12-01", "allowed_reason": "Their budget ends"}  # fmt: skip
    refused = hers.post(f"/white-space/cells/{cell.pk}/play/", typed)
    assert refused.status_code == 422 and "recover first" in words(refused)
    lead = Client()
    lead.force_login(nadia)
    assert (
        lead.post(f"/white-space/cells/{cell.pk}/play/", {**typed, "allowed_reason": ""}).status_code == 422
    )
    lead.post(f"/white-space/cells/{cell.pk}/play/", typed)
    play = WhitespacePlay.objects.get()
    assert (play.allowed_by, play.allowed_reason) == (nadia, "Their budget ends")


def test_the_portfolio_sums_and_filters_and_downloads(grid: Book, hers: Client) -> None:
    Account.objects.filter(pk=grid.account.pk).update(health_band="healthy", arr_base=Decimal(66000))
    page = words(hers.get("/white-space/"))
    assert "€22k" in page and "75% of what is known" in page
    assert grid.account.name in words(hers.get("/white-space/?do=expand"))
    assert grid.account.name not in words(hers.get("/white-space/?do=discover&sort=name"))
    table = b"".join(hers.get("/white-space/file/").streaming_content).decode()  # type: ignore[attr-defined]
    assert f"{grid.account.name},healthy,66000.00,22000.00,2000.00,,,expand" in table
    cells = words(hers.get("/white-space/cells/?room=1"))
    assert "€14k" in cells and "€8k" in cells
    assert "Orca" in words(hers.get("/white-space/cells/?displace=1"))
    assert "Orca" not in words(hers.get("/white-space/cells/?stale=1"))


@pytest.mark.parametrize("address", ["/white-space/", "/white-space/cells/", "/accounts/{}/white-space/"])
def test_pages_ask_as_often_for_many_cells_as_for_few(
    address: str, grid: Book, hers: Client, lena: User
) -> None:
    path = address.format(grid.account.pk)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert hers.get(path).status_code == 200
        return len(queries)

    few = asked()
    for number in range(6):
        product = Product.objects.create(code=f"p{number}", name=f"P{number}")
        set_cell(account=grid.account, product=product, by=lena, at=grid.now, changes={"state": "open"})
        other = Account.objects.create(name=f"A{number}", owner=lena, team=grid.account.team)
        set_cell(account=other, product=product, by=lena, at=grid.now, changes={"state": "open"})
    assert asked() <= min(few + 1, 25)


def test_what_they_spend_is_written_down_and_our_share_stands_on_both_pages(grid: Book, hers: Client) -> None:
    address = f"/accounts/{grid.account.pk}/spend/new/"
    page = f"/accounts/{grid.account.pk}/white-space/"
    assert "nobody knows what they spend" in words(hers.get(page))
    said = {"family": "", "covers": "Deliveries", "amount": "200k", "currency": "EUR", "source": "tender",
            "confidence": "high", "said_on": "2026-11-02", "note": "Lot 3"}  # fmt: skip
    assert hers.post(address, said).status_code == 302
    shown = words(hers.get(page))
    share = f"{round(grid.account.arr_base / 2000)}%"
    assert share in shown and "A tender or their budget, sure" in shown and "Lot 3" in shown
    assert share in words(hers.get("/white-space/?spend=known"))
    assert grid.account.name not in words(hers.get("/white-space/?spend=unknown"))

    refused = hers.post(address, {**said, "amount": "", "note": "Kept"})
    assert refused.status_code == 422 and "Say what they spend a year" in words(refused)
    assert "Kept" in words(refused)
    row = SpendEstimate.objects.get()
    hers.post(f"/white-space/estimates/{row.pk}/withdraw/")
    assert "Lot 3" not in words(hers.get(page))


def test_where_nobody_looked_nothing_is_said_to_be_left(book: Book, hers: Client) -> None:
    Product.objects.create(code="x", name="Maps")
    page = words(hers.get(f"/accounts/{book.account.pk}/white-space/"))
    assert "nothing known of what is left to win" in page, "a share of 100 % would be a guess"
    assert "nobody judged fit and access" in page
