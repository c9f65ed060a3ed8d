"""What the calendar alone changes reaches contracts and renewals through the ticks that are registered."""

from datetime import datetime, timedelta

import pytest

from accounts.actions.contracts import activate_contract
from accounts.choices import ContractState
from accounts.models import Account
from retention.lib.ticks import ticks_in_order
from retention.renewals.models import Renewal
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contract

ENDS = TODAY + timedelta(days=40)
AFTER = NOON + timedelta(days=42)


def let_time_pass(at: datetime) -> None:
    """One round of the ticks that move contracts, renewals and check-ins."""
    for tick in ticks_in_order():
        if tick.order < 10:
            tick.run(at, tick.limit)


@pytest.mark.parametrize("auto_renew", [False, True])
def test_a_term_that_is_over_ends_or_rolls_on_by_the_ticker_alone(
    vela: Account, lena: User, auto_renew: bool
) -> None:
    start = ENDS - timedelta(days=364)
    contract = make_contract(vela, start=start, end=ENDS, auto_renew=auto_renew)
    activate_contract(contract=contract, by=lena, at=NOON)
    vela.refresh_from_db()
    worth = vela.arr
    assert worth > 0 and vela.changes_on is not None
    let_time_pass(AFTER)
    contract.refresh_from_db()
    vela.refresh_from_db()
    still_open = Renewal.objects.open().filter(contract=contract)
    if auto_renew:
        assert (contract.state, vela.arr) == (ContractState.ACTIVE, worth)
        assert contract.term_end > ENDS
        assert [row.term_end for row in still_open] == [contract.term_end]
    else:
        assert (contract.state, vela.arr) == (ContractState.ENDED, 0)
