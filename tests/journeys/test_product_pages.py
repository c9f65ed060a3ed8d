"""Every page of the product: no barrier in light and dark, wide and narrow, and nothing scrolls sideways."""

from typing import Any

import pytest

from accounts.models import Account, OrgUnit
from contacts.actions.map import assign_role, rate_contact, set_tie
from contacts.actions.map_lines import set_influence_line, set_manager
from contacts.actions.map_scopes import open_scope
from contacts.models import MapScope
from retention.health.actions import refresh_accounts
from retention.integrations.models import Import
from retention.lib.clock import database_now
from retention.team.models import User
from retention.walks.actions import start_walk
from retention.walks.models import Process
from tests.desk.book import Book, make_book, more_at
from tests.factories import make_contact

from .kpi_pages import kpi_pages
from .review_pages import review_pages
from .share_pages import share_pages
from .teamwork_pages import teamwork_pages
from .visitor import OpenWindow, Visitor

NARROW = (320, 390)


@pytest.fixture
def book(vela: Account, lena: User, ada: User) -> Book:
    """Vela Hotels with a score and some of everything; Ada is its backup owner."""
    book = make_book(vela, lena)
    more_at(book, lena, 2)
    fill_the_map(book, lena)
    refresh_accounts(account_ids=[vela.pk], at=database_now())
    return book


def hers(book: Book) -> list[str]:
    """The pages of an account manager."""
    own = f"/accounts/{book.account.pk}/"
    return [
        "/day/", "/day/why/", "/accounts/", "/accounts/?tier=D&q=none", own, f"{own}timeline/",
        f"{own}people/", f"{own}contracts/", f"{own}invoices/", f"{own}invoices/new/",
        f"{own}edit/", f"{own}contracts/new/",
        f"{own}brief/", f"{own}knowledge/", f"{own}knowledge/new/?topic=driver", "/promises/",
        "/goals/", "/changes/", f"{own}value/", f"{own}goals/new/",
        "/plans/", f"{own}plan/", "/feedback/", "/surveys/", f"{own}feedback/new/",
        *map_pages(book), "/duplicates/", "/duplicates/accounts/", "/hours/", f"{own}hours/",
        "/white-space/", "/white-space/cells/", "/white-space/plays/", f"{own}white-space/",
        f"{own}spend/new/",
        *kpi_pages(book), *share_pages(book),
        f"{own}operations/", f"{own}operations/new/",
        "/education/", f"{own}education/", f"{own}lessons/new/",
        "/lost-deals/",
        f"/people/{book.contact.pk}/", "/renewals/", "/renewals/?layout=board",
        "/renewals/?layout=calendar", "/renewals/lost/", "/renewals/assessments/", *renewal_pages(book),
        "/check-ins/", *teamwork_pages(book), *review_pages(book),
        f"{own}team/", f"{own}team/new/", f"{own}walks/new/", "/walks/", *walk_pages(book), "/network/",
        "/network/new/",
        "/touchpoints/", f"/touchpoints/{book.touchpoint.pk}/",
        f"/touchpoints/new/?account={book.account.pk}", f"/steps/{book.step.pk}/snooze/",
        "/notifications/", "/search/?q=ve", "/settings/profile/", "/settings/absence/", "/nowhere/",
    ]  # fmt: skip


def walk_pages(book: Book) -> list[str]:
    """A contract at the first step of its way, and what is said about it."""
    process = Process.objects.get(name="Order to cash")
    owner, now = book.account.owner, database_now()
    assert owner is not None
    walk = start_walk(contract=book.renewal.contract, process=process, by=owner, at=now)
    step = walk.steps.order_by("step__position").values_list("pk", flat=True)[0]
    forms = [f"/walk-steps/{step}/give/", f"/walk-steps/{step}/hand-on/", f"/walks/{walk.pk}/stop/"]
    return [f"/walks/{walk.pk}/", *forms]


