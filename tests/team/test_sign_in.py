"""Signing in by e-mail: who gets in, what a refusal says, and that guessing is slow."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from retention.lib.clock import database_now
from retention.team.models import Session, SignInTry, User
from retention.team.tries import FAILURES_OF_ADDRESS, FAILURES_OF_EMAIL

from .conftest import PASSWORD

Open = Callable[..., Client]


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in/", {"login": email, "password": password}, **extra)


def test_a_person_signs_in_with_the_address_in_any_case_and_lands_on_the_page_asked_for(
    lena: User, browser: Open
) -> None:
    client = browser()
    answer = client.get("/settings/profile/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/settings/profile/"
    answer = client.post(answer["Location"], {"login": "LENA@keel.test", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/settings/profile/")
    assert Session.objects.get(user=lena).address == "127.0.0.1"


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(lena: User, browser: Open, target: str) -> None:
    answer = browser().post(f"/sign-in/?next={target}", {"login": lena.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_wrong_password_an_unknown_address_and_a_deactivated_person_read_the_same(
    lena: User, nico: User, browser: Open
) -> None:
    User.objects.filter(pk=nico.pk).update(is_active=False)
    bodies = set()
    for email, password in ((lena.email, "wrong"), ("nobody@keel.test", PASSWORD), (nico.email, PASSWORD)):
        answer = sign_in(browser(), email, password)
        assert answer.status_code == 422
        bodies.add(without_what_was_typed(answer.content.decode(), email))
    assert len(bodies) == 1
    assert "The e-mail address or the password is not right." in bodies.pop()


def without_what_was_typed(body: str, email: str) -> str:
    lines = (line for line in body.replace(email, "").splitlines() if "csrf" not in line.lower())
    return "\n".join(lines)


def test_the_machine_cannot_sign_in_even_with_a_password(machine: User, browser: Open) -> None:
    machine.set_password(PASSWORD)
    machine.save()
    assert sign_in(browser(), machine.email).status_code == 422
    client = browser(machine)
    assert client.get("/settings/profile/").status_code == 302


def test_after_five_failures_even_the_right_password_is_refused_for_a_while(
    lena: User, browser: Open
) -> None:
    for _ in range(FAILURES_OF_EMAIL):
        assert sign_in(browser(), lena.email, "wrong").status_code == 422
    answer = sign_in(browser(), "Lena@Keel.test ")
    assert answer.status_code == 429
    assert "Too many tries. Wait 15 minutes, then try again." in answer.content.decode()
    assert not Session.objects.filter(user=lena).exists()


def test_an_unknown_address_is_refused_after_as_many_tries_with_the_same_words(browser: Open) -> None:
    for _ in range(FAILURES_OF_EMAIL):
        assert sign_in(browser(), "nobody@keel.test", "wrong").status_code == 422
    answer = sign_in(browser(), "nobody@keel.test", "wrong")
    assert answer.status_code == 429
    assert "Too many tries. Wait 15 minutes, then try again." in answer.content.decode()


def test_the_wait_ends_fifteen_minutes_after_the_first_of_the_failures(lena: User, browser: Open) -> None:
    for _ in range(FAILURES_OF_EMAIL):
        sign_in(browser(), lena.email, "wrong")
    SignInTry.objects.update(at=database_now() - timedelta(minutes=14, seconds=30))
    assert "Wait a minute" in sign_in(browser(), lena.email).content.decode()
    SignInTry.objects.update(at=database_now() - timedelta(minutes=15, seconds=1))
    assert sign_in(browser(), lena.email).status_code == 302


def test_signing_in_forgives_the_failures_before_it(lena: User, browser: Open) -> None:
    for _ in range(FAILURES_OF_EMAIL - 1):
        sign_in(browser(), lena.email, "wrong")
    assert sign_in(browser(), lena.email).status_code == 302
    for _ in range(FAILURES_OF_EMAIL - 1):
        assert sign_in(browser(), lena.email, "wrong").status_code == 422


def test_one_address_cannot_try_many_people(lena: User, browser: Open) -> None:
    for number in range(FAILURES_OF_ADDRESS):
        assert sign_in(browser(), f"guess{number}@keel.test", "wrong").status_code == 422
    assert sign_in(browser(), lena.email).status_code == 429
    assert sign_in(browser(), lena.email, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_addresses_of_one_ipv6_customer_count_together(browser: Open) -> None:
    for number in range(FAILURES_OF_ADDRESS):
        sign_in(browser(), f"guess{number}@keel.test", "wrong", REMOTE_ADDR=f"2001:db8:1:2::{number + 1:x}")
    assert (
        sign_in(browser(), "next@keel.test", "wrong", REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    )
    assert sign_in(browser(), "next@keel.test", "wrong", REMOTE_ADDR="2001:db8:1:3::1").status_code == 422


def test_a_forwarded_address_is_believed_only_behind_a_known_proxy(
    browser: Open, lena: User, settings: pytest.FixtureRequest
) -> None:
    sign_in(browser(), lena.email, HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert Session.objects.get(user=lena).address == "127.0.0.1"
    settings.KEEL_TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    Session.objects.all().delete()
    sign_in(browser(), lena.email, HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9")
    assert Session.objects.get(user=lena).address == "203.0.113.9"


@pytest.mark.parametrize(
    "login", ["", "not an address", "a\x00b@keel.test", "é" * 300 + "@x.test", "😀@keel.test"]
)
def test_nonsense_is_refused_with_words_and_never_breaks(db: None, browser: Open, login: str) -> None:
    answer = sign_in(browser(), login, "x")
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_signing_out_is_a_post_and_ends_the_session(lena: User, browser: Open) -> None:
    client = browser(lena)
    assert client.get("/sign-out/").status_code == 200
    assert Session.objects.filter(user=lena).exists()
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert not Session.objects.filter(user=lena).exists()


def test_nobody_can_sign_up(db: None, browser: Open) -> None:
    for path in ("/signup/", "/sign-up/", "/accounts/signup/", "/account/signup/"):
        assert browser().get(path).status_code in (302, 404)
    assert "sign up" not in browser().get("/sign-in/").content.decode().lower()


def test_signing_in_leaves_no_entry_in_the_audit_of_the_person(lena: User, browser: Open) -> None:
    before = lena.audit_rows.count()
    sign_in(browser(), lena.email)
    assert lena.audit_rows.count() == before
