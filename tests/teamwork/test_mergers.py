"""Pairs, deliverables and praise go with a customer that becomes part of another."""

from datetime import timedelta

import pytest

from accounts.actions import merge_accounts
from accounts.models import Account
from contacts.actions.voice import write_feedback
from contacts.models import Contact
from retention.team.models import User
from retention.teamwork.actions.deliverables import add_deliverable
from retention.teamwork.actions.pairs import pair_executives
from retention.teamwork.actions.parts import add_recipient, give_part
from retention.teamwork.models import Deliverable, ExecutivePairing, Kudos
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(lena: User, vela: Account) -> Account:
    """The account that goes on."""
    return Account.objects.create(
        name="Vela Group", owner=lena, team_id=vela.team_id, tier="A", currency="EUR"
    )


def merge(vela: Account, group: Account, by: User) -> None:
    merge_accounts(merged=vela, survivor=group, on=TODAY - timedelta(days=1), by=by, at=NOON)


def test_they_go_over_with_their_people(vela: Account, group: Account, lena: User, ada: User) -> None:
    ana = make_contact(vela, "Ana Ruiz")
    pair = pair_executives(account=vela, user=lena, contact=ana, by=lena, at=NOON)
    for account in (vela, group):
        add_deliverable(account=account, name="Report", accountable_user=lena, by=lena, at=NOON)
    row = Deliverable.objects.get(account=vela)
    add_recipient(deliverable=row, contact=ana, way="email", by=lena, at=NOON)
    write_feedback(account=vela, kind="praise", text="Quick", about_user=lena, by=lena, at=NOON)
    merge(vela, group, ada)
    pair.refresh_from_db()
    row.refresh_from_db()
    assert (pair.account, pair.contact, pair.ends_on) == (group, ana, None)
    assert (row.account, row.name) == (group, f"Report ({row.pk})")
    assert Kudos.objects.get().account == group


def test_who_sits_at_both_keeps_one_pair_and_one_part(
    vela: Account, group: Account, lena: User, nadia: User, ada: User
) -> None:
    there = make_contact(group, "Ana Ruiz")
    here = Contact.objects.create(account=vela, person=there.person, since=there.since)
    kept = pair_executives(account=group, user=lena, contact=there, by=lena, at=NOON)
    gone = pair_executives(account=vela, user=nadia, contact=here, by=lena, at=NOON)
    row = add_deliverable(account=vela, name="Report", accountable_contact=here, by=lena, at=NOON)
    give_part(deliverable=row, part="informed", contact=here, by=lena, at=NOON)
    merge(vela, group, ada)
    row.refresh_from_db()
    gone.refresh_from_db()
    assert (row.accountable_contact, row.parts.get().contact) == (there, there)
    assert (gone.contact, gone.ends_on is None, gone.account) == (there, False, group)
    assert list(ExecutivePairing.objects.current()) == [kept]
