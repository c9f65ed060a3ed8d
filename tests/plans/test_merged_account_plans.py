"""Plans go with an account that becomes part of another; where both have one running, one is set aside."""

from datetime import timedelta

import pytest

from accounts.actions import merge_accounts
from accounts.models import Account
from contacts.models import Contact, NextStep
from plans.actions.risks import add_risk
from plans.models import AccountPlan
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .plan_book import draft, objective, running

pytestmark = pytest.mark.django_db


def test_the_survivors_plan_goes_on_and_what_was_agreed_with_whom_is_kept(
    vela: Account, lena: User, nadia: User
) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team=vela.team, tier="B", currency="EUR")
    ana = make_contact(vela)
    seat = Contact.objects.create(account=group, person=ana.person, since=ana.since)
    theirs, ours = running(vela, lena, nadia), running(group, lena, nadia)
    add_risk(plan=theirs, by=lena, at=NOON, description="Budget cut", likelihood=2)
    aim = objective(draft(vela, lena, title="Next"), lena, owner=None, their_owner=ana)
    merge_accounts(merged=vela, survivor=group, on=TODAY - timedelta(days=3), by=lena, at=NOON)
    for row in (theirs, ours, aim):
        row.refresh_from_db()
    assert not AccountPlan.objects.filter(account=vela).exists()
    assert (theirs.account, theirs.state, theirs.closed_on) == (group, "superseded", TODAY)
    assert ours.state == "active" and theirs.risks.count() == 1
    assert aim.their_owner == seat
    left = NextStep.objects.filter(origin__startswith="plan", state="open").values_list(
        "origin_key", flat=True
    )
    assert [key.split(":")[0] for key in left] == [str(ours.pk)], (
        "nothing is left to do for what was set aside"
    )
