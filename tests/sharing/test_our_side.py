"""Our side of a shared plan: links made, made again, ended; words told and answered; the API."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.mergers import merge_accounts
from accounts.models import Account
from contacts.models import Contact
from plans.working import PlanOver
from retention.integrations.models import RepeatedRequest
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError
from retention.reminders.models import Reminder
from retention.sharing import actions
from retention.sharing.actions.answering import AnsweredAlready
from retention.sharing.actions.links import PARTS, LinkRevoked, NothingShown
from retention.sharing.models import ClientWord, ShareLink, ShareTry
from retention.sharing.throttle import forget_tries
from retention.team.models import User
from tests.api.conftest import Scripts, script
from tests.desk.book import signed_in
from tests.factories import make_contact

from .shared_book import SharedBook

__all__ = ["script"]
pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'value="(http://[^"]+/share/([\w-]{22})/)"')


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_an_address_is_shown_once_and_only_its_hash_is_kept(shared: SharedBook, lena: User) -> None:
    hers, at = signed_in(lena), f"/plans/{shared.plan.pk}/share/"
    assert at in page(hers, f"/plans/{shared.plan.pk}/")
    said = {"contact": shared.petra.pk, "days": 60, "with_code": "on", "shows_goals": "on"}
    made = hers.post(at, said)
    assert made.status_code == 201 and "no-store" in made["Cache-Control"]
    found = ADDRESS.search(made.content.decode())
    assert found is not None
    row = ShareLink.objects.order_by("-id")[0]
    assert (row.contact, row.expires_at - row.made_at) == (shared.petra, timedelta(days=60))
    code = re.search(r'id="code"[^>]*value="([A-Z2-9]{4}-[A-Z2-9]{4})"', made.content.decode())
    assert code is not None and code[1] not in row.code and check_password(code[1], row.code)
    assert not row.shows_value
    assert found[2] not in page(hers, at) and found[2] not in row.digest
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM sharing_sharelinkevent e")
        kept = cursor.fetchone()[0]
    assert found[2] not in kept and row.digest not in kept and row.code not in kept
    assert hers.post(at, {**said, "days": 91}).status_code == 422
    assert hers.post(at, {"days": 30}).status_code == 422, "nothing is shown"


def test_a_link_is_made_again_and_revoked(shared: SharedBook, lena: User) -> None:
    hers, link = signed_in(lena), shared.made.link
    again = hers.post(f"/share-links/{link.pk}/renew/")
    found = ADDRESS.search(again.content.decode())
    assert again.status_code == 201 and found is not None
    assert page(Client(), shared.path, 404) and page(Client(), f"/share/{found[2]}/")
    coded = hers.post(f"/share-links/{link.pk}/code/").content.decode()
    assert re.search(r'id="code"[^>]*value="[A-Z2-9]{4}-[A-Z2-9]{4}"', coded)
    assert "asks for a code" in page(Client(), f"/share/{found[2]}/")
    assert hers.post(f"/share-links/{link.pk}/code/", {"with_code": "no"}).status_code == 302
    assert hers.post(f"/share-links/{link.pk}/revoke/").status_code == 302
    assert page(Client(), f"/share/{found[2]}/", 404)
    with pytest.raises(LinkRevoked):
        actions.renew_link(link=link, by=lena, at=shared.now)


def test_the_preview_is_the_page_without_its_forms(shared: SharedBook, lena: User) -> None:
    seen = page(signed_in(lena), f"/share-links/{shared.made.link.pk}/preview/")
    assert "Preview: this is what they see" in seen and "<form" not in seen
    assert not shared.made.link.views.exists(), "we are not counted"
    theirs = page(Client(), shared.path)
    rows = re.compile(r"<h[123][^>]*>.*?</h[123]>", re.S)
    assert rows.findall(seen) == rows.findall(theirs)


def test_who_may_not_change_the_account_shares_nothing(
    shared: SharedBook, nico: User, sol: User, north: Any
) -> None:
    link = shared.made.link
    assert page(signed_in(nico), f"/plans/{shared.plan.pk}/share/", 404)
    assert page(signed_in(nico), f"/share-links/{link.pk}/preview/", 404)
    for by in (nico, sol):
        with pytest.raises(PermissionDenied):
            actions.make_link(plan=shared.plan, by=by, at=shared.now)
        with pytest.raises(PermissionDenied):
            actions.revoke_link(link=link, by=by, at=shared.now)
    assert ShareLink.objects.get().revoked_at is None


def test_what_cannot_be_is_refused(shared: SharedBook, lena: User, orchard: Account) -> None:
    other = make_contact(orchard, "Somebody else")
    wrong: tuple[tuple[type[DomainError], dict[str, Any]], ...] = (
        (DomainError, {"contact": other}),
        (InputRefused, {"days": 0}),
        (InputRefused, {"days": 91}),
        (NothingShown, dict.fromkeys(PARTS, False)),
    )
    for refusal, said in wrong:
        with pytest.raises(refusal):
            actions.make_link(plan=shared.plan, by=lena, at=shared.now, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShareLink.objects.update(expires_at=shared.now + timedelta(days=91))
    type(shared.plan).objects.filter(pk=shared.plan.pk).update(
        state="superseded", closed_on=shared.now.date()
    )
    with pytest.raises(PlanOver):
        actions.make_link(plan=shared.plan, by=lena, at=shared.now)
    assert ShareLink.objects.count() == 1


def test_a_word_is_told_until_somebody_answers_where_they_read_it(shared: SharedBook, lena: User) -> None:
    word = actions.comment(link=shared.made.link, name="Petra Beck", text="When?", at=shared.now)
    told = Reminder.objects.get(kind="client_word")
    assert (told.subject_id, told.account) == (word.pk, shared.account)
    hers = signed_in(lena)
    assert "When?" in page(hers, f"/plans/{shared.plan.pk}/share/")
    assert "When?" in page(hers, f"/plans/{shared.plan.pk}/")
    assert hers.post(f"/client-words/{word.pk}/answer/", {"answer": ""}).status_code == 422
    assert hers.post(f"/client-words/{word.pk}/answer/", {"answer": "In March <b>"}).status_code == 302
    shown = page(Client(), shared.path)
    assert "In March &lt;b&gt;" in shown and "Lena Voss" in shown
    told.refresh_from_db()
    assert told.state == "cancelled"
    with pytest.raises(AnsweredAlready):
        actions.answer_word(word=word, answer="Again", by=lena, at=shared.now)
    other = actions.comment(link=shared.made.link, name="Petra Beck", text="Thanks", at=shared.now)
    assert hers.post(f"/client-words/{other.pk}/note/").status_code == 302
    assert not ClientWord.objects.waiting().exists()


def test_the_page_of_links_keeps_its_budget(shared: SharedBook, lena: User) -> None:
    hers, at = signed_in(lena), f"/plans/{shared.plan.pk}/share/"
    with CaptureQueriesContext(connection) as few:
        page(hers, at)
    for number in range(6):
        made = actions.make_link(plan=shared.plan, contact=shared.petra, by=lena, at=shared.now)
        actions.note_opening(link=made.link, device="phone", at=shared.now)
        actions.comment(link=made.link, name="Petra", text=f"{number}", at=shared.now)
    with CaptureQueriesContext(connection) as many:
        page(hers, at)
    assert len(many) <= len(few) + 1 <= 25, (len(few), len(many))


def test_a_link_and_its_words_follow_their_person_to_the_survivor(
    shared: SharedBook, lena: User, ada: User, north: Any
) -> None:
    word = actions.comment(link=shared.made.link, name="Petra", text="Hello", at=shared.now)
    kept = Account.objects.create(name="Vela Group", owner=lena, team=north, tier="A", currency="EUR")
    seat = Contact.objects.create(
        account=kept, person=shared.petra.person, since=shared.now.date() - timedelta(days=90)
    )
    today = shared.now.date()
    merge_accounts(merged=shared.account, survivor=kept, on=today, by=ada, at=shared.now)
    link = ShareLink.objects.get(pk=shared.made.link.pk)
    word.refresh_from_db()
    assert (link.contact, word.contact) == (seat, seat)
    assert Contact.objects.filter(pk=shared.petra.pk).exists()


def test_old_tries_are_forgotten_after_a_day(shared: SharedBook) -> None:
    page(Client(), shared.path)
    assert forget_tries(shared.now, 100) == 0
    assert forget_tries(shared.now + timedelta(days=2), 100) == 1
    assert not ShareTry.objects.exists()


def test_a_repeated_request_keeps_no_secret_and_makes_one_link(
    shared: SharedBook, lena: User, script: Scripts
) -> None:
    hers = script(lena, "shared_plans:read", "shared_plans:write")
    said, key = {"plan_id": shared.plan.pk, "with_code": True}, {"Idempotency-Key": "again"}
    first, again = hers.post("share-links/", said, **key), hers.post("share-links/", said, **key)
    assert (first.status_code, again.status_code) == (201, 409)
    assert "told once" in again.json()["detail"] and ShareLink.objects.count() == 2
    kept = str(RepeatedRequest.objects.values_list("answer", flat=True)[0])
    secret = first.json()["address"].rstrip("/").rpartition("/")[2]
    assert secret not in kept and first.json()["code"] not in kept


def test_scripts_make_read_and_end_links_within_their_scope(
    shared: SharedBook, lena: User, nico: User, script: Scripts
) -> None:
    hers = script(lena, "shared_plans:read", "shared_plans:write")
    made = hers.post(
        "share-links/", {"plan_id": shared.plan.pk, "contact_id": shared.petra.pk, "with_code": True}
    )
    assert made.status_code == 201, made.content
    told = made.json()
    assert told["address"].count("/share/") == 1 and len(told["code"]) == 9 and told["has_code"]
    again = hers.get(f"share-links/{told['id']}/").json()
    assert {"address", "code", "digest"} & set(again) == set() and again["has_code"] is True
    assert hers.post(f"share-links/{told['id']}/code/", {"with_code": False}).json()["code"] == ""
    renewed = hers.post(f"share-links/{told['id']}/renew/", {"days": 5}).json()
    path = renewed["address"].partition("/share/")[2]
    assert page(Client(), f"/share/{path}")
    assert hers.get("share-views/", link=told["id"]).json()["results"][0]["device"] == "unknown"
    word = actions.comment(link=shared.made.link, name="Petra", text="Hello", at=shared.now)
    assert hers.get("client-words/", waiting=1).json()["results"][0]["text"] == "Hello"
    assert hers.post(f"client-words/{word.pk}/answer/", {"answer": "Hi"}).json()["answer"] == "Hi"
    assert hers.post(f"share-links/{told['id']}/revoke/").json()["revoked_by_id"] == lena.pk
    assert page(Client(), f"/share/{path}", 404)
    assert script(nico).get(f"share-links/{told['id']}/").status_code == 404
    assert script(lena, "plans:read", "plans:write").get("share-links/").status_code == 403
