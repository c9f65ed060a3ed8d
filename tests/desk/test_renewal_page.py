"""One renewal's page: what is missing, who says what, what may be done, and by whom."""

from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.actions.people import edit_contact
from contacts.actions.touchpoints import log_touchpoint
from contacts.models import NextStep
from retention.desk.renewals.counting import notice_in_words
from retention.lib.clock import database_now
from retention.reminders.models import Reminder
from retention.renewals.models import Renewal, RenewalStage, StageEvidence
from retention.team.models import User

from .book import FRAGMENT, Book, signed_in
from .test_clicks import summary_of
from .test_renewal_board import words_of


def own(book: Book, page: str = "") -> str:
    """The address of the book's renewal, or of one of its forms."""
    return f"/renewals/{book.renewal.pk}/{page}"


def shown(client: Client, book: Book) -> str:
    """The words of its page."""
    return words_of(client.get(own(book)).content.decode())


def moved_to(book: Book, stage: str) -> None:
    """Put the renewal there without asking a gate."""
    Renewal.objects.filter(pk=book.renewal.pk).update(stage=stage)


def test_the_page_says_what_must_be_decided_by_when_and_that_nobody_said_anything(
    book: Book, hers: Client
) -> None:
    said = shown(hers, book)
    assert "€41,200 must be decided by" in said and "Nobody has made a call" in said


def test_what_the_next_stage_needs_is_listed_and_goes_when_it_is_entered(book: Book, hers: Client) -> None:
    moved_to(book, RenewalStage.PREPARING)
    said = shown(hers, book)
    assert "Before “Engaged”" in said and "The health review of this account" in said
    form = hers.get(own(book, "facts/?stage=engaged")).content.decode()
    assert "Health reviewed on" in form and "Proposal sent on" not in form
    answer = hers.post(
        own(book, "facts/?stage=engaged"),
        {"health_reviewed_on": book.today, "value_summary": "Two sites saved"},
    )
    assert answer.status_code == 302
    said = shown(hers, book)
    assert "The health review of this account" not in said and "Two sites saved" in said


def test_what_is_known_is_read_once(book: Book, hers: Client) -> None:
    moved_to(book, RenewalStage.PREPARING)
    hers.post(own(book, "facts/?stage=engaged"), {"value_summary": "Two sites saved"})
    hers.post(own(book, "terms/"), {"cap_kind": "none", "discount_pct": "2"})
    with CaptureQueriesContext(connection) as queries:
        assert "Two sites saved" in shown(hers, book)
    assert sum('"renewals_stageevidence"' in query["sql"] for query in queries.captured_queries) == 1


def test_facts_of_other_stages_stay_as_they_were(book: Book, hers: Client) -> None:
    hers.post(own(book, "facts/?stage=engaged"), {"value_summary": "Two sites saved"})
    hers.post(own(book, "facts/?stage=proposed"), {"scope": "The same", "term_wanted_months": "12"})
    known = StageEvidence.objects.get(renewal=book.renewal)
    assert (known.value_summary, known.scope, known.term_wanted_months) == ("Two sites saved", "The same", 12)


def test_a_stale_fact_shows_both_versions(book: Book, hers: Client) -> None:
    hers.post(own(book, "facts/?stage=proposed"), {"scope": "First"})
    known = StageEvidence.objects.get(renewal=book.renewal)
    hers.post(own(book, "facts/?stage=proposed"), {"scope": "Second", "version": known.version})
    answer = hers.post(own(book, "facts/?stage=proposed"), {"scope": "Third", "version": known.version})
    assert answer.status_code == 409
    assert "Second" in answer.content.decode() and "Third" in answer.content.decode()


def test_wrong_facts_name_their_field_and_are_not_kept(book: Book, hers: Client, orchard: object) -> None:
    later = (book.today + timedelta(days=3)).isoformat()
    for wrong, label in (
        ({"health_reviewed_on": later}, "health review"),
        ({"term_wanted_months": "0"}, "term they want"),
        ({"verbal_by": "999999999"}, "who said yes"),
        ({"proposal_arr": "much"}, "proposal, a year"),
        ({"conversation": str(book.touchpoint.pk)}, "talk with who decides"),
        ({"scope": "a\x00"}, "they want to renew"),
        ({}, "nothing was entered"),
    ):
        answer = hers.post(own(book, "facts/"), {"version": "", **wrong})
        assert answer.status_code == 422, wrong
        assert label in summary_of(answer.content.decode()), wrong
    assert not StageEvidence.objects.exists()


def test_a_talk_with_who_decides_is_linked_and_marked(book: Book, hers: Client, lena: User) -> None:
    edit_contact(
        contact=book.contact, changes={"buying_role": "economic_buyer"}, by=lena, at=book.now,
        expected_version=None,
    )  # fmt: skip
    hers.post(own(book, "facts/?stage=engaged"), {"conversation": book.touchpoint.pk})
    assert "counts as the talk with who decides" in shown(hers, book)


def test_a_private_talk_is_not_shown_outside_the_circle(
    book: Book, hers: Client, lena: User, sol: User
) -> None:
    log_touchpoint(
        account=book.account, contacts=[book.contact], channel="call", happened_at=book.now, by=lena,
        at=book.now, text="Between us only", is_private=True,
    )  # fmt: skip
    assert "Between us only" in shown(hers, book)
    assert "Between us only" not in shown(signed_in(sol), book)


