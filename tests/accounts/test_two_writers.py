"""Two people at the same record at the same moment, each with a connection of their own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from accounts.actions import activate_contract, edit_account
from accounts.changes import apply_due_changes
from accounts.models import Account
from accounts.papers import NotADraft
from contacts.actions import log_touchpoint
from contacts.models import Touchpoint
from retention.lib.errors import StaleVersion
from retention.team.machine import the_machine
from retention.team.models import User
from retention.team.roles import Role
from tests.cast import NOON
from tests.factories import make_contact, make_contract

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each in a thread with its own connection, all starting together; results or exceptions."""
    start, results = Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            results[place] = work()
        except Exception as error:
            results[place] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_of_two_edits_from_one_version_one_is_saved_and_one_is_told(
    vela: Account, lena: User, nadia: User
) -> None:
    def edit(by: User, sector: str) -> Callable[[], Account]:
        return lambda: edit_account(
            account=vela, changes={"sector": sector}, by=by, at=NOON, expected_version=1
        )

    results = at_once(edit(lena, "Hotels"), edit(nadia, "Ferries"))
    vela.refresh_from_db()
    refused = [result for result in results if isinstance(result, StaleVersion)]
    saved = [result for result in results if isinstance(result, Account)]
    assert (len(refused), len(saved)) == (1, 1)
    assert (vela.version, vela.sector) == (2, saved[0].sector)


def test_of_two_activations_one_counts(vela: Account, lena: User, nadia: User) -> None:
    draft = make_contract(vela)
    results = at_once(
        lambda: activate_contract(contract=draft, by=lena, at=NOON),
        lambda: activate_contract(contract=draft, by=nadia, at=NOON),
    )
    vela.refresh_from_db()
    assert [type(result) for result in results].count(NotADraft) == 1
    assert (vela.arr, vela.movements.count()) == (12000, 1)


def test_touchpoints_logged_together_all_stand_and_the_latest_is_the_date(
    vela: Account, lena: User, nadia: User
) -> None:
    contact = make_contact(vela)

    def log(hour: int, by: User) -> Callable[[], Touchpoint]:
        moment = NOON.replace(hour=hour)
        return lambda: log_touchpoint(
            account=vela, contacts=[contact], channel="call", happened_at=moment, by=by, at=NOON
        )

    results = at_once(*(log(hour, by) for hour, by in ((9, lena), (11, nadia), (8, lena), (10, nadia))))
    vela.refresh_from_db()
    contact.refresh_from_db()
    assert [type(result) for result in results] == [Touchpoint] * 4
    assert vela.last_two_way_at == contact.last_two_way_at == NOON.replace(hour=11)


def test_two_tickers_apply_each_due_account_once(vela: Account, orchard: Account, ada: User) -> None:
    for account in (vela, orchard):
        activate_contract(contract=make_contract(account), by=ada, at=NOON)
    later = NOON.replace(year=2027, month=2, day=1)
    done = at_once(lambda: apply_due_changes(at=later), lambda: apply_due_changes(at=later))
    assert sorted(done, key=str) in ([0, 2], [1, 1])
    for account in (vela, orchard):
        assert account.movements.filter(kind="churn").count() == 1


def test_processes_that_start_together_on_a_fresh_database_agree_on_one_machine(
    transactional_db: None,
) -> None:
    machines = at_once(the_machine, the_machine, the_machine, the_machine)
    assert len({machine.pk for machine in machines}) == 1
    assert User.objects.filter(role=Role.SYSTEM).count() == 1
