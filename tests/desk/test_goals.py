"""Targets, value and what moved, where people meet them."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from plans import actions
from plans.attainment import Goal, Reading
from plans.models import ChangeRecord, ExpectationGap, GoodwillEntry, Measurement, RoiTarget, ValueEntry
from retention.desk.goals.chart import target_line
from retention.desk.goals.coverage import goals_facts
from retention.team.models import Team, User
from tests.cast import TODAY
from tests.factories import make_contact
from tests.security.makers_plans import agreed_target, measurement, target

from .book import FRAGMENT, Book, signed_in


def page_of(client: Client, book: Book) -> str:
    return client.get(f"/accounts/{book.account.pk}/value/").content.decode()


def test_nothing_agreed_says_so_and_what_is_unknown_is_unknown(book: Book, hers: Client) -> None:
    page = page_of(hers, book)
    assert "was agreed that could be measured" in page
    assert "No target yet" in page and page.count("unknown: ") == 3


def test_a_target_is_written_agreed_and_measured_from_the_page(book: Book, hers: Client) -> None:
    today, account = book.today, book.account.pk
    said = {
        "metric": "Orders without a mistake", "unit": "percent", "direction": "higher", "baseline": "92",
        "baseline_on": (today - timedelta(days=100)).isoformat(), "target": "98,5", "source": "customer",
        "due_on": (today + timedelta(days=100)).isoformat(), "weight": "1", "review_days": "90",
    }  # fmt: skip
    wrong = hers.post(f"/accounts/{account}/goals/new/", {**said, "target": "90"}, **FRAGMENT)
    assert wrong.status_code == 422 and "must be above the baseline" in wrong.content.decode()
    assert 'value="Orders without a mistake"' in wrong.content.decode()
    assert hers.post(f"/accounts/{account}/goals/new/", said).status_code == 302
    row = RoiTarget.objects.get()
    agree = {"contact": book.contact.pk, "on": today.isoformat()}
    assert hers.post(f"/goals/{row.pk}/agree/", agree).status_code == 302
    early = {"value": "95", "measured_on": "2020-01-01", "source": "customer", "evidence": "Report"}
    refused = hers.post(f"/goals/{row.pk}/measure/", early, **FRAGMENT)
    assert refused.status_code == 422 and "measure on that day or later" in refused.content.decode()
    assert (
        hers.post(f"/goals/{row.pk}/measure/", {**early, "measured_on": today.isoformat()}).status_code == 302
    )
    page = page_of(hers, book)
    assert "On track" not in page and "Behind" in page
    assert "92 → 98.5 percent" in page and "Show as table" in page
    figure = Measurement.objects.get()
    form = hers.get(f"/measurements/{figure.pk}/correct/").content.decode()
    assert 'value="95"' in form and "Report" in form
    fixed = {**early, "measured_on": today.isoformat(), "value": "97", "version": "1"}
    assert hers.post(f"/measurements/{figure.pk}/correct/", fixed).status_code == 302
    assert "On track" in page_of(hers, book)


def test_milestones_are_written_a_line_each_and_shown_with_the_target(book: Book, hers: Client) -> None:
    today, account = book.today, book.account.pk
    first, second = today - timedelta(days=50), today + timedelta(days=50)
    said = {
        "metric": "Minutes at the dock", "unit": "minutes", "direction": "lower", "baseline": "40",
        "baseline_on": (today - timedelta(days=100)).isoformat(), "target": "20", "source": "customer",
        "due_on": (today + timedelta(days=100)).isoformat(), "weight": "1", "review_days": "90",
    }  # fmt: skip
    back = {**said, "milestones": f"{first} 30\n{second} 31"}
    refused = hers.post(f"/accounts/{account}/goals/new/", back, **FRAGMENT)
    assert refused.status_code == 422 and "leads back" in refused.content.decode()
    assert f"{second} 31" in refused.content.decode() and not RoiTarget.objects.exists()
    kept = {**said, "milestones": f"{second} 26\n{first} 38"}
    assert hers.post(f"/accounts/{account}/goals/new/", kept).status_code == 302
    row = RoiTarget.objects.get()
    page = page_of(hers, book)
    _, _, shown = page.partition("<dt>Milestones</dt><dd>")
    words = " ".join(re.sub("<[^>]*>", "", shown.partition("</dd>")[0]).split())
    assert words.startswith("38 on ") and "; 26 on " in words
    table = [re.sub("<[^>]*>", " ", row).split() for row in page.split("<tr>")]
    ahead = f"{second:%-d %b %Y} — 26".split()
    assert any(row[: len(ahead)] == ahead for row in table), "in the table of the picture"
    form = hers.get(f"/goals/{row.pk}/edit/").content.decode()
    assert f"{first} 38\n{second} 26" in form
    edited = {**kept, "milestones": f"{first} 38", "version": "1"}
    assert hers.post(f"/goals/{row.pk}/edit/", edited).status_code == 302
    row.refresh_from_db()
    assert row.milestones == [{"on": first.isoformat(), "value": "38"}]


def test_who_changes_an_agreed_target_is_told_which_milestones_go(book: Book, hers: Client) -> None:
    today, who = book.today, make_contact(book.account)
    first, second = today + timedelta(days=20), today + timedelta(days=50)
    row = RoiTarget.objects.create(
        account=book.account, metric="Minutes at the dock", unit="minutes", direction="lower", baseline=40,
        baseline_on=today - timedelta(days=100), target=20, due_on=today + timedelta(days=100),
        state="agreed", agreed_on=today, agreed_with=who, by=book.account.owner,
        milestones=[{"on": f"{first}", "value": "36"}, {"on": f"{second}", "value": "30"}],
    )  # fmt: skip
    asking = hers.get(f"/goals/{row.pk}/change/").content.decode()
    assert f"36 on {first:%-d %b %Y}, 30 on {second:%-d %b %Y}. What the new target or day" in asking
    said = {"target": "20", "due_on": f"{second}", "side": "theirs", "contact": who.pk, "currency": "EUR",
            "asked_on": f"{today}", "effect": "Half a year less"}  # fmt: skip
    told = hers.post(f"/goals/{row.pk}/change/", said, follow=True).content.decode()
    assert f"it takes off the way: 30 on {second:%-d %b %Y}." in told
    assert "accepting it drops 1 milestone<" in told
    decide = hers.get(f"/changes/{ChangeRecord.objects.get().pk}/decide/").content.decode()
    assert f"Accepting takes off the way: 30 on {second:%-d %b %Y}." in decide


def test_the_way_through_a_milestone_is_drawn_step_by_step() -> None:
    """A path of three points would be painted as a black triangle."""
    middle = Reading(TODAY, Decimal(36))
    goal = Goal(
        Decimal(40), TODAY - timedelta(days=100), Decimal(20), TODAY + timedelta(days=100),
        milestones=(middle,),
    )  # fmt: skip
    drawn = target_line(goal, [], unit="minutes", on=TODAY, state="unknown", summary="")
    way = [guide.path for guide in drawn.guides if "L" in guide.path]
    assert len(way) == 2 and all(path.count("L") == 1 for path in way)
    assert way[0].split("L")[1] == way[1].split("L")[0].removeprefix("M")


def test_an_agreed_target_moves_by_a_change_only(book: Book, hers: Client, lena: User) -> None:
    row, today = agreed_target(book.account, lena), book.today.isoformat()
    form = hers.get(f"/goals/{row.pk}/edit/").content.decode()
    assert 'value="6"' in form
    edited = {
        "metric": row.metric, "unit": row.unit, "direction": "lower", "baseline": "12", "target": "7",
        "baseline_on": row.baseline_on, "due_on": row.due_on, "source": "customer", "weight": "1",
        "review_days": "90", "version": "1",
    }  # fmt: skip
    refused = hers.post(f"/goals/{row.pk}/edit/", edited, **FRAGMENT)
    assert refused.status_code == 422 and "Ask for a change" in refused.content.decode()
    asked = {
        "target": "7", "due_on": row.due_on, "side": "theirs", "contact": book.contact.pk, "asked_on": today,
        "effect": "A minute less saved", "currency": "EUR",
    }  # fmt: skip
    assert hers.post(f"/goals/{row.pk}/change/", {**asked, "effect": ""}, **FRAGMENT).status_code == 422
    assert hers.post(f"/goals/{row.pk}/change/", asked).status_code == 302
    change = ChangeRecord.objects.get()
    assert (
        hers.post(f"/changes/{change.pk}/decide/", {"decision": "accepted", "on": today}).status_code == 302
    )
    row.refresh_from_db()
    assert row.target == 7
    ChangeRecord.objects.update(decided_on=book.today - timedelta(days=11))
    assert "1 change absorbed silently" in page_of(hers, book)
    assert "Minutes at the desk: 6 → 7" in hers.get("/changes/?absorbed=1").content.decode()
    assert "One change" in hers.get("/goals/").content.decode()
    known = {"contact": book.contact.pk, "on": today}
    assert hers.post(f"/changes/{change.pk}/acknowledge/", known).status_code == 302
    assert "absorbed silently:" not in page_of(hers, book)
    assert "Every accepted change was acknowledged" in hers.get("/goals/").content.decode()


def test_value_is_confirmed_by_a_named_contact_and_only_then_counts(book: Book, hers: Client) -> None:
    today, account = book.today.isoformat(), book.account.pk
    said = {"what": "Shorter queues", "happened_on": today, "amount": "12k", "currency": "EUR"}
    refused = hers.post(f"/accounts/{account}/value/new/", said, **FRAGMENT)
    assert (
        refused.status_code == 422 and "How the amount was worked out is missing" in refused.content.decode()
    )
    assert hers.post(f"/accounts/{account}/value/new/", {**said, "method": "Their count"}).status_code == 302
    row = ValueEntry.objects.get()
    answer = {"contact": book.contact.pk, "on": today, "channel": "call"}
    early = hers.post(f"/value/{row.pk}/confirm/", answer, **FRAGMENT)
    assert early.status_code == 422 and "Show them some evidence first" in early.content.decode()
    assert hers.post(f"/value/{row.pk}/evidence/", {"evidence": "Counts", "on": today}).status_code == 302
    assert "no confirmed amount" in page_of(hers, book)
    assert hers.post(f"/value/{row.pk}/confirm/", answer).status_code == 302
    page = page_of(hers, book)
    assert "no confirmed amount" not in page and "€12,000" in page
    assert hers.post(f"/value/{row.pk}/take-back/").status_code == 302
    assert hers.post(f"/value/{row.pk}/take-back/", HTTP_HX_REQUEST="true").status_code == 409
    assert "Value written down" in hers.get(f"/accounts/{account}/timeline/").content.decode()


def test_what_was_given_is_told_and_a_gap_is_settled(book: Book, hers: Client, lena: User) -> None:
    today, account = book.today.isoformat(), book.account.pk
    given = {"what": "Training", "reason": "New team", "given_on": today, "currency": "EUR"}
    assert hers.post(f"/accounts/{account}/added-value/new/", given).status_code == 302
    GoodwillEntry.objects.update(given_on=book.today - timedelta(days=20))
    assert "Training" in hers.get("/goals/").content.decode()
    row = GoodwillEntry.objects.get()
    told = {"contact": book.contact.pk, "on": today}
    assert hers.post(f"/added-value/{row.pk}/told/", told).status_code == 302
    assert hers.post(f"/added-value/{row.pk}/acknowledge/", {"on": today}).status_code == 302
    assert "Training" not in hers.get("/goals/").content.decode()
    expects = {
        "contact": book.contact.pk, "expectation": "No queue at all", "feasible": "6 minutes",
        "noticed_on": today,
    }  # fmt: skip
    assert hers.post(f"/accounts/{account}/gaps/new/", expects).status_code == 302
    gap = ExpectationGap.objects.get()
    assert hers.post(f"/gaps/{gap.pk}/settle/", {"outcome": "6", "talked_on": today}).status_code == 302
    assert "No queue at all" in page_of(hers, book)


def test_stakeholders_who_contradict_each_other_are_flagged(book: Book, hers: Client, lena: User) -> None:
    target(book.account, lena, stakeholder=make_contact(book.account, "Ines Roth"))
    target(book.account, lena, stakeholder=make_contact(book.account, "Paul Meier"), target=Decimal(9))
    page = page_of(hers, book)
    assert "Ines Roth wants something else" in page and "Paul Meier wants something else" in page


def test_who_only_sees_the_account_reads_without_buttons(book: Book, sol: User, lena: User) -> None:
    row, watching = agreed_target(book.account, lena), signed_in(sol)
    page = page_of(watching, book)
    assert row.metric in page and f"/goals/{row.pk}/edit/" not in page
    assert watching.get(f"/goals/{row.pk}/edit/").status_code == 403


def test_the_page_costs_as_much_for_many_rows_as_for_few(book: Book, hers: Client, lena: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(hers, book)
        return len(captured)

    def more(rows: int) -> None:
        for number in range(rows):
            measurement(book.account, lena, target=agreed_target(book.account, lena))
            entry = actions.claim_value(
                account=book.account, what=f"Gain {number}", happened_on=book.today, evidence="x", by=lena,
                at=book.now,
            )  # fmt: skip
            actions.confirm_value(entry=entry, contact=book.contact, on=book.today, by=lena, at=book.now)

    more(2)
    few = cost()
    more(4)
    assert cost() == few <= 25


@pytest.mark.parametrize("path", ["/goals/", "/changes/"])
def test_nobody_sees_what_is_not_theirs(path: str, book: Book, his: Client, lena: User) -> None:
    Account.objects.filter(pk=book.account.pk).update(name="Canary Hotels")
    agreed_target(book.account, lena, metric="Canary minutes")
    assert "Canary" not in his.get(path).content.decode()
    assert his.get(f"/accounts/{book.account.pk}/value/").status_code == 404


def test_the_share_of_revenue_with_an_agreed_target_is_counted_over_what_one_sees(
    ada: User, lena: User, nico: User, north: Team
) -> None:
    worth = {"One": 300, "Two": 200, "Three": 100, "Four": 250, "Five": 150}
    accounts = [
        Account.objects.create(name=name, owner=lena, team=north, tier="A", currency="EUR", arr_base=arr)
        for name, arr in worth.items()
    ]
    for account in accounts[:3]:
        agreed_target(account, lena, next_review_on=TODAY + timedelta(days=1))
    target(accounts[3], lena)
    RoiTarget.objects.filter(account=accounts[2]).update(next_review_on=TODAY)
    facts = goals_facts(ada, on=TODAY)
    assert (facts.with_target, facts.accounts, facts.share) == (3, 5, Decimal("0.6"))
    assert (facts.top_reviewed, facts.top_share) == (2, Decimal("0.4"))
    assert [row.account.name for row in facts.looks_due] == ["Three"]
    assert goals_facts(nico, on=TODAY).share is None