def test_a_closed_gate_says_what_is_missing_and_only_a_lead_goes_past_it_with_a_reason(
    book: Book, hers: Client, nadia: User
) -> None:
    moved_to(book, RenewalStage.PREPARING)
    move = {"stage": "engaged", "reason": "They called us", "override": "on"}
    refused = hers.post(own(book, "stage/"), move)
    assert refused.status_code == 422
    assert "a conversation with the decision maker" in summary_of(refused.content.decode())
    assert "Enter what you know" in refused.content.decode() and "stage=engaged" in refused.content.decode()
    assert "override" not in hers.get(own(book, "stage/")).content.decode()
    lead = signed_in(nadia)
    assert lead.post(own(book, "stage/"), move | {"reason": ""}).status_code == 422
    assert lead.post(own(book, "stage/"), move).status_code == 302
    said = shown(lead, book)
    assert "Preparing → Engaged They called us Without " in said


def test_the_form_of_a_move_starts_at_the_next_stage(book: Book, hers: Client) -> None:
    html = hers.get(own(book, "stage/")).content.decode()
    assert '<option value="preparing" selected>' in html and 'value="scheduled"' not in html


def test_a_call_at_risk_needs_a_plan_which_becomes_a_step(book: Book, hers: Client, lena: User) -> None:
    said = {"call": "pipeline", "note": "New finance head", "forecast_arr": "30000"}
    refused = hers.post(own(book, "call/"), said)
    assert refused.status_code == 422 and "at risk needs a plan" in summary_of(refused.content.decode())
    half = hers.post(own(book, "call/"), said | {"driver": "Budget"})
    assert half.status_code == 422 and "is missing for the plan" in half.content.decode()
    plan = {"driver": "Budget", "action": "Meet the finance head", "owner": lena.pk, "due_on": book.today}
    assert hers.post(own(book, "call/"), said | plan).status_code == 302
    assert NextStep.objects.filter(account=book.account, text="Meet the finance head").exists()
    page = shown(hers, book)
    assert "At risk, €30,000 expected" in page and "Meet the finance head" in page


def test_a_call_is_taken_back_by_choice_and_what_was_said_stays(book: Book, hers: Client) -> None:
    assert "Take the call back" not in hers.get(own(book, "call/")).content.decode()
    hers.post(own(book, "call/"), {"call": "commit", "note": "Board agreed", "forecast_arr": "41200"})
    assert "Lena says commit" in shown(hers, book)
    hers.post(own(book, "call/"), {"call": "none"})
    book.renewal.refresh_from_db()
    assert book.renewal.call == ""
    assert "Board agreed" in shown(hers, book)


def test_they_disagree_on_the_page_on_the_board_and_in_the_filter(
    book: Book, hers: Client, nadia: User
) -> None:
    Renewal.objects.filter(pk=book.renewal.pk).update(call="commit", estimate=Decimal("0.69"), estimate_n=30)
    assert "They disagree" in shown(hers, book) and "69% likely to renew from 30 decided before" in shown(
        hers, book
    )
    board = hers.get("/renewals/?layout=board").content.decode()
    assert 'disagree on <a href="/renewals/?disagree=1">one renewal worth €41.2k</a>' in board
    lead = signed_in(nadia).get("/renewals/?disagree=1").content.decode()
    assert "Vela Hotels" in lead
    Renewal.objects.filter(pk=book.renewal.pk).update(estimate=Decimal("0.70"))
    assert "No renewal matches" in signed_in(nadia).get("/renewals/?disagree=1").content.decode()


def test_the_lead_starts_from_where_they_disagree(book: Book, hers: Client, nadia: User) -> None:
    chips = [words_of(client.get("/renewals/").content.decode()) for client in (signed_in(nadia), hers)]
    assert chips[0].index("They disagree") < chips[0].index("Needs me today")
    assert chips[1].index("They disagree") > chips[1].index("Needs me today")


def test_the_outcome_is_recorded_and_taken_back(book: Book, hers: Client) -> None:
    close = {"stage": "renewed", "on": book.today.isoformat(), "note": ""}
    assert hers.post(own(book, "close/"), close | {"on": "2099-01-01"}).status_code == 422
    assert hers.post(own(book, "close/"), close).status_code == 302
    assert "Renewed on" in shown(hers, book)
    assert hers.post(own(book, "reopen/"), {"reason": ""}).status_code == 422
    assert hers.post(own(book, "reopen/"), {"reason": "Signed by the wrong person"}).status_code == 302
    assert "must be decided by" in shown(hers, book)


def test_reminders_stand_once_each_with_their_days(book: Book, hers: Client) -> None:
    planned = Reminder.objects.filter(subject_id=book.renewal.pk, kind="renewal_rung", rung__range=(-7, -1))
    assert planned.count() > 1
    assert shown(hers, book).count("The decision date is near: act today.") == 1


def test_how_the_notice_was_counted_is_said(book: Book) -> None:
    contract = book.renewal.contract
    contract.notice_value, contract.notice_unit, contract.notice_counted_from = 1, "months", "term_end"
    assert notice_in_words(contract) == "1 month before the last day"
    contract.notice_counted_from = ""
    assert notice_in_words(contract) == "1 month before the end, read as early as can be"
    contract.notice_value = None
    assert notice_in_words(contract) == "no notice agreed"
    assert database_now() > book.now - timedelta(days=1)


def test_who_only_sees_it_finds_no_button(book: Book, sol: User) -> None:
    html = signed_in(sol).get(own(book)).content.decode()
    assert "Set your call" not in html and "Enter what you know" not in html
    assert signed_in(sol).get(own(book, "facts/")).status_code == 403


def test_what_a_dialog_did_is_said_on_the_page_it_leads_to(book: Book, hers: Client) -> None:
    said = {"call": "commit", "note": "Signed"}
    done = hers.post(own(book, "call/"), said, **FRAGMENT)
    assert done.status_code == 204 and done.headers["HX-Redirect"] == own(book)
    assert "Your call is saved." in shown(hers, book)
