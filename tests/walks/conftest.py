"""A process of three steps, and a contract of Vela's to walk it."""

from typing import Any

import pytest

from accounts.models import Account, Contract
from retention.team.models import User
from retention.walks.actions import begin_process, start_walk
from retention.walks.models import ContractWalk, Process, WalkStep
from tests.cast import NOON, TODAY
from tests.factories import make_contract

STEPS: list[dict[str, Any]] = [
    {"name": "Legal", "party": "in_house", "function": "legal", "expected_days": 10},
    {"name": "Signature", "party": "customer", "expected_days": 5},
    {"name": "Onboarding", "party": "in_house", "function": "delivery", "expected_days": 20},
]


@pytest.fixture
def process(nadia: User) -> Process:
    """Legal, signature at the customer, onboarding."""
    return begin_process(name="Short way", steps=STEPS, by=nadia, at=NOON).process


@pytest.fixture
def contract(vela: Account) -> Contract:
    """Vela's contract."""
    return make_contract(vela)


@pytest.fixture
def walk(process: Process, contract: Contract, lena: User) -> ContractWalk:
    """Begun today."""
    return start_walk(contract=contract, process=process, on=TODAY, by=lena, at=NOON)


def step_of(walk: ContractWalk, name: str) -> WalkStep:
    """A step by its name, as it is now."""
    found: WalkStep = walk.steps.select_related("walk", "step", "owner_user").get(step__name=name)
    return found
