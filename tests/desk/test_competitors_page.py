"""The page of competitors over all accounts: every number leads to its rows, as a page and as a file."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.test import Client

from accounts.models import Account, Product
from contacts.actions import learn
from contacts.actions.our_words import publish_our_words
from contacts.models import KnownFact
from plans.actions.whitespace import set_cell
from retention.renewals.models import LossReason, Renewal
from retention.team.models import User

from .book import BUDGET, Book


def test_every_sum_leads_to_exactly_its_customers(
    book: Book, hers: Client, lena: User, orchard: Account, ada: User
) -> None:
    Account.objects.filter(pk=book.account.pk).update(arr_base=Decimal(41200))
    said = {"topic": "competitor", "by": lena, "at": book.now}
    learn(account=book.account, named="Orca", value="looking", contact=book.contact, **said)
    learn(account=book.account, named="<b>Portline</b>", **said)
    learn(account=orchard, topic="competitor", named="Orca", by=ada, at=book.now)
    page = hers.get("/competitors/")
    words = page.content.decode()
    assert [(each.name, each.accounts, each.looking) for each in page.context["sums"]] == [
        ("<b>Portline</b>", 1, 0), ("Orca", 1, 1),
    ]  # fmt: skip
    assert "Orchard" not in words and "41.2k" in words and "<b>Portline" not in words
    asked = {"named=ORCA": 1, "named=Orca&value=looking": 1, "value=looking": 1, "q=port": 1, "named=No": 0}
    asked[""] = 2
    for query, number in asked.items():
        assert len(hers.get(f"/competitors/?{query}").context["list"].rows) == number, query
        lines = b"".join(hers.get(f"/competitors/file/?{query}").streaming_content).decode()
        assert lines.count("Vela Hotels") == number


def test_an_answer_with_its_name_is_written_on_its_form(book: Book, hers: Client) -> None:
    path = f"/accounts/{book.account.pk}/knowledge/new/?topic=competitor"
    shown = hers.get(path)
    assert shown.status_code == 200 and 'name="named"' in shown.content.decode()
    today = book.today.isoformat()
    plain = {"outcome": "answered", "source": "stated", "said_on": today, "value": "looking"}
    assert hers.post(path, plain).status_code == 422
    assert hers.post(path, {**plain, "named": "Orca"}).status_code == 302
    assert (
        "Orca: They are looking at them now"
        in hers.get(f"/accounts/{book.account.pk}/knowledge/").content.decode()
    )


def test_the_page_costs_as_much_for_thirty_as_for_one(
    book: Book, hers: Client, lena: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    plain = {"account": book.account, "topic": "competitor", "said_on": book.today, "fresh_until": book.today}
    KnownFact.objects.bulk_create(
        KnownFact(named=f"Rival {n}", text="x", is_personal=False, by=lena, **plain) for n in range(60)
    )
    with django_assert_max_num_queries(BUDGET):
        page = hers.get("/competitors/")
    assert len(page.context["list"].rows) == 50
    next_page = hers.get(page.context["list"].pager.next_url)
    assert len(next_page.context["list"].rows) == 10


def test_a_competitor_is_one_over_what_customers_say_white_space_and_losses(
    book: Book, hers: Client, lena: User, nadia: User
) -> None:
    learn(account=book.account, topic="competitor", named="orca", by=lena, at=book.now)
    sits = {"competitor": "ÓRCA", "state": "competitor", "competitor_ends_on": book.today}
    for product, said in (("Maps", sits), ("Fleet", {**sits, "competitor": "Portline", "state": "open"})):
        kind = Product.objects.create(code=product, name=product)
        set_cell(account=book.account, product=kind, changes=said, by=lena, at=book.now)
    Renewal.objects.filter(pk=book.renewal.pk).update(stage="lost", closed_on=book.today)
    LossReason.objects.create(renewal=book.renewal, stated_reason="Cheaper", competitor="Orca Ltd")
    apart = [(each.name, each.accounts, each.cells, each.losses) for each in _rivals(hers)]
    assert apart == [("orca", 1, 1, 0), ("Orca Ltd", 0, 0, 1)]

    words = {"competitors": [{"name": "Orca", "also": ["Orca Ltd"]}]}
    publish_our_words(changes=words, by=nadia, at=book.now, expected_version=0)
    assert [(each.name, each.accounts, each.cells, each.losses) for each in _rivals(hers)] == [
        ("Orca", 1, 1, 1)
    ]
    for path in ("/competitors/?named=Orca+Ltd", "/white-space/cells/?competitor=Orca&state=competitor",
                 "/renewals/lost/?competitor=orca"):  # fmt: skip
        assert "Vela Hotels" in hers.get(path).content.decode(), path
    for path in ("/white-space/cells/?competitor=Nobody", "/renewals/lost/?competitor=Port%00line"):
        assert "Vela Hotels" not in hers.get(path).content.decode(), path
    shown = hers.get("/renewals/lost/?competitor=orca&show=no_cause").content.decode()
    assert "/renewals/lost/file/?competitor=orca&amp;show=no_cause" in shown
    for query, is_there in (("competitor=orca&show=no_cause", True), ("competitor=Portline", False)):
        told = b"".join(hers.get(f"/renewals/lost/file/?{query}").streaming_content).decode()
        assert ("Vela Hotels" in told) is is_there, query
    cell = hers.get(f"/accounts/{book.account.pk}/white-space/{Product.objects.get(code='Maps').pk}/0/")
    offered = cell.content.decode().partition('<datalist id="competitors">')[2].partition("</datalist>")[0]
    assert [f'value="{name}"' in offered for name in ("Orca", "Portline", "ÓRCA")] == [True, True, False]
    assert 'list="competitors"' in cell.content.decode()


def _rivals(hers: Client) -> list[Any]:
    rows: list[Any] = hers.get("/competitors/").context["rivals"]
    return rows
