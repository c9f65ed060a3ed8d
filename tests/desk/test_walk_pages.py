"""Contract walks, processes and one's network where people meet them."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Account
from retention.team.models import User
from retention.walks.actions import begin_process, give_step, hand_on, start_walk
from retention.walks.models import ContractWalk, Handoff, NetworkTie, Process, ProcessVersion, WalkStep
from tests.walks.conftest import STEPS

from .book import BUDGET, FRAGMENT, Book, signed_in


@pytest.fixture
def walk(book: Book, lena: User, nadia: User) -> ContractWalk:
    """Begun 20 days ago; legal was expected to take 10, and nobody holds it."""
    process = begin_process(name="Short way", steps=STEPS, by=nadia, at=book.now).process
    began = book.today - timedelta(days=20)
    return start_walk(contract=book.renewal.contract, process=process, on=began, by=lena, at=book.now)


def text_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_a_late_step_without_anybody_is_red_wherever_it_stands(
    walk: ContractWalk, book: Book, hers: Client
) -> None:
    own = f"/accounts/{book.account.pk}/"
    page = text_of(hers, f"/walks/{walk.pk}/")
    assert "Stands at" in page and "Here, late" in page and "20 of 10 days" in page
    assert page.count(">Nobody<") == 3
    assert "3 steps without anybody" in text_of(hers, f"{own}team/")
    assert "nobody holds it" in text_of(hers, own)
    listed = text_of(hers, "/walks/?late=1")
    assert "Vela Hotels" in listed and "stands longer than expected" in listed
    assert "Vela Hotels" not in text_of(hers, "/walks/?partner=Nordlog").split("<main")[1]
    day = text_of(hers, "/day/")
    assert "Nobody holds it, there since" in day and "/hand-on/?next=/day/" in day


def test_handing_on_and_accepting_go_from_page_to_my_day(
    walk: ContractWalk, book: Book, hers: Client, nadia: User, lena: User
) -> None:
    legal, signature = walk.steps.order_by("step__position")[:2]
    refused = hers.post(f"/walk-steps/{legal.pk}/hand-on/", {"on": str(book.today)})
    assert refused.status_code == 422 and "Say first who holds the next step" in refused.content.decode()
    given = {"party": "in_house", "owner_user": nadia.pk, "expected_days": 5}
    assert hers.post(f"/walk-steps/{signature.pk}/give/", given).status_code == 302
    said = {"on": str(book.today), "missing": "Order number"}
    assert hers.post(f"/walk-steps/{legal.pk}/hand-on/", said).status_code == 302
    handoff = Handoff.objects.get()
    assert "Missing:" in text_of(hers, f"/walks/{walk.pk}/")
    assert hers.post(f"/handoffs/{handoff.pk}/accept/").status_code == 403
    theirs = signed_in(nadia)
    day = text_of(theirs, "/day/")
    assert "Accept C-" in day and "missing: Order number" in day
    back = theirs.post(f"/handoffs/{handoff.pk}/return/", {"answer": ""})
    assert back.status_code == 422
    assert theirs.post(f"/handoffs/{handoff.pk}/accept/", **FRAGMENT).status_code == 200
    assert WalkStep.objects.get(pk=signature.pk).is_here
    assert theirs.post(f"/handoffs/{handoff.pk}/accept/").status_code == 302, (
        "said once more: sent back with a word"
    )
    assert "Show what is under way" not in text_of(theirs, "/walks/?holder=me")


def test_what_the_customer_accepts_is_left_with_who_did_and_when(
    book: Book, hers: Client, nadia: User
) -> None:
    asks = [{**STEPS[0], "needs_acceptance": True}]
    process = begin_process(name="Accepted way", steps=asks, by=nadia, at=book.now).process
    walk = start_walk(contract=book.renewal.contract, process=process, by=nadia, at=book.now)
    address = f"/walk-steps/{walk.steps.get().pk}/hand-on/"
    assert "accepts it before it is left" in text_of(hers, f"/walks/{walk.pk}/")
    assert "Accepted by" in text_of(hers, address)
    said = {"on": str(book.today), "note": "Kept"}
    refused = hers.post(address, said)
    assert refused.status_code == 422
    assert (
        "name who at the customer accepted it" in refused.content.decode()
        and "Kept" in refused.content.decode()
    )
    said |= {"accepted_by": str(book.contact.pk), "accepted_on": str(book.today)}
    assert hers.post(address, said).status_code == 302
    page = text_of(hers, f"/walks/{walk.pk}/")
    assert f'Accepted by <span dir="auto">{book.contact.name}</span> on' in page


def test_a_contract_begins_to_walk_and_stops_with_a_reason(book: Book, hers: Client, nadia: User) -> None:
    process = begin_process(name="Short way", steps=STEPS, by=nadia, at=book.now).process
    new = f"/accounts/{book.account.pk}/walks/new/"
    said = {"contract": book.renewal.contract_id, "process": process.pk, "on": str(book.today)}
    assert hers.post(new, said | {"process": 0}).status_code == 422
    assert hers.post(new, said).status_code == 302
    walk = ContractWalk.objects.get()
    assert hers.post(f"/walks/{walk.pk}/stop/", {"why": "", "on": str(book.today)}).status_code == 422
    assert (
        hers.post(f"/walks/{walk.pk}/stop/", {"why": "Withdrawn", "on": str(book.today)}).status_code == 302
    )
    assert "Stopped: Withdrawn" in text_of(hers, f"/walks/{walk.pk}/")


def test_pages_ask_no_more_for_many_walks_than_for_few(
    walk: ContractWalk, book: Book, hers: Client, lena: User, django_assert_max_num_queries: object
) -> None:
    for address in (
        "/walks/", f"/walks/{walk.pk}/", f"/accounts/{book.account.pk}/team/", "/network/", "/day/",
        f"/accounts/{book.account.pk}/",
    ):  # fmt: skip
        with django_assert_max_num_queries(BUDGET):  # type: ignore[operator]
            assert hers.get(address).status_code == 200


def test_a_process_is_published_in_rows_and_keeps_what_was_typed(nadia: User, hers: Client) -> None:
    leads = signed_in(nadia)
    assert "Order to cash" in text_of(leads, "/templates/")
    rows = {"steps-TOTAL_FORMS": "2", "steps-INITIAL_FORMS": "0", "name": "Pilot", "why": "Small customers"}
    for number, name in enumerate(("Invoice", "Quote")):
        rows |= {
            f"steps-{number}-name": name, f"steps-{number}-party": "in_house",
            f"steps-{number}-function": "sales",
            f"steps-{number}-expected_days": "3", f"steps-{number}-place": str(9 - number),
        }  # fmt: skip
    rows["steps-0-needs_acceptance"] = "on"
    wrong = leads.post("/templates/processes/new/", rows | {"steps-0-function": ""})
    assert wrong.status_code == 422 and "say which function of ours" in wrong.content.decode()
    assert 'value="Quote"' in wrong.content.decode()
    assert leads.post("/templates/processes/new/", rows).status_code == 302
    version = ProcessVersion.objects.get(process__name="Pilot")
    assert [step.name for step in version.steps.all()] == ["Quote", "Invoice"], "in the order of their places"
    assert [step.needs_acceptance for step in version.steps.all()] == [False, True]
    address = f"/templates/processes/{version.process_id}/"
    assert leads.post(f"{address}publish/", rows | {"version": "1"}).status_code == 302
    assert leads.post(f"{address}publish/", rows | {"version": "1"}).status_code == 409
    assert leads.post(f"{address}retire/").status_code == 302
    assert Process.objects.get(name="Pilot").is_retired
    page = text_of(leads, f"{address}?version=1")
    assert "Version 1" in page and "Small customers" in page
    assert hers.get(address).status_code == 403


def test_a_colleague_is_suggested_added_and_spoken_with(
    walk: ContractWalk, book: Book, hers: Client, lena: User, nadia: User
) -> None:
    give_step(step=walk.steps.first(), owner_user=nadia, by=lena, at=book.now)
    assert f"?colleague={nadia.pk}" in text_of(hers, "/network/")
    said = {"colleague": nadia.pk, "function": "legal", "every_days": 30}
    assert hers.post("/network/new/", said).status_code == 302
    tie = NetworkTie.objects.get()
    late = book.today - timedelta(days=2)
    NetworkTie.objects.filter(pk=tie.pk).update(next_on=late)
    assert "2 days late" in text_of(hers, "/day/")
    assert hers.post(f"/network/{tie.pk}/spoke/", {"next": "/day/"})["Location"] == "/day/"
    assert "My network" not in text_of(hers, "/day/").split("<main")[1]
    assert hers.post(f"/network/{tie.pk}/edit/", {"function": "legal", "every_days": 3}).status_code == 422
    assert hers.post(f"/network/talks/{tie.talks.get().pk}/forget/").status_code == 302
    assert hers.post(f"/network/{tie.pk}/drop/").status_code == 302
    assert signed_in(nadia).get(f"/network/{tie.pk}/edit/").status_code == 404


def test_another_teams_walk_is_not_there(walk: ContractWalk, his: Client, vela: Account) -> None:
    assert his.get(f"/walks/{walk.pk}/").status_code == 404
    assert "Vela" not in text_of(his, "/walks/")
    assert his.post(f"/walk-steps/{walk.steps.first().pk}/give/", {}).status_code == 404


def test_the_time_steps_took_is_told_with_how_many_passed(
    walk: ContractWalk, book: Book, lena: User, nadia: User
) -> None:
    give_step(
        step=walk.steps.order_by("step__position")[1],
        party="partner",
        partner="Nordlog",
        by=lena,
        at=book.now,
    )
    hand_on(step=walk.steps.order_by("step__position")[0], by=lena, at=book.now)
    page = text_of(signed_in(nadia), f"/templates/processes/{walk.version.process_id}/")
    assert "20 days" in page and "1 of 1" in page
