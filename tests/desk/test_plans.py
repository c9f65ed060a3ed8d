"""The plans of the pages' statements on a large company: what grows with the table is found here."""

import re

import pytest
from django.db import connection
from django.db.models.functions import Mod
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.ledger import ledger_day, rebuild_ledger
from accounts.models import Account
from contacts.derived import rebuild as rebuild_last_contacts
from contacts.models import Contact, Touchpoint
from retention.cadence.rebuild import rebuild as rebuild_check_ins
from retention.desk.bench.generate import generate, make_users
from retention.lib import prepared
from retention.lib.clock import database_now
from retention.renewals.models import Renewal, RenewalStage
from retention.renewals.rebuild import rebuild as rebuild_renewals
from retention.team.models import TeamMembership, User

ACCOUNTS = 4000
BIG = (
    "accounts_account|contacts_person|contacts_contact|contacts_touchpoint|contacts_touchpointcontact|"
    "accounts_timelineevent|accounts_contract|accounts_contractline|accounts_arrmovement|renewals_renewal|"
    "cadence_checkin"
)
STOPS_EARLY = ("LIMIT 1001) subquery", "LIMIT 2001")
"""Counts stop at a thousand rows and the look for a piece of a name at two, however long the table is."""
READS_ALL = {
    "/team/health/": "counts every visible account, by purpose",
    "/renewals/?layout=board": "sums every visible open renewal, by purpose",
    "/renewals/?layout=calendar": "sums a quarter of the visible open renewals week by week, by purpose",
}
PREPARED = "EXECUTE keel_"
"""A statement planned once: looked at by the plan that it runs by, whoever asks."""
FAST_DISKS = "SET LOCAL random_page_cost = 1.1; SET LOCAL plan_cache_mode = 'force_generic_plan'"
"""As the bundled PostgreSQL is set up, and as docs/operations.md asks of another one."""
LISTS_FOR_ALL = [
    *("/renewals/", "/renewals/?sort=atr", "/renewals/?sort=-due", "/renewals/?closed=true"),
    *("/search/?q=a1b2", "/search/?q=ab", "/search/?q=person"),
]
"""Lists that are scoped through another table than they are sorted by; asked as manager, lead and admin."""


def large_company() -> User:
    """A manager of a team of eight hundred accounts, with everything that follows from them."""
    manager = make_users()
    generate(ACCOUNTS, lambda said: None)
    at = database_now()
    rebuild_ledger(on=ledger_day(at))
    rebuild_last_contacts()
    rebuild_renewals(at=at)
    some = Renewal.objects.annotate(part=Mod("pk", 40)).filter(part=0)
    some.update(stage=RenewalStage.LOST, closed_on=ledger_day(at))
    rebuild_check_ins(at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return manager


def pages(manager: User) -> list[str]:
    """One address per page that reads records."""
    account = Account.objects.filter(owner=manager).order_by("id")[0]
    contact = Contact.objects.filter(account=account).order_by("id")[0]
    renewal = Renewal.objects.filter(account=account).order_by("id")[0]
    said = Touchpoint.objects.filter(account=account).order_by("id")[0]
    layouts = [*READS_ALL, "/renewals/?needs_me=1"]
    lost = ["/renewals/lost/", "/renewals/lost/?show=no_word", "/renewals/lost/?show=win_back"]
    of_account = [
        f"/accounts/{account.pk}/{page}" for page in ("", "brief/", "timeline/", "people/", "contracts/")
    ]
    lists = ["/accounts/", "/accounts/?sort=arr", "/accounts/?owner=me&sort=health", "/check-ins/?owner=me"]
    return [
        *lists, *layouts, *lost, *of_account, *LISTS_FOR_ALL, "/day/", "/touchpoints/", "/notifications/",
        f"/people/{contact.pk}/", f"/renewals/{renewal.pk}/", f"/touchpoints/{said.pk}/",
    ]  # fmt: skip


def reads(sql: str) -> bool:
    """Does it read rows, by a plan of its own or by a prepared one?"""
    return sql.startswith(("SELECT", "WITH")) or PREPARED in sql


def scans(sql: str) -> set[str]:
    """The big tables that a statement would read from end to end."""
    statement = sql[sql.index(PREPARED) :] if PREPARED in sql else sql
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}".replace("%", "%%"), [])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    return set(re.findall(rf"Seq Scan on ({BIG})\b", plan))


def read_whole(client: Client, user: User, paths: list[str]) -> dict[str, set[str]]:
    """By address, the big tables that this user's page reads from end to end, with the statement."""
    client.force_login(user)
    found: dict[str, set[str]] = {}
    for path in paths:
        with CaptureQueriesContext(connection) as said:
            assert client.get(path).status_code == 200
        statements = [query["sql"] for query in said if reads(query["sql"])]
        statements = [sql for sql in statements if not sql.endswith(STOPS_EARLY)]
        tables = {f"{table}: {sql[:300]}" for sql in statements for table in scans(sql)}
        if tables and path not in READS_ALL:
            found[f"{user.role} {path}"] = tables
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_no_page_reads_a_big_table_from_end_to_end(
    client: Client, ada: User, nadia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "has_room", lambda on, statement: True)
    manager = large_company()
    TeamMembership.objects.create(user=nadia, team=manager.memberships.get().team, is_lead=True)
    with connection.cursor() as cursor:
        cursor.execute(FAST_DISKS)
    found = read_whole(client, manager, pages(manager))
    found |= read_whole(client, nadia, LISTS_FOR_ALL)
    found |= read_whole(client, ada, LISTS_FOR_ALL)
    assert found == {}
