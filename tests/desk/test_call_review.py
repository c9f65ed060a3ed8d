"""The weekly review of calls: what each still lacks, and which must be looked at."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Account
from retention.desk.renewals.reviewing import open_calls
from retention.lib.clock import database_now
from retention.renewals import caps
from retention.renewals.assessment_tick import ask_due
from retention.renewals.models import Assessment, Renewal
from retention.team.models import Team, User

from .book import BUDGET, Book, signed_in
from .test_renewal_board import make_account, make_renewal, words_of
from .test_renewal_page import shown

REVIEW = "/renewals/?review=1"


def said(book: Book, **columns: object) -> None:
    """What stands on the book's renewal."""
    Renewal.objects.filter(pk=book.renewal.pk).update(**columns)


@pytest.mark.parametrize(
    ("call", "stage", "lacks"),
    [
        ("commit", "negotiating", "Nobody has said yes yet."),
        ("most_likely", "preparing", "No talk about the renewal is recorded yet."),
        ("", "scheduled", "No call yet."),
    ],
)
def test_a_call_that_rests_on_nothing_is_reviewed_on_table_and_board(
    book: Book, nadia: User, call: str, stage: str, lacks: str
) -> None:
    said(book, call=call, stage=stage)
    lead = signed_in(nadia)
    for layout in ("", "&layout=board"):
        page = words_of(lead.get(f"{REVIEW}{layout}").content.decode())
        assert "Vela Hotels" in page and lacks in page
    assert lacks in shown(lead, book)
    assert "Calls to review" in words_of(lead.get("/renewals/").content.decode())


@pytest.mark.parametrize(
    ("call", "stage"),
    [("commit", "verbal"), ("most_likely", "engaged"), ("pipeline", "preparing"), ("", "auto_renewing")],
)
def test_a_call_on_firm_ground_is_left_alone(book: Book, hers: Client, call: str, stage: str) -> None:
    said(book, call=call, stage=stage, estimate=Decimal("0.8"))
    assert "No renewal matches" in hers.get(REVIEW).content.decode()


def test_a_missing_call_is_looked_at_from_ninety_days_before(lena: User, north: Team, hers: Client) -> None:
    make_renewal(make_account(1, lena, north), in_days=90)
    make_renewal(make_account(2, lena, north), in_days=92)
    page = hers.get(REVIEW).content.decode()
    assert "Customer 01" in page and "Customer 02" not in page


def test_where_they_disagree_is_reviewed_too(book: Book, hers: Client) -> None:
    said(book, call="pipeline", stage="engaged", estimate=Decimal("0.95"))
    assert "They disagree" in words_of(hers.get(REVIEW).content.decode()).split("To be decided")[1]


def test_a_capped_score_under_most_likely_is_said_unless_the_owner_still_has_to_judge(
    book: Book, hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caps, "_load", lambda ids: dict.fromkeys(ids, ("champion gone",)))
    said(book, call="most_likely", stage="engaged")
    assert "The score is capped: champion gone." in words_of(hers.get(REVIEW).content.decode())
    assert "The score is capped" in shown(hers, book)
    assert ask_due(book.now) == 1
    assert Assessment.objects.get().state == "asked"
    assert "champion gone" not in shown(hers, book)
    assert "champion gone" not in hers.get(REVIEW).content.decode()


def test_they_disagree_hides_what_the_owner_still_has_to_judge(book: Book, nadia: User) -> None:
    said(book, call="commit", stage="verbal")
    assert ask_due(book.now) == 1
    said(book, estimate=Decimal("0.5"))
    lead = signed_in(nadia)
    for layout in ("", "&layout=board"):
        html = lead.get(f"/renewals/?disagree=1{layout}").content.decode()
        assert "No renewal matches" in html and "50%" not in html
    Assessment.objects.update(state="final", view="good", final="good", reason="x", by=nadia, at=book.now)
    for layout in ("", "&layout=board"):
        assert "Vela Hotels" in lead.get(f"/renewals/?disagree=1{layout}").content.decode()


def assessed(book: Book, which: str, state: str, by: User, **views: str) -> None:
    Assessment.objects.create(
        renewal=book.renewal, which=which, due_on=book.now.date(), state=state, reason="x", by=by,
        at=book.now, **views,
    )  # fmt: skip


SPLIT, DARK, SURE = "a lead decides", "yet assessed as good", "yet assessed as at risk"


@pytest.mark.parametrize(
    ("call", "second", "why"),
    [
        ("most_likely", {"state": "disagreed", "view": "good"}, SPLIT),
        ("commit", {"state": "final", "view": "at_risk", "final": "at_risk"}, SURE),
        ("pipeline", {"state": "final", "view": "good", "final": "good"}, DARK),
        ("commit", {"state": "final", "view": "good", "final": "good"}, ""),
        ("most_likely", {"state": "final", "view": "at_risk", "final": "at_risk"}, ""),
        ("commit", None, SURE),
    ],
)
def test_they_disagree_compares_the_last_assessment_too(
    book: Book, hers: Client, lena: User, call: str, second: dict[str, str] | None, why: str
) -> None:
    """The first round says at risk; once the second is given, only that one counts."""
    said(book, call=call, stage="verbal", estimate=None)
    assessed(book, "first", "final", lena, view="at_risk", final="at_risk")
    if second:
        assessed(book, "second", second.pop("state"), lena, **second)
    for layout in ("", "&layout=board"):
        text = words_of(hers.get(f"/renewals/?disagree=1{layout}").content.decode())
        assert (why in text) if why else ("No renewal matches" in text)
    assert (why in shown(hers, book)) if why else ("They disagree" not in shown(hers, book))
    lines = b"".join(hers.get("/renewals/export.csv?disagree=1").streaming_content)  # type: ignore[attr-defined]
    assert (why.encode() in lines) if why else (b"Vela" not in lines)


def test_what_stands_still_is_marked_and_reviewed(book: Book, nadia: User) -> None:
    said(book, call="commit", stage="verbal", estimate=None, stuck_on=book.today + timedelta(days=1))
    lead = signed_in(nadia)
    assert "No renewal matches" in lead.get("/renewals/?stuck=1").content.decode()
    assert "No renewal matches" in lead.get(REVIEW).content.decode()
    said(book, stuck_on=book.today)
    for layout in ("", "&layout=board"):
        for asked, words in (("stuck=1", "Too long"), ("review=1", "Longer in its stage than usual.")):
            page = words_of(lead.get(f"/renewals/?{asked}{layout}").content.decode())
            assert "Vela Hotels" in page and words in page
    assert "Longer in its stage than usual." in shown(lead, book)
    said(book, stage="auto_renewing")
    assert "No renewal matches" in lead.get("/renewals/?stuck=1").content.decode()
    assert "Too long" not in words_of(lead.get("/renewals/").content.decode()).split("To be decided")[-1]


def test_a_closed_call_lacks_nothing(book: Book) -> None:
    said(book, stage="renewed", closed_on=database_now().date(), call="commit")
    assert open_calls(list(Renewal.objects.all()), on=book.today) == {}


def test_the_review_asks_little(
    book: Book, hers: Client, lena: User, north: Team, django_assert_max_num_queries
) -> None:
    Account.objects.update(tier="A")
    for number in range(6):
        make_renewal(make_account(number, lena, north), in_days=9 + number, call="most_likely")
    for address in (REVIEW, f"{REVIEW}&layout=board", f"/renewals/{book.renewal.pk}/"):
        with django_assert_max_num_queries(BUDGET):
            assert hers.get(address).status_code == 200
