"""One-time links: who may choose a password by one, how often, and for how long."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.test import Client

from retention.lib.clock import database_now
from retention.team.actions.invitations import AlreadySignedIn, invite_again, invite_person
from retention.team.actions.passwords import LinkSpent, choose_password
from retention.team.links import (
    INVITATION_LASTS,
    RESET_LASTS,
    LinkTokens,
    invitation_path,
    invitations,
    resets,
)
from retention.team.links import reset_path as path_of_reset
from retention.team.models import Session, SignInTry, User
from retention.team.tries import FAILURES_OF_ADDRESS, FAILURES_OF_EMAIL

from .conftest import PASSWORD

Open = Callable[..., Client]
Mails = Callable[[], list[EmailMessage]]
NEW = {"password1": "a lighthouse in the fog", "password2": "a lighthouse in the fog"}


@pytest.fixture
def invited(ada: User) -> User:
    fields = {"name": "Priya Raman", "email": "Priya@Keel.test", "role": "account_manager"}
    return invite_person(fields=fields, by=ada, at=database_now()).person


def test_an_invited_person_chooses_a_password_and_is_in(invited: User, browser: Open) -> None:
    client, path = browser(), invitation_path(invited)
    page = client.get(path)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    assert "Welcome, Priya Raman" in page.content.decode()
    assert client.post(path, NEW).status_code == 302
    assert client.get("/settings/profile/").status_code == 200
    assert (
        browser().post("/sign-in/", {"login": "priya@keel.test", "password": NEW["password1"]}).status_code
        == 302
    )


def test_a_link_works_once(invited: User, browser: Open) -> None:
    path = invitation_path(invited)
    assert browser().post(path, NEW).status_code == 302
    again = browser().get(path)
    assert again.status_code == 410
    assert "Priya" not in again.content.decode()
    assert browser().post(path, NEW).status_code == 410


def test_the_mail_of_an_invitation_carries_the_link_of_the_configured_address(
    ada: User,
    mails: Mails,
    django_capture_on_commit_callbacks: Callable[..., object],
    settings: pytest.FixtureRequest,
) -> None:
    settings.KEEL_BASE_URL = "https://keel.example"  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        sent = invite_person(
            fields={"name": "Priya Raman", "email": "priya@keel.test"}, by=ada, at=database_now()
        )
    (mail,) = mails()
    assert mail.to == ["priya@keel.test"]
    assert sent.link in mail.body
    assert sent.link.startswith("https://keel.example/invitation/")


def test_a_fresh_invitation_ends_the_earlier_one(invited: User, ada: User, browser: Open) -> None:
    old = invitation_path(invited)
    new = invite_again(person=invited, by=ada, at=database_now() + timedelta(seconds=1))
    assert browser().get(old).status_code == 410
    assert browser().get(new.link.removeprefix("http://localhost:8000")).status_code == 200


def test_nobody_is_invited_again_who_has_a_password(lena: User, ada: User) -> None:
    with pytest.raises(AlreadySignedIn):
        invite_again(person=lena, by=ada, at=database_now())


@pytest.mark.parametrize(("tokens", "lasts"), [(invitations, INVITATION_LASTS), (resets, RESET_LASTS)])
def test_a_link_ends_with_its_time(
    lena: User, tokens: LinkTokens, lasts: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = database_now().replace(tzinfo=None, microsecond=0)
    later: list[datetime] = [now]
    monkeypatch.setattr(tokens, "_now", lambda: later[0])
    token = tokens.make_token(lena)
    later[0] = now + lasts
    assert tokens.check_token(lena, token)
    later[0] = now + lasts + timedelta(seconds=1)
    assert not tokens.check_token(lena, token)


def test_a_link_of_one_kind_opens_no_other(lena: User, browser: Open) -> None:
    token = resets.make_token(lena)
    assert not invitations.check_token(lena, token)
    assert browser().get(path_of_reset(lena).replace("/password/reset/", "/invitation/")).status_code == 410


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "other@keel.test"}, {"role": "system"}])
def test_deactivating_or_readdressing_somebody_ends_their_links(
    lena: User, browser: Open, change: dict[str, object]
) -> None:
    path = path_of_reset(lena)
    assert browser().get(path).status_code == 200
    User.objects.filter(pk=lena.pk).update(**change)
    assert browser().get(path).status_code == 410


def test_a_reset_ends_every_session_and_the_old_password(lena: User, browser: Open) -> None:
    thief = browser(lena)
    answer = browser().post(path_of_reset(lena), NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/password/reset/done/")
    assert thief.get("/settings/profile/").status_code == 302
    assert not Session.objects.filter(user=lena).exists()
    lena.refresh_from_db()
    assert lena.check_password(NEW["password1"])
    assert lena.people_events.get().kind == "password_chosen"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "password1234", "password2": "password1234"}, "too common"),
        ({"password1": "lena@keel.test", "password2": "lena@keel.test"}, "too similar"),
        ({"password1": "a lighthouse", "password2": "a lightship"}, "not the same password"),
        ({"password1": "x" * 5000, "password2": "x" * 5000}, "at most 128"),
        ({"password1": "with\x00nul and more", "password2": "with\x00nul and more"}, "Null characters"),
    ],
)
def test_a_weak_password_is_refused_with_words_and_the_link_stays_good(
    lena: User, browser: Open, given: dict[str, str], words: str
) -> None:
    path = path_of_reset(lena)
    answer = browser().post(path, given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert browser().get(path).status_code == 200


def test_asking_for_a_link_says_the_same_for_everybody_and_mails_only_who_is_there(
    lena: User, nico: User, machine: User, browser: Open, mails: Mails
) -> None:
    User.objects.filter(pk=nico.pk).update(is_active=False)
    for email in ("LENA@keel.test", "nobody@keel.test", nico.email, machine.email):
        answer = browser().post("/password/reset/", {"email": email})
        assert (answer.status_code, answer["Location"]) == (302, "/password/reset/sent/")
    (mail,) = mails()
    assert mail.to == ["lena@keel.test"]
    assert "/password/reset/" in mail.body


def test_the_mail_of_a_reset_opens_the_page(lena: User, browser: Open, mails: Mails) -> None:
    browser().post("/password/reset/", {"email": lena.email}, HTTP_HOST="testserver")
    (line,) = (line for line in mails()[0].body.splitlines() if "/password/reset/" in line)
    assert line.startswith(settings.KEEL_BASE_URL)
    assert browser().get(line.removeprefix("http://localhost:8000")).status_code == 200


def test_asking_too_often_is_refused_alike_for_known_and_unknown(
    lena: User, browser: Open, mails: Mails
) -> None:
    for email in (lena.email, "nobody@keel.test"):
        for _ in range(FAILURES_OF_EMAIL):
            assert browser().post("/password/reset/", {"email": email}).status_code == 302
        answer = browser().post("/password/reset/", {"email": email})
        assert answer.status_code == 429
        assert "Wait 15 minutes" in answer.content.decode()
    assert len(mails()) == FAILURES_OF_EMAIL


@pytest.mark.parametrize(
    "path",
    [
        "/invitation/MQ/x-y/",
        "/password/reset/__/x/",
        "/invitation/é/%00/",
        "/invitation/OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b/",
    ],
)
def test_guessing_links_is_counted_and_says_nothing(lena: User, browser: Open, path: str) -> None:
    assert browser().get(path).status_code == 410
    assert SignInTry.objects.filter(purpose="link").count() == 1


def test_guessing_many_links_is_refused(db: None, browser: Open) -> None:
    answers = [
        browser().get(f"/invitation/MQ/x-{number}/").status_code for number in range(FAILURES_OF_ADDRESS + 1)
    ]
    assert answers == [410] * FAILURES_OF_ADDRESS + [429]


def test_the_database_holds_no_link(invited: User, lena: User, browser: Open) -> None:
    paths = [invitation_path(invited), path_of_reset(lena)]
    for path in paths:
        browser().get(path)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            for path in paths:
                token = path.rstrip("/").rsplit("/", 1)[1]
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{token}%"])  # noqa: S608
                assert cursor.fetchone()[0] == 0, table


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_at_the_same_moment_one_wins() -> None:
    lena = User.objects.create_user("lena@keel.test", PASSWORD, name="Lena Voss")
    token, together = resets.make_token(lena), Barrier(4)

    def use(number: int) -> bool:
        together.wait()
        try:
            choose_password(
                person=lena,
                token=token,
                tokens=resets,
                password=f"a lighthouse number {number}",
                at=database_now(),
            )
        except LinkSpent:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [False, False, False, True]
