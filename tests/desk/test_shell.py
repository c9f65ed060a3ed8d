"""The frame of a page: who gets which places, and that a stranger costs nothing."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from retention.desk import context, navigation
from retention.desk.context import Shell
from retention.team.models import User
from retention.team.visibility import keep_reach


@pytest.fixture(autouse=True)
def all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The navigation as if every page were installed."""
    there: Callable[[str], str] = lambda name: f"/{name.replace('_', '-')}/"  # noqa: E731
    monkeypatch.setattr(navigation, "address", there)
    monkeypatch.setattr(context, "address", there)


def frame(user: User | AnonymousUser, path: str = "/day/") -> Shell:
    if isinstance(user, User):
        keep_reach(user)
    request = RequestFactory().get(path)
    request.user = user
    return context.shell(request)["shell"]


def labels(shell: Shell) -> list[str]:
    return [item.label for section in shell.sections for item in section.items]


def test_only_an_admin_is_offered_imports_and_people(ada: User, lena: User, nadia: User, sol: User) -> None:
    assert {"Imports", "Team and people"} <= set(labels(frame(ada)))
    for user in (lena, nadia, sol):
        assert not {"Imports", "Team and people"} & set(labels(frame(user))), user


def test_everybody_is_offered_the_daily_places(lena: User, nadia: User, sol: User, ada: User) -> None:
    for user in (lena, nadia, sol, ada):
        assert {"My day", "Accounts", "Renewals", "Health", "Settings"} <= set(labels(frame(user))), user


def test_the_page_one_is_on_is_marked_also_below_it(lena: User) -> None:
    current = [i.label for s in frame(lena, "/accounts/12-vela/").sections for i in s.items if i.current]
    assert current == ["Accounts"]


def test_no_two_places_share_a_letter(ada: User) -> None:
    keys = [item.key for section in frame(ada).sections for item in section.items if item.key]
    assert len(keys) == len(set(keys)) > 20


def test_the_phone_reaches_every_place(ada: User) -> None:
    shell = frame(ada)
    reached = [item.label for item in (*shell.tabs_before, *shell.tabs_after, *shell.more)]
    assert sorted(reached) == sorted(labels(shell))


def test_a_place_that_is_not_installed_is_not_offered(lena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "address", lambda name: "" if name == "renewals" else "/x/")
    assert "Renewals" not in labels(frame(lena))


def test_a_stranger_gets_no_navigation_and_no_query(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        shell = frame(AnonymousUser())
        page = render_to_string("base.html", {"shell": shell})
    assert shell.sections == () and shell.unread == ""
    assert "Sign out" not in page and "/accounts/" not in page


def test_the_frame_of_a_page_costs_one_query_for_the_bell(
    lena: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shell = frame(lena)
    with django_assert_num_queries(1):
        render_to_string("base.html", {"shell": shell})


def test_the_readers_choices_stand_on_the_page(lena: User) -> None:
    lena.theme, lena.density, lena.single_keys = "dark", "compact", False
    page = render_to_string("base.html", {"shell": frame(lena)})
    assert 'data-theme="dark"' in page and 'data-density="compact"' in page
    assert 'data-single-keys="off"' in page
    lena.theme = "system"
    assert "data-theme" not in render_to_string("base.html", {"shell": frame(lena)})


def test_a_broken_page_can_still_say_so_without_a_database(
    db: None, lena: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shell = frame(lena)
    with django_assert_num_queries(0):
        for status in ("400", "500"):
            page = render_to_string(f"errors/{status}.html", {"shell": shell, "at": datetime.now(UTC)})
            assert "Nothing was" in page
