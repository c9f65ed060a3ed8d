"""What each function and each person did: every finished step counts once, and leads to its row."""

import re
from datetime import timedelta

from django.test import Client

from accounts.models import Account, AccountTeamMember
from contacts.actions import add_step, log_touchpoint, settle_step
from contacts.models import NextStep
from retention.lib.clock import database_now
from retention.renewals.models import Renewal
from retention.team.models import User
from retention.teamwork.contributions import by_function, done_steps, of_person
from tests.factories import make_contact


def finish(account: Account, owner: User, by: User, days: int = 1, state: str = "done") -> NextStep:
    at = database_now() - timedelta(days=days)
    step = add_step(account=account, owner=owner, text="Call", due_on=at.date(), by=by, at=at)
    return settle_step(step=step, state=state, by=owner, at=at)


def test_steps_by_function_sum_to_all_of_them(
    client: Client, vela: Account, orchard: Account, lena: User, nico: User, nadia: User, ada: User
) -> None:
    today = database_now().date()
    for function in ("support", "delivery"):
        AccountTeamMember.objects.create(account=vela, user=nadia, function=function, is_backup=True)
    finish(vela, lena, lena)
    finish(vela, nadia, nadia)
    finish(vela, nadia, nadia, days=90)
    finish(vela, nadia, nadia, days=92)
    finish(vela, ada, ada)
    finish(vela, lena, lena, state="dropped")
    finish(orchard, nico, nico)
    rows = by_function(ada, on=today)
    assert {row.label: row.steps for row in rows} == {
        "Account manager": 2, "Delivery": 2, "Not on the account’s team": 1,
    }  # fmt: skip
    assert sum(row.steps for row in rows) == done_steps(ada, on=today).count() == 5
    for asked, number in {**{row.function or "none": row.steps for row in rows}, "all": 5, "me": 1}.items():
        client.force_login(ada)
        page = client.get(f"/steps/?done_by={asked}").content.decode()
        assert len(set(re.findall(r'href="(/steps/\d+/)"', page))) == number, asked
    assert sum(row.steps for row in by_function(lena, on=today)) == 4, "she sees one of the two accounts"


def test_ones_own_numbers_lead_to_their_rows_and_nobody_elses_are_shown(
    vela: Account, lena: User, nadia: User
) -> None:
    now = database_now()
    ana = make_contact(vela, "Ana Ruiz")
    log_touchpoint(
        account=vela, contacts=[ana], channel="call", happened_at=now - timedelta(days=100), by=lena, at=now,
        direction="outbound", outcome="connected", purpose="learn", colleagues=[nadia],
    )  # fmt: skip
    finish(vela, nadia, nadia)
    finish(vela, lena, lena)
    found = of_person(lena, on=now.date())
    assert (found.steps, found.talks, found.accounts, found.renewals) == (1, 0, 1, 0)
    hers = Client()
    hers.force_login(lena)
    page = hers.get("/contributions/").content.decode()
    assert (
        "Account manager" in page and "Not on the account" in page and "Nadia" not in page.split("<main")[1]
    )
    lines = b"".join(hers.get("/contributions/file/").streaming_content).decode()
    assert lines.count("Vela Hotels") == 1
    assert not Renewal.objects.exists()
