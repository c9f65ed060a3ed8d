"""The board: lanes with their sums, a few cards, and where each number leads."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Account, FxRate
from retention.desk.renewals.board import CARDS, board
from retention.lib.clock import database_now
from retention.renewals.models import Renewal, RenewalStage
from retention.team.models import Team, User
from tests.factories import make_contract

from .book import BUDGET, Book, signed_in
from .test_pages import queries

BOARD = "/renewals/?layout=board"


def make_renewal(account: Account, *, in_days: int = 30, atr: str = "1000", **fields: object) -> Renewal:
    """An open renewal to be decided in that many days."""
    day = database_now().date() + timedelta(days=in_days)
    end = day + timedelta(days=30)
    start = {"stage": RenewalStage.SCHEDULED, "currency": account.currency, "anchor_kind": "internal_lead"}
    return Renewal.objects.create(
        account=account, contract=make_contract(account), term_end=end,
        renewal_due_on=end + timedelta(days=1), decision_on=day, atr=Decimal(atr), **start | fields,
    )  # fmt: skip


def make_account(number: int, owner: User, team: Team, currency: str = "EUR") -> Account:
    """A further account of the owner."""
    return Account.objects.create(
        name=f"Customer {number:02d}", owner=owner, team=team, tier="B", currency=currency
    )


def words_of(html: str) -> str:
    """The text of a page's main part, without tags."""
    inside = html.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inside))


def test_a_lane_sums_its_currencies_at_the_latest_rates(lena: User, north: Team) -> None:
    today = database_now().date()
    FxRate.objects.create(currency="USD", on=today - timedelta(days=40), rate=Decimal("0.80"), source="t")
    FxRate.objects.create(currency="USD", on=today - timedelta(days=2), rate=Decimal("0.90"), source="t")
    for number, (currency, atr) in enumerate([("EUR", "1000"), ("USD", "2000"), ("CHF", "70"), ("CHF", "5")]):
        make_renewal(make_account(number, lena, north, currency), atr=atr)
    (lane,) = board(Renewal.objects.visible_to(lena), on=today).lanes
    assert lane.worth.number == 4
    assert lane.worth.amount == Decimal("2800")
    assert lane.worth.without_rate == (("CHF", Decimal("75.00")),)


def test_what_has_no_rate_stands_beside_the_sum(lena: User, north: Team, hers: Client) -> None:
    make_renewal(make_account(1, lena, north, "CHF"), atr="7000")
    make_renewal(make_account(2, lena, north), atr="2000")
    said = words_of(hers.get(BOARD).content.decode())
    assert "€2k and CHF" in said and "is to be decided" in said


def test_a_lane_shows_a_few_cards_and_leads_to_the_rest(lena: User, north: Team, hers: Client) -> None:
    for number in range(CARDS + 3):
        make_renewal(make_account(number, lena, north), in_days=60 - number)
    html = hers.get(BOARD).content.decode()
    assert html.count("<article") == CARDS
    assert "Customer 08" in html and "Customer 02" not in html, "the first to be decided have a card"
    assert "3 more" in html and 'href="/renewals/?stage=scheduled"' in html
    rows = hers.get("/renewals/?stage=scheduled").content.decode()
    assert rows.count("<tr data-row") == CARDS + 3


def test_every_number_leads_to_the_rows_behind_it(lena: User, north: Team, hers: Client) -> None:
    make_renewal(make_account(1, lena, north), in_days=-3)
    make_renewal(make_account(2, lena, north), in_days=-3, stage=RenewalStage.AUTO_RENEWING)
    make_renewal(make_account(3, lena, north), in_days=9, stage=RenewalStage.ENGAGED)
    html = hers.get(BOARD).content.decode()
    assert 'in <a href="/renewals/">three renewals</a>' in html
    assert '<a href="/renewals/?late=1">One is past its day</a>' in html
    late = hers.get("/renewals/?late=1").content.decode()
    assert "Customer 01" in late and "Customer 02" not in late and "Customer 03" not in late


def test_stages_without_a_renewal_are_named_and_have_no_lane(book: Book, hers: Client) -> None:
    html = hers.get(BOARD).content.decode()
    assert html.count('class="card lane"') == 1
    assert "Nothing stands at: Preparing, Engaged" in html


def test_the_board_holds_only_what_the_reader_sees(book: Book, his: Client, nadia: User) -> None:
    assert "Vela" not in his.get(BOARD).content.decode()
    assert "Vela Hotels" in signed_in(nadia).get(BOARD).content.decode()


def test_filters_narrow_the_board_and_stay_when_the_layout_changes(book: Book, hers: Client) -> None:
    html = hers.get(f"{BOARD}&owner=me&health=unknown").content.decode()
    assert 'href="/renewals/?health=unknown&amp;layout=calendar&amp;owner=me"' in html
    opened = hers.get(f"{BOARD}&owner=me&form=1").content.decode()
    assert '<input type="hidden" name="layout" value="board">' in opened
    empty = hers.get(f"{BOARD}&tier=D").content.decode()
    assert "No renewal matches" in empty and 'href="/renewals/?layout=board"' in empty


def test_a_card_moves_by_a_link_that_needs_no_script(book: Book, hers: Client) -> None:
    address = f"/renewals/{book.renewal.pk}/stage/"
    assert f'href="{address}"' in hers.get(BOARD).content.decode()
    page = hers.get(address).content.decode()
    assert "<html" in page and "Preparing" in page and "Move: Vela Hotels" in page


@pytest.mark.parametrize("layout", ["board", "calendar"])
def test_a_layout_costs_as_many_queries_for_thirty_renewals_as_for_three(
    layout: str, lena: User, north: Team, hers: Client
) -> None:
    stages = [stage for stage in RenewalStage if stage.value in ("scheduled", "engaged", "verbal")]
    for number in range(3):
        make_renewal(make_account(number, lena, north), in_days=7 * number, stage=stages[number % 3])
    few = queries(hers, f"/renewals/?layout={layout}")
    for number in range(3, 30):
        make_renewal(make_account(number, lena, north), in_days=3 * number, stage=stages[number % 3])
    many = queries(hers, f"/renewals/?layout={layout}")
    assert many <= few + 1 and many <= BUDGET