def map_pages(book: Book) -> list[str]:
    """The filled map in every view, of the account and of a decision; a person on it, and its forms."""
    own, person = f"/accounts/{book.account.pk}/map/", f"/people/{book.contact.pk}/map/"
    views = [f"{own}?view={view}" for view in ("map", "list", "tree", "ties")]
    decision = f"{own}?scope={MapScope.objects.get().pk}"
    return [*views, decision, f"{own}decisions/new/", person, f"{person}role/", f"{person}rating/"]


def fill_the_map(book: Book, lena: User) -> None:
    """Parts, ratings, ties and lines of three people in two units, one of whom is against us."""
    act: dict[str, Any] = {"by": lena, "at": database_now()}
    finance = OrgUnit.objects.create(account=book.account, name="Finance")
    ruth = make_contact(book.account, "Ruth Adeyemi", title="Chief financial officer", org_unit=finance)
    stefan = make_contact(book.account, "Stefan Krol", title="Integration lead")
    assign_role(contact=ruth, role="economic_buyer", **act)
    assign_role(contact=stefan, role="influencer", **act)
    rate_contact(contact=stefan, influence=4, attitude=-2, **act)
    for contact in (stefan, book.contact):
        set_manager(contact=contact, manager=ruth, **act)
    set_influence_line(contact=stefan, on_contact=book.contact, **act)
    set_tie(contact=book.contact, user=lena, level=2, desired_level=4, **act)
    scope = open_scope(account=book.account, title="Second hotel", **act)
    assign_role(contact=book.contact, role="decision_maker", scope=scope, **act)


def renewal_pages(book: Book) -> list[str]:
    """A renewal and its forms."""
    own = f"/renewals/{book.renewal.pk}/"
    forms = [f"{own}{name}/" for name in ("call", "stage", "facts", "close", "terms")]
    return [own, *forms, "/settings/calendar/"]


def admins(book: Book) -> list[str]:
    """Further pages of leads and admins."""
    one = Import.objects.create(owner=User.objects.get(name="Ada Lovell"), source="Old CRM", state="checked")
    return [
        "/team/health/", "/team/health/method/", "/team/retention/", "/team/drivers/",
        "/team/economics/", "/team/retention/rows/?what=grr", "/imports/", "/imports/new/",
        f"/imports/{one.pk}/",
        "/people-admin/", f"/people-admin/{book.account.owner_id}/", "/people-admin/invite/",
        f"/people/{book.contact.pk}/data/", f"/people/{book.contact.pk}/erase/", "/data-requests/",
        "/team/targets/", "/people-admin/teams/", "/templates/", "/templates/team/",
        "/templates/processes/new/",
        f"/renewals/{book.renewal.pk}/join/", "/renewals/plays/", "/renewals/findings/",
        "/renewals/price-policy/", "/renewals/price-policy/table/",
    ]  # fmt: skip


def troubles_of(window: Visitor, address: str) -> dict[str, object]:
    """What is wrong with a page: on a wide light screen, on a narrow dark one, and where it scrolls sideways.

    The components stand in every width and theme on the style page; here they only meet each other.
    """
    found: dict[str, object] = {}
    window.page.set_viewport_size({"width": 1440, "height": 900})
    window.go(address)
    for width, dark in ((1440, False), (390, True)):
        window.page.set_viewport_size({"width": width, "height": 900})
        window.dark(dark)
        barriers = window.barriers()
        if barriers:
            found[f"{address} {width} {'dark' if dark else 'light'}"] = barriers
    sideways = window.overflow(NARROW)
    if sideways:
        found[f"{address} scrolls"] = sideways
    return found


@pytest.mark.slow
def test_pages_of_an_account_manager_have_no_barriers_and_never_scroll_sideways(
    open_window: OpenWindow, lena: User, book: Book
) -> None:
    window = open_window(lena)
    window.forgive("404")
    found: dict[str, object] = {}
    for address in hers(book):
        found |= troubles_of(window, address)
    assert found == {}


@pytest.mark.slow
def test_pages_of_an_admin_have_no_barriers_and_never_scroll_sideways(
    open_window: OpenWindow, ada: User, book: Book
) -> None:
    window = open_window(ada)
    window.forgive("403")
    found: dict[str, object] = {}
    for address in admins(book):
        found |= troubles_of(window, address)
    assert found == {}
