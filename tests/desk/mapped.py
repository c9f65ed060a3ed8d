"""People on a map for its pages: a strong one, one against us, a role that waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account, OrgUnit
from contacts.actions.map import assign_role, rate_contact, set_tie
from contacts.actions.map_lines import set_influence_line, set_manager
from contacts.actions.touchpoints import log_touchpoint
from contacts.models import Contact
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact, make_contract

MAP = "/accounts/{}/map/"


@pytest.fixture
def peopled(vela: Account, lena: User, nadia: User) -> dict[str, Contact]:
    """Three people and a role that waits: Jonas is strong, Stefan is against us, nobody pays."""
    now = database_now()
    operations = OrgUnit.objects.create(account=vela, name="Operations")
    depot = OrgUnit.objects.create(account=vela, name="Bristol depot")
    contract = make_contract(vela, start=now.date() - timedelta(days=30), state="active")
    contract.lines.update(org_unit=depot)
    who = {
        "jonas": make_contact(vela, "Jonas Weller", title="Operations director", org_unit=operations),
        "stefan": make_contact(vela, "Stefan Krol", title="Integration lead"),
        "beth": make_contact(vela, "Beth Lowry", title="Billing lead"),
        "cfo": Contact.objects.create(
            account=vela,
            is_placeholder=True,
            title="Chief finance officer",
            since=now.date() - timedelta(days=90),
        ),
    }
    act: dict[str, Any] = {"by": lena, "at": now}
    for days in (5, 20, 40):
        log_touchpoint(
            account=vela, contacts=[who["jonas"]], channel="meeting", happened_at=now - timedelta(days=days),
            colleagues=[lena, nadia], **act,
        )  # fmt: skip
    assign_role(contact=who["jonas"], role="champion", **act)
    assign_role(contact=who["cfo"], role="economic_buyer", **act)
    assign_role(contact=who["beth"], role="end_user", **act)
    rate_contact(contact=who["jonas"], influence=5, attitude=2, **act)
    rate_contact(contact=who["stefan"], influence=4, attitude=-2, evidence="Said so on the phone", **act)
    set_manager(contact=who["stefan"], manager=who["jonas"], **act)
    set_influence_line(contact=who["stefan"], on_contact=who["beth"], note="Same office", **act)
    set_tie(contact=who["jonas"], user=lena, level=3, desired_level=4, **act)
    return who


def shown(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
