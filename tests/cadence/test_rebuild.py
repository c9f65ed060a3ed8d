"""After any sequence of actions, a rebuild of everything derived finds nothing to change."""

from datetime import datetime
from typing import Any

import pytest

from accounts.ledger import rebuild_ledger
from accounts.models import Account
from contacts import derived as contact_columns
from retention.cadence.rebuild import differences
from retention.cadence.rebuild import rebuild as rebuild_check_ins
from retention.renewals.rebuild import rebuild as rebuild_renewals
from retention.team.models import User
from tests.factories import make_contact

from .company import Company
from .doors import DOORS, tick

pytestmark = pytest.mark.django_db
ACTIONS, SEED = 500, 20261122


def wrong_things(now: datetime) -> list[Any]:
    """Everything derived that is not as its facts say."""
    return [
        *differences(at=now),
        *rebuild_ledger(on=now.date(), write=False),
        *["contact columns"] * contact_columns.rebuild(),
        *["renewals"] * rebuild_renewals(at=now),
        *["check-ins after renewals"] * rebuild_check_ins(at=now),
    ]


@pytest.mark.slow
def test_after_five_hundred_random_actions_a_rebuild_finds_nothing(
    ada: User, lena: User, nico: User, vela: Account, orchard: Account, machine: User
) -> None:
    company = Company(SEED, [ada, lena, nico], DOORS)
    make_contact(vela, "Nadia Rossi", buying_role="champion", is_key=True)
    make_contact(orchard, "Ivo Berg", buying_role="champion", is_key=True)
    rebuild_check_ins(at=company.now)
    for number in range(1, ACTIONS + 1):
        name = company.happen()
        if name == "wait" or number % 50 == 0:
            tick(company.now)
            assert wrong_things(company.now) == [], f"after {number} actions, seed {SEED}"
    assert sum(company.done.values()) > ACTIONS / 2
    assert {door.__name__ for door in DOORS} == set(company.done)
