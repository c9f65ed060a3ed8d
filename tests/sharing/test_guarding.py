"""What guards the page behind a link: limits, codes, forms from elsewhere, and what bad links are told."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact
from plans.models import ValueEntry
from retention.sharing import actions
from retention.sharing.models import ClientWord, ShareLink, ShareTry, ShareView
from retention.sharing.secrets import ROW_MARK, row_mark
from retention.team.models import User
from tests.desk.book import signed_in

from .shared_book import SharedBook
from .test_client_page import say, text

pytestmark = pytest.mark.django_db


def test_nobody_keeps_finds_or_frames_it(shared: SharedBook) -> None:
    client = Client()
    for path, status in ((shared.path, 200), ("/share/nothing-like-it/", 404)):
        answer = client.get(path)
        assert answer.status_code == status
        assert "noindex" in answer["X-Robots-Tag"] and "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert 'href="http' not in client.get(shared.path).content.decode()


def test_guessed_expired_and_revoked_links_answer_alike(shared: SharedBook, lena: User) -> None:
    plain = re.compile(rb"csrf[^>]*")
    links = [actions.make_link(plan=shared.plan, by=lena, at=shared.now) for _ in range(4)]
    revoked, expired, departed, renewed = links
    actions.revoke_link(link=revoked.link, by=lena, at=shared.now)
    then = shared.now - timedelta(days=40)
    ShareLink.objects.filter(pk=expired.link.pk).update(made_at=then, expires_at=then + timedelta(days=30))
    ShareLink.objects.filter(pk=departed.link.pk).update(contact=shared.petra)
    Contact.objects.filter(pk=shared.petra.pk).update(status="departed", departed_on=shared.now.date())
    actions.renew_link(link=renewed.link, by=lena, at=shared.now)
    client, answers, queries = Client(), set(), set()
    guessed = ["A" * 22, "%00", "%F0%9F%98%80", "x" * 900]
    for path in (*(f"/share/{each}/" for each in guessed), *(made.path for made in links)):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            answer = client.get(path)
        answers.add((answer.status_code, plain.sub(b"", answer.content)))
        queries.add(len(caught))
        assert client.post(f"{path}say/", {"what": "comment", "name": "A", "text": "B"}).status_code == 404
    assert len(answers) == 1 and next(iter(answers))[0] == 404
    assert len(queries) == 1, "one of them is looked at longer"
    assert not ClientWord.objects.exists() and not ShareView.objects.exists()


def test_the_code_is_asked_for_and_tries_are_limited_without_redis(shared: SharedBook, lena: User) -> None:
    made = actions.make_link(plan=shared.plan, contact=shared.petra, by=lena, at=shared.now, with_code=True)
    client = Client()
    assert "asks for a code" in text(client, made.path)
    assert client.post(f"{made.path}say/", {"what": "comment", "name": "A", "text": "B"}).status_code == 302
    assert not ClientWord.objects.exists()
    given = client.post(made.path, {"code": f" {made.code.lower().replace('-', ' ')} "})
    assert given.status_code == 303 and given.cookies["keel_shared"]["httponly"]
    assert "Occupancy above 97" in text(client, made.path)
    actions.change_code(link=made.link, by=lena, at=shared.now)
    assert "asks for a code" in text(client, made.path)
    thief = Client()
    answers = []
    for number in range(7):
        cache.clear()
        answers.append(thief.post(made.path, {"code": f"AAAA-AAA{number}"}).status_code)
    assert answers == [422] * 5 + [429, 429]
    others = [
        Client(REMOTE_ADDR=f"198.51.100.{n}").post(made.path, {"code": "no"}).status_code for n in range(7)
    ]
    assert others == [422] * 5 + [429] * 2, "of one link from everywhere"


def test_whoever_guesses_links_is_stopped_also_from_good_ones(shared: SharedBook) -> None:
    client = Client()
    answers = [client.get(f"/share/{number:022d}/").status_code for number in range(22)]
    assert answers == [404] * 20 + [429] * 2
    cache.clear()
    stopped = client.get(shared.path)
    assert stopped.status_code == 429 and int(stopped["Retry-After"]) > 0
    assert Client(REMOTE_ADDR="198.51.100.7").get(shared.path).status_code == 200


def test_words_are_limited(shared: SharedBook) -> None:
    client = Client()
    answers = [say(client, shared, what="comment", text=f"{number}")[0] for number in range(21)]
    assert answers == [303] * 20 + [429]


def test_a_form_from_elsewhere_is_refused_and_no_cookie_is_needed(shared: SharedBook) -> None:
    client = Client(enforce_csrf_checks=True)
    said = {"what": "comment", "name": "A", "text": "B"}
    assert client.post(f"{shared.path}say/", said).status_code == 403
    mark = re.search(r'name="form" value="([^"]+)"', text(client, shared.path))
    assert mark is not None
    said["form"] = mark[1]
    for origin in ("https://evil.example", "null"):
        away = client.post(f"{shared.path}say/", said, headers={"Origin": origin})
        assert away.status_code == 403 and "did not come from this page" in away.content.decode()
    for wrong in ("", "é", mark[1].upper() + "0"):
        assert client.post(f"{shared.path}say/", {**said, "form": wrong}).status_code == 403
    assert not ClientWord.objects.exists()
    assert client.post(f"{shared.path}say/", said, headers={"Origin": "http://testserver"}).status_code == 303
    assert not client.cookies, "whoever reads and answers keeps nothing of ours"


def test_nobody_of_ours_speaks_for_a_customer_or_counts_as_one(shared: SharedBook, lena: User) -> None:
    hers = signed_in(lena)
    text(hers, shared.path)
    assert not ShareView.objects.exists()
    status, shown = say(hers, shared, what="confirmed", key=shared.value.pk, text="All mine")
    assert status == 403 and "You are signed in to Keel" in shown and "All mine" in shown
    assert ValueEntry.objects.get(pk=shared.value.pk).state == "evidenced" and not ClientWord.objects.exists()


def test_no_number_of_ours_stands_in_the_page(shared: SharedBook) -> None:
    for kind, row in (("target", shared.target), ("value", shared.value)):
        type(row).objects.filter(pk=row.pk).update(version=7)
        shown = text(Client(), shared.path)
        digest = ShareLink.objects.get(pk=shared.made.link.pk).digest
        assert f'id="{kind}-{row_mark(digest, kind, row.pk)}"' in shown
    names = re.findall(r'(?:id|for|name|value|href|action)="([^"]*)"', shown)
    short = rf"\d{{1,{ROW_MARK - 1}}}$"  # a mark may be digits alone by chance; a number of ours is shorter
    numbered = [
        each for each in names if re.search(rf"(?<![\w-]){short}|-{short}", each) and each[-2:] != "-0"
    ]
    assert not numbered


def test_a_page_that_asks_nothing_sends_posts_back_and_counts_them(shared: SharedBook) -> None:
    client = Client()
    sent = client.post(shared.path, {"code": "x"})
    assert (sent.status_code, sent["Location"]) == (303, shared.path)
    assert ShareTry.objects.filter(kind="open").count() == 1


@pytest.mark.parametrize("path", ["nothing/at/all", "plan.pdf/"])
def test_what_is_not_there_behind_a_link_is_sealed_as_well(shared: SharedBook, path: str) -> None:
    answer = Client().get(f"{shared.path}{path}")
    assert answer.status_code == 404 and "no-store" in answer["Cache-Control"]
    assert not answer.cookies and "This link opens nothing" in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"] and shared.made.secret not in answer.content.decode()


def test_a_name_cannot_be_made_to_read_as_another(shared: SharedBook) -> None:
    status, _ = say(Client(), shared, what="comment", name="\u202eabc\u202c def", text="a\u2066b\u2069 👩‍🚀")
    word = ClientWord.objects.get()
    assert (status, word.name, word.text) == (303, "abc def", "ab 👩‍🚀")
    for injected in ("A\r\nBcc: x@y.test", "A\nB"):
        assert say(Client(), shared, what="comment", name=injected, text="c")[0] == 303
    assert not [each for each in ClientWord.objects.values_list("name", flat=True) if "\n" in each]
