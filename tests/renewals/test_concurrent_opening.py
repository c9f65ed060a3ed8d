"""Two people at once: still exactly one renewal per term end."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import close_old_connections, connections

from accounts.actions import activate_contract, enter_contract
from accounts.lines import LineInput
from accounts.models import Account, Contract
from accounts.papers import NotADraft
from retention.renewals.actions import open_renewals_of
from retention.renewals.models import Renewal
from retention.team.models import User
from tests.cast import NOON

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def all_at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Run every act in a thread of its own, started together; return what they raised."""
    barrier, raised = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        close_old_connections()
        try:
            barrier.wait(timeout=20)
            act()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


@pytest.fixture
def draft(vela: Account, lena: User) -> Contract:
    """A contract of two term ends, not in force yet."""
    lines = [
        LineInput(recurring_amount=Decimal(12000)),
        LineInput(recurring_amount=Decimal(500), end_on=date(2027, 3, 31)),
    ]
    return enter_contract(
        account=vela, by=lena, at=NOON, reference="C-1", term_start=date(2026, 7, 1),
        term_end=date(2027, 6, 30), lines=lines,
    )  # fmt: skip


def test_activating_one_contract_many_times_at_once_opens_each_renewal_once(
    draft: Contract, lena: User
) -> None:
    acts = [lambda: activate_contract(contract=draft, by=lena, at=NOON)] * AT_ONCE
    raised = all_at_once(*acts)
    assert [type(error) for error in raised] == [NotADraft] * (AT_ONCE - 1)
    ends = list(Renewal.objects.order_by("term_end").values_list("term_end", flat=True))
    assert ends == [date(2027, 3, 31), date(2027, 6, 30)]


def test_opening_at_once_what_is_missing_opens_each_renewal_once(
    draft: Contract, lena: User, nadia: User
) -> None:
    activate_contract(contract=draft, by=lena, at=NOON)
    Renewal.objects.all().delete()
    raised = all_at_once(
        *[lambda by=by: open_renewals_of(contract=draft, by=by, at=NOON) for by in (lena, nadia) * 3]
    )
    assert raised == []
    assert Renewal.objects.count() == 2


def test_different_contracts_of_one_account_at_once_do_not_wait_in_a_ring(
    vela: Account, lena: User, draft: Contract
) -> None:
    def sign(number: int) -> None:
        lines = [LineInput(recurring_amount=Decimal(100 * number + 100))]
        contract = enter_contract(
            account=vela, by=lena, at=NOON, reference=f"N-{number}", term_start=date(2026, 7, 1),
            term_end=date(2027, 6, 30), lines=lines,
        )  # fmt: skip
        activate_contract(contract=contract, by=lena, at=NOON)

    raised = all_at_once(*[lambda number=number: sign(number) for number in range(AT_ONCE)])
    assert raised == []
    assert Renewal.objects.open().count() == AT_ONCE
    vela.refresh_from_db()
    assert vela.next_decision_on == date(2027, 5, 31)
