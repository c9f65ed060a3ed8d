"""One's internal network: whom one keeps up with, and when one should speak again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from retention.lib.errors import DomainError
from retention.team.models import User
from retention.walks.actions import add_to_network, change_pace, drop_from_network, forget_talk, spoke_with
from retention.walks.actions.network import CannotKeepUp
from retention.walks.models import NetworkTie
from tests.cast import NOON, TODAY


def test_the_next_talk_follows_from_the_last(lena: User, sol: User) -> None:
    tie = add_to_network(colleague=sol, function="finance", by=lena, at=NOON)
    assert tie.next_on == TODAY + timedelta(days=90)
    older = spoke_with(tie=tie, on=TODAY - timedelta(days=30), by=lena, at=NOON)
    newer = spoke_with(tie=tie, on=TODAY, note="Invoices", by=lena, at=NOON)
    spoke_with(tie=tie, on=TODAY, note="Invoices and credit", by=lena, at=NOON)
    tie.refresh_from_db()
    assert (tie.last_on, tie.next_on, tie.talks.count()) == (TODAY, TODAY + timedelta(days=90), 2)
    change_pace(tie=tie, every_days=30, by=lena)
    forget_talk(talk=newer, by=lena)
    tie.refresh_from_db()
    assert (tie.last_on, tie.next_on) == (older.on, TODAY)
    assert tie.is_late(on=TODAY + timedelta(days=1)) and not tie.is_late(on=TODAY)


def test_a_network_is_of_colleagues_at_work_each_once(lena: User, sol: User, machine: User) -> None:
    add_to_network(colleague=sol, function="finance", by=lena, at=NOON)
    for colleague in (lena, machine, sol):
        with pytest.raises(CannotKeepUp):
            add_to_network(colleague=colleague, function="legal", by=lena, at=NOON)
    tie = NetworkTie.objects.get()
    with pytest.raises(DomainError) as refused:
        change_pace(tie=tie, every_days=3, by=lena)
    assert refused.value.field == "every_days"
    drop_from_network(tie=tie, by=lena, at=NOON)
    last = TODAY - timedelta(days=10)
    again = add_to_network(colleague=sol, function="finance", every_days=14, last_on=last, by=lena, at=NOON)
    assert (again.last_on, again.next_on) == (last, TODAY + timedelta(days=4))


def test_a_network_is_its_owners_alone(lena: User, nadia: User, ada: User, sol: User) -> None:
    tie = add_to_network(colleague=sol, function="finance", by=lena, at=NOON)
    for other in (nadia, ada, sol):
        assert not NetworkTie.objects.visible_to(other).exists()
        with pytest.raises(PermissionDenied):
            spoke_with(tie=tie, by=other, at=NOON)
