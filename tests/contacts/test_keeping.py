"""How many promises were kept by their day: the worked numbers of docs/methods.md, Promises."""

from datetime import timedelta

import pytest

from accounts.models import Account
from contacts.keeping import Keeping, keeping_of
from contacts.models import Promise
from retention.team.models import User
from tests.cast import TODAY


def promised(account: Account, user: User, *, due: int, settled: int | None = None, **said: str) -> None:
    """One due that many days from today, settled on another."""
    on = None if settled is None else TODAY + timedelta(days=settled)
    state = said.pop("state", "open" if settled is None else "kept")
    Promise.objects.create(
        account=account, user=user, text="x", promised_on=TODAY - timedelta(days=200), state=state,
        due_on=TODAY + timedelta(days=due), settled_on=on, settled_note="agreed",
        **{"side": "ours", **said},
    )  # fmt: skip


def test_late_ones_count_as_not_kept_and_withdrawn_ones_not_at_all(vela: Account, lena: User) -> None:
    for due, settled in ((-5, -5), (-9, -20), (-1, -1), (-50, -40)):
        promised(vela, lena, due=due, settled=settled)
    promised(vela, lena, due=-30, settled=-30, state="broken")
    promised(vela, lena, due=-1)
    promised(vela, lena, due=0)
    promised(vela, lena, due=-3, settled=-3, state="withdrawn")
    promised(vela, lena, due=-100, settled=-100)
    promised(vela, lena, due=-1, side="theirs")
    found = keeping_of(Promise.objects.all(), on=TODAY)
    assert found == Keeping(open=2, late=1, in_time=3, decided=6)
    assert found.share == pytest.approx(0.5)


def test_a_share_of_fewer_than_five_is_not_told() -> None:
    assert Keeping(open=0, late=0, in_time=4, decided=4).share is None
    assert Keeping(open=0, late=0, in_time=4, decided=5).share == pytest.approx(0.8)
