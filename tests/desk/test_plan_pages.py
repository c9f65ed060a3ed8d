"""The plan where people meet it: written section by section, moved, compared, listed."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.models import NextStep
from plans.actions.doing import add_action
from plans.actions.moving import move_plan
from plans.actions.objectives import settle_objective
from plans.actions.risks import add_risk
from plans.models import (
    AccountPlan,
    GrowthLine,
    KeyResult,
    PlanAction,
    PlanNote,
    PlanRisk,
    PlanText,
    TeamPlanTemplate,
)
from retention.team.models import User

from .book import BUDGET, FRAGMENT, Book, signed_in


def begun(book: Book, client: Client, **said: str) -> AccountPlan:
    first = book.today.replace(day=1).isoformat()
    asked = {"template": "protect", "period_start": first, "owner": str(book.account.owner_id), **said}
    assert client.post(f"/accounts/{book.account.pk}/plan/new/", asked).status_code == 302
    return AccountPlan.objects.order_by("-pk")[0]


def page(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def started(book: Book, client: Client, nadia: User) -> AccountPlan:
    plan = begun(book, client)
    assert client.post(f"/plans/{plan.pk}/move/", {"move": "submit", "version": 1}).status_code == 302
    lead = signed_in(nadia)
    assert lead.post(f"/plans/{plan.pk}/move/", {"move": "approve", "version": 2}).status_code == 302
    AccountPlan.objects.filter(pk=plan.pk).update(signed_by=nadia, signed_on=book.today)
    assert client.post(f"/plans/{plan.pk}/move/", {"move": "start", "version": 3}).status_code == 302
    plan.refresh_from_db()
    return plan


def test_a_plan_is_begun_from_a_template_and_stands_on_the_account(book: Book, hers: Client) -> None:
    assert "Begin a plan" in page(hers, f"/accounts/{book.account.pk}/plan/")
    plan = begun(book, hers)
    shown = page(hers, f"/accounts/{book.account.pk}/plan/")
    for words in ("The contract is renewed without a gap", "Agree the renewal in writing", "Still empty",
                  "nothing measured yet", "Send to review"):  # fmt: skip
        assert words in shown, words
    assert plan.title in page(hers, f"/accounts/{book.account.pk}/")
    assert plan.title in page(hers, "/plans/") and "1 of 9" in page(hers, "/plans/")


def test_a_lead_keeps_a_plan_and_the_next_one_begins_with_it(book: Book, hers: Client, nadia: User) -> None:
    plan, lead = begun(book, hers), signed_in(nadia)
    assert "Keep as a template" not in page(hers, f"/plans/{plan.pk}/")
    assert "Keep as a template" in page(lead, f"/plans/{plan.pk}/")
    path = f"/plans/{plan.pk}/template/"
    assert "Retain, ours, month 12: The contract is renewed without a gap" in page(lead, path)
    said = {"name": "Two years", "note": "Hotels", "outline": "Retain, ours, month 24: They stay\nx",
            "prompts": "Why they bought: Who signed?"}  # fmt: skip
    wrong = lead.post(path, said)
    assert wrong.status_code == 422 and "“x” is no objective" in wrong.content.decode()
    assert lead.post(path, {**said, "outline": said["outline"][:-2]}).status_code == 302
    kept = TeamPlanTemplate.objects.get()
    for who, changes in ((hers, False), (lead, True)):
        shown = page(who, "/plans/templates/")
        assert "Two years" in shown and "They stay" in shown and "Protect what we have" in shown
        assert (f"/plan-templates/{kept.pk}/edit/" in shown) is changes
    assert "Two years. Hotels" in page(hers, f"/accounts/{book.account.pk}/plan/new/")
    made = begun(book, hers, template=f"team-{kept.pk}")
    assert made.objectives.get().text == "They stay"
    assert "Who signed?" in page(hers, f"/plans/{made.pk}/write/?section=profile")
    changed = {**said, "outline": kept.outline, "name": "Three years", "version": "1"}
    assert lead.post(f"/plan-templates/{kept.pk}/edit/", changed).status_code == 302
    assert lead.post(f"/plan-templates/{kept.pk}/edit/", {**changed, "note": "x"}).status_code == 409
    assert lead.post(f"/plan-templates/{kept.pk}/withdraw/").status_code == 302
    assert "Three years" not in page(hers, f"/accounts/{book.account.pk}/plan/new/")


def test_a_section_is_written_and_a_stale_one_shows_both_versions(book: Book, hers: Client) -> None:
    plan = begun(book, hers)
    path = f"/plans/{plan.pk}/write/?section=business"
    assert "Their strategy" in page(hers, path)
    said = {"priority_1": "Fewer empty rooms", "priority_1_source": "Jonas", "priority_1_is_shared": "on"}
    assert hers.post(path, {**said, "version": "1"}).status_code == 302
    text = PlanText.objects.get(field="priority_1")
    assert (text.text, text.source, text.is_shared) == ("Fewer empty rooms", "Jonas", True)
    again = hers.post(path, {"priority_1": "Something else", "version": "1"}, **FRAGMENT)
    body = again.content.decode()
    assert again.status_code == 409 and "Two versions" in body and "Something else" in body
    assert (
        "Fewer empty rooms" in body and PlanText.objects.get(field="priority_1").text == "Fewer empty rooms"
    )
    wrong = hers.post(path, {"strategy": "x" * 2001, "version": "2"}, **FRAGMENT)
    assert wrong.status_code == 422 and "Their strategy" in wrong.content.decode()
    assert hers.post(path, {"strategy": "x"}, **FRAGMENT).status_code == 422, (
        "without a version nothing is wiped"
    )


def test_approval_says_what_is_missing_and_the_lead_gives_it(book: Book, hers: Client, nadia: User) -> None:
    plan = begun(book, hers, template="")
    assert "The plan has no objective" in page(hers, f"/plans/{plan.pk}/")
    new = f"/plans/{plan.pk}/objectives/new/"
    said = {"goal": "value", "text": "Fewer empty rooms", "weight": "1", "whose": "joint"}
    assert hers.post(new, said).status_code == 302
    assert "has no owner and no measure and no day" in page(hers, f"/plans/{plan.pk}/")
    hers.post(f"/plans/{plan.pk}/move/", {"move": "submit", "version": 1})
    lead = signed_in(nadia)
    answer = lead.post(f"/plans/{plan.pk}/move/", {"move": "approve", "version": 2}, **FRAGMENT)
    assert answer.status_code == 422 and "no owner and no measure" in answer.content.decode()
    assert (
        hers.post(f"/plans/{plan.pk}/move/", {"move": "approve", "version": 2}, **FRAGMENT).status_code == 422
    )
    assert (
        lead.post(f"/plans/{plan.pk}/move/", {"move": "return", "version": 2}, **FRAGMENT).status_code == 422
    )
    sent = {"move": "return", "note": "Say who and by when", "version": 2}
    assert lead.post(f"/plans/{plan.pk}/move/", sent).status_code == 302
    assert "Say who and by when" in page(hers, f"/plans/{plan.pk}/")


def test_a_running_plan_stands_in_the_day_and_is_measured(book: Book, hers: Client, nadia: User) -> None:
    plan = started(book, hers, nadia)
    result = KeyResult.objects.order_by("pk")[0]
    assert (
        hers.post(f"/key-results/{result.pk}/measure/", {"value": "-3.5", "on": book.today}).status_code
        == 302
    )
    assert hers.post(f"/objectives/{result.objective_id}/edit/", {"text": "x"}, **FRAGMENT).status_code == 422
    action = PlanAction.objects.order_by("pk")[0]
    step = NextStep.objects.get(origin_key=f"action:{action.pk}")
    NextStep.objects.filter(pk=step.pk).update(due_on=book.today)
    assert action.text in page(hers, "/day/")
    hers.post(f"/plan-actions/{action.pk}/state/", {"state": "done"})
    assert action.text not in page(hers, "/day/")
    risk = {"description": "They build it", "likelihood": "4", "impact": "12k", "owner": plan.owner_id,
            "look_on": book.today - timedelta(days=2), "state": "open"}  # fmt: skip
    assert hers.post(f"/plans/{plan.pk}/risks/new/", risk).status_code == 302
    assert "2 days late" in page(hers, f"/plans/{plan.pk}/")
    register = PlanRisk.objects.get()
    look = {"note": "Only a rumour", "look_on": book.today + timedelta(days=9)}
    assert hers.post(f"/plan-risks/{register.pk}/look/", look).status_code == 302
    assert "Only a rumour" in page(hers, f"/plans/{plan.pk}/")


def test_what_an_action_brings_us_stays_inside(book: Book, hers: Client) -> None:
    plan = begun(book, hers)
    said = {"text": "Train the night shift", "customer_benefit": "Fewer errors", "our_benefit": "A reference"}
    objective = plan.objectives.order_by("pk")[0]
    assert hers.post(f"/objectives/{objective.pk}/actions/new/", said).status_code == 302
    assert PlanNote.objects.get().text == "A reference"
    action = PlanAction.objects.get(text="Train the night shift")
    assert "A reference" in page(hers, f"/plan-actions/{action.pk}/edit/")
    both = {"text": "x", "owner": book.account.owner_id, "their_owner": book.contact.pk, "version": 1}
    answer = hers.post(f"/plan-actions/{action.pk}/edit/", both, **FRAGMENT)
    assert answer.status_code == 422 and "one owner" in answer.content.decode()


def test_growth_from_below_stands_against_what_is_wanted(book: Book, hers: Client) -> None:
    plan = begun(book, hers)
    figures = {"base": "41200", "renewals": "40000", "top_down": "60000", "version": 1}
    assert hers.post(f"/plans/{plan.pk}/growth/", figures).status_code == 302
    line = {"what": "Spa", "amount": "10000", "probability": "50"}
    assert hers.post(f"/plans/{plan.pk}/growth/new/", line).status_code == 302
    shown = page(hers, f"/plans/{plan.pk}/")
    assert "€50,000" in shown and "€45,000" in shown and "€15,000" in shown
    number = GrowthLine.objects.get().pk
    assert "Spa" in page(hers, f"/growth-lines/{number}/edit/")
    assert hers.post(f"/growth-lines/{number}/remove/").status_code == 302
    assert not GrowthLine.objects.exists()
    odd = hers.post(f"/plans/{plan.pk}/growth/new/", {**line, "probability": "120"}, **FRAGMENT)
    assert odd.status_code == 422 and "120" in odd.content.decode()


def test_versions_are_compared_in_two_halves(book: Book, hers: Client, lena: User, nadia: User) -> None:
    plan = started(book, hers, nadia)
    assert "Version 1" in page(hers, f"/plans/{plan.pk}/")
    add_risk(plan=plan, by=lena, at=book.now, description="They build it", likelihood=2)
    settle_objective(
        objective=plan.objectives.order_by("pk")[0], state="missed", on=book.today, by=lena, at=book.now
    )
    shown = page(hers, f"/plans/{plan.pk}/versions/")
    shareable, _, inside = shown.partition('id="half-2"')
    assert "missed" in shareable and "They build it" not in shareable and "They build it" in inside
    move_plan(plan=plan, move="amend", by=lena, at=book.now, note="They want more")
    for query in ("?from=1&to=1", "?from=nonsense&to=99", "?from=1"):
        assert "Before" in page(hers, f"/plans/{plan.pk}/versions/{query}") or query == "?from=1&to=1"


def test_the_sponsor_signs_and_nobody_else(book: Book, hers: Client, his: Client, sol: User) -> None:
    plan = begun(book, hers)
    assert hers.post(f"/plans/{plan.pk}/sign/").status_code == 403
    assert his.get(f"/plans/{plan.pk}/").status_code == 404
    assert signed_in(sol).post(f"/plans/{plan.pk}/move/", {"move": "submit"}).status_code == 403
    assert "Send to review" not in page(signed_in(sol), f"/plans/{plan.pk}/")


def test_next_year_begins_with_what_still_holds(book: Book, hers: Client) -> None:
    plan = begun(book, hers)
    assert hers.post(f"/plans/{plan.pk}/copy/").status_code == 302
    made = AccountPlan.objects.order_by("-pk")[0]
    assert made.copied_from == plan and made.title in page(hers, f"/plans/{made.pk}/")


def test_the_list_answers_and_filters(book: Book, hers: Client, nadia: User) -> None:
    plan = started(book, hers, nadia)
    AccountPlan.objects.filter(pk=plan.pk).update(stale_on=book.today)
    assert "plan is stale" in page(hers, "/plans/").lower()
    for query, shown in (("?stale=1", True), ("?owner=me", True), ("?state=in_review", False),
                         ("?tier=A", True), ("?tier=B", False), ("?state=x", False)):  # fmt: skip
        assert (f"/plans/{plan.pk}/" in page(hers, f"/plans/{query}")) is shown, query


def test_the_pages_ask_as_much_for_a_long_plan_as_for_a_short_one(
    book: Book, hers: Client, lena: User
) -> None:
    plan = begun(book, hers)

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert hers.get(path).status_code == 200
        return len(seen)

    path = f"/plans/{plan.pk}/"
    short, listed = asked(path), asked("/plans/")
    for objective in plan.objectives.all():
        for number in range(4):
            add_action(
                objective=objective, text=f"Act {number}", their_owner=book.contact, by=lena, at=book.now
            )
            add_risk(plan=plan, by=lena, at=book.now, description=f"Risk {number}", likelihood=2)
    for _ in range(3):
        begun(book, hers)
    assert asked(path) <= short + 1 <= BUDGET, short
    assert asked("/plans/") == listed <= BUDGET
    assert asked(f"/accounts/{book.account.pk}/") <= BUDGET
