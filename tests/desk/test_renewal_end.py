"""How a renewal ends on its page: outcome, lines, reasons, and who judges the cause."""

from datetime import timedelta
from decimal import Decimal

from django.test import Client

from accounts.models import Account
from contacts.models import NextStep
from retention.renewals.models import LossReason, Renewal
from retention.team.models import User
from tests.factories import make_contract

from .book import Book, signed_in
from .test_clicks import summary_of
from .test_renewal_page import own, shown

JUDGED = {
    "root_cause": "price_or_value_ratio", "sub_code": "budget_cut", "evidence": "Their mail of Monday",
    "controllable": "external", "is_regrettable": "yes",
}  # fmt: skip


def lost(book: Book, **more: object) -> dict[str, object]:
    """What the form of the outcome sends for a loss."""
    return {"stage": "lost", "on": book.today, "note": "", "stated_reason": "Too dear for us", **more}


def test_the_owner_of_a_large_account_gives_the_words_and_a_colleague_the_cause(
    book: Book, hers: Client, nadia: User
) -> None:
    form = hers.get(own(book, "close/")).content.decode()
    assert "What they said" in form and "What it really was" not in form
    again = book.today + timedelta(days=200)
    assert (
        hers.post(own(book, "close/"), lost(book, win_back_on=again, would_return="yes")).status_code == 302
    )
    assert "Too dear for us" in shown(hers, book) and "not judged yet" in shown(hers, book)
    assert NextStep.objects.filter(account=book.account, due_on=again, text__startswith="Win back").exists()
    assert hers.post(own(book, "reason/"), JUDGED).status_code == 422, "not by whoever looks after it"
    lead = signed_in(nadia)
    wrong = lead.post(own(book, "reason/"), JUDGED | {"sub_code": "incident"})
    assert wrong.status_code == 422 and "say more exactly" in summary_of(wrong.content.decode())
    assert lead.post(own(book, "reason/"), JUDGED).status_code == 302
    assert "Price for what it gives, budget cut" in shown(lead, book)


def test_a_loss_without_a_word_is_refused_and_nothing_is_closed(book: Book, hers: Client) -> None:
    answer = hers.post(own(book, "close/"), lost(book, stated_reason=""))
    assert answer.status_code == 422
    book.renewal.refresh_from_db()
    assert not book.renewal.is_closed and not LossReason.objects.exists()


def test_in_part_says_what_each_line_is_worth(book: Book, hers: Client, vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    line = book.renewal.contract.lines.get()
    part = lost(book, stage="renewed_partial", **JUDGED)
    assert hers.post(own(book, "close/"), part | {f"line_{line.pk}": "41200"}).status_code == 422
    assert hers.post(own(book, "close/"), part | {f"line_{line.pk}": "30,000"}).status_code == 302
    assert Renewal.objects.get(pk=book.renewal.pk).renewed_arr == Decimal(30000)
    said = shown(hers, book)
    assert "Smaller: €41.2k → €30k" in said and "Renewed in part" in said


def test_why_they_stayed_stands_on_the_closed_page(book: Book, hers: Client) -> None:
    won = {"stage": "renewed", "on": book.today, "note": "", "win_reasons": ["value_proven", "inertia"]}
    assert hers.post(own(book, "close/"), won).status_code == 302
    assert "Value proven, Inertia" in shown(hers, book) and "€41,200" in shown(hers, book)


def test_a_contract_of_somebody_else_does_not_follow(book: Book, hers: Client, orchard: Account) -> None:
    foreign = make_contract(orchard, state="active")
    won = {"stage": "renewed", "on": book.today, "note": "", "successor": foreign.pk}
    answer = hers.post(own(book, "close/"), won)
    assert answer.status_code == 422 and "following contract" in summary_of(answer.content.decode())
