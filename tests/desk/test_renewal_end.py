"""How a renewal ends on its page: outcome, lines, reasons, and who judges the cause."""

from datetime import timedelta
from decimal import Decimal

from django.test import Client

from accounts.models import Account, ContractLine
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


def test_everything_that_a_judged_loss_needs_is_said_at_once(book: Book, hers: Client, vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    answer = hers.post(own(book, "close/"), lost(book, stated_reason=""))
    said = summary_of(answer.content.decode())
    for words in ("why they left", "root cause is missing", "evidence", "whose hands", "regrettable"):
        assert words in said, words
    assert hers.post(own(book, "close/"), lost(book, **JUDGED)).status_code == 302


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


def two_lines(book: Book) -> tuple[ContractLine, ContractLine]:
    """The book's contract with a second line that ends with it."""
    first = book.renewal.contract.lines.get()
    second = ContractLine.objects.create(
        contract=first.contract, description="Driver app", recurring_amount=8800, arr=Decimal(8800),
        start_on=first.start_on, end_on=first.end_on,
    )  # fmt: skip
    Renewal.objects.filter(pk=book.renewal.pk).update(atr=Decimal(50000))
    return first, second


def test_each_line_may_have_its_own_reason_in_two_levels(book: Book, hers: Client, vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    first, second = two_lines(book)
    form = hers.get(own(book, "close/")).content.decode()
    assert "Another reason for: Driver app" in form and '<optgroup label="Competition">' in form
    part = lost(book, stage="renewed_partial", **JUDGED)
    part |= {f"line_{first.pk}": "30000", f"line_{second.pk}": "0"}
    theirs = {f"why_{second.pk}_{name}": value for name, value in JUDGED.items()}
    theirs |= {f"why_{second.pk}_stated_reason": "They built one", f"why_{second.pk}_root_cause": "insourced"}
    wrong = hers.post(own(book, "close/"), part | theirs)
    assert wrong.status_code == 422 and "built internally" in summary_of(wrong.content.decode())
    assert wrong.content.decode().count('<details class="section" open>') == 2, "where something was said"
    theirs[f"why_{second.pk}_sub_code"] = "built_internally"
    assert hers.post(own(book, "close/"), part | theirs).status_code == 302
    causes = dict(LossReason.objects.values_list("line_id", "root_cause"))
    assert causes == {None: "price_or_value_ratio", second.pk: "insourced"}
    said = shown(hers, book)
    assert "They built one" in said and "Done by themselves, built internally" in said
    assert f"reason/?line={first.pk}" in hers.get(own(book)).content.decode(), "the other may have one too"
    more = JUDGED | {"stated_reason": "Fewer depots", "root_cause": "customer_business_change"}
    own_one = own(book, f"reason/?line={first.pk}")
    assert hers.post(own_one, more | {"sub_code": "site_closed"}).status_code == 302
    assert LossReason.objects.get(line=first).stated_reason == "Fewer depots"
    assert hers.get(own(book, "reason/?line=999999")).status_code == 404


def test_a_line_that_is_worth_as_much_takes_no_reason(book: Book, hers: Client, vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    first, second = two_lines(book)
    part = lost(book, stage="renewed_partial", **JUDGED) | {f"line_{first.pk}": "30000"}
    answer = hers.post(own(book, "close/"), part | {f"why_{second.pk}_root_cause": "insourced"})
    assert answer.status_code == 422 and "what they said is missing" in summary_of(answer.content.decode())


def test_what_is_not_known_waits_for_a_lead_who_agrees_by_a_click(
    book: Book, hers: Client, nadia: User, ada: User
) -> None:
    hers.post(own(book, "close/"), lost(book))
    Renewal.objects.get(pk=book.renewal.pk)
    reason = LossReason.objects.get()
    unknown = JUDGED | {"root_cause": "unknown", "sub_code": "", "evidence": "Asked three times"}
    LossReason.objects.filter(pk=reason.pk).update(
        **{name: unknown[name] for name in ("root_cause", "evidence", "controllable")},
        is_regrettable=True, root_set_by=ada, root_set_at=book.now,
    )  # fmt: skip
    agree = f"/renewals/reasons/{reason.pk}/agree/"
    assert "to be agreed by a lead" in shown(hers, book) and agree not in hers.get(own(book)).content.decode()
    assert hers.post(agree).status_code == 403
    lead = signed_in(nadia)
    assert agree in lead.get(own(book)).content.decode()
    assert "Agreed: the cause stays unknown" in lead.post(agree, follow=True).content.decode()
    reason.refresh_from_db()
    assert reason.approved_by == nadia
    assert "nothing to agree to" in lead.post(agree, follow=True).content.decode()


def test_the_way_back_is_planned_moved_and_given_up(book: Book, hers: Client, his: Client) -> None:
    hers.post(own(book, "close/"), lost(book))
    way = f"/renewals/reasons/{LossReason.objects.get().pk}/return/"
    assert his.get(way).status_code == 404 and hers.get(way).status_code == 200
    too_soon = {"would_return": "yes", "win_back_on": book.today.isoformat()}
    for wrong in ({"would_return": ""}, too_soon, {"would_return": "x"}):
        assert hers.post(way, wrong).status_code == 422
    steps = NextStep.objects.filter(origin="win_back", state="open")
    for days in (100, 200):
        day = book.today + timedelta(days=days)
        assert hers.post(way, {"would_return": "yes", "win_back_on": day.isoformat()}).status_code == 302
        assert [step.due_on for step in steps.all()] == [day]
    assert "Yes, ask on" in shown(hers, book)
    stale = hers.post(way, {"would_return": "no", "version": "1"})
    assert stale.status_code == 409
    assert hers.post(way, {"would_return": "no", "win_back_on": ""}).status_code == 302
    assert not steps.exists()


def test_what_never_was_a_renewal_is_void_with_a_reason_and_can_be_taken_back(
    book: Book, hers: Client
) -> None:
    form = hers.get(own(book, "void/")).content.decode()
    assert "Entered in error" in form and "Nothing ends on that day" not in form
    assert hers.post(own(book, "void/"), {"reason": ""}).status_code == 422
    assert hers.post(own(book, "void/"), {"reason": "superseded"}).status_code == 422
    assert hers.post(own(book, "void/"), {"reason": "duplicate", "note": "Twice"}).status_code == 302
    row = Renewal.objects.get(pk=book.renewal.pk)
    assert (row.stage, row.void_reason, row.close_note) == ("void", "duplicate", "Twice")
    assert "Void on" in shown(hers, book)
    assert hers.post(own(book, "void/"), {"reason": "duplicate"}).status_code == 422, "once is enough"
    assert hers.post(own(book, "reopen/"), {"reason": "It was one"}).status_code == 302
