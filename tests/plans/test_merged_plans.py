"""What was agreed goes with an account that becomes part of another."""

from datetime import timedelta

import pytest

from accounts.actions import merge_accounts
from accounts.models import Account
from contacts.models import Contact
from plans.mergers import CARRIED
from retention.team.models import Team, User
from tests.cast import NOON, TODAY
from tests.security.makers_operations import OPERATION_MAKERS
from tests.security.makers_plans import PLAN_MAKERS, agreed_target

pytestmark = pytest.mark.django_db


def test_targets_value_and_changes_are_the_survivors(vela: Account, lena: User, north: Team) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team=north, tier="B", currency="EUR")
    for make in (*PLAN_MAKERS.values(), OPERATION_MAKERS["plans.Lesson"]):
        make(vela, lena)
    merge_accounts(merged=vela, survivor=group, on=TODAY - timedelta(days=3), by=lena, at=NOON)
    for model in CARRIED:
        assert not model._base_manager.filter(account=vela).exists(), model
        assert model._base_manager.filter(account=group).exists(), model


def test_who_agreed_at_both_accounts_is_the_seat_that_stays(vela: Account, lena: User, north: Team) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team=north, tier="B", currency="EUR")
    target = agreed_target(vela, lena)
    assert target.agreed_with is not None
    seat = Contact.objects.create(account=group, person=target.agreed_with.person, since=TODAY)
    merge_accounts(merged=vela, survivor=group, on=TODAY - timedelta(days=3), by=lena, at=NOON)
    target.refresh_from_db()
    assert target.agreed_with == seat
    assert target.account == group
