"""Contracts in force for tests of renewals, made by the actions that people use."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.actions import activate_contract, enter_contract
from accounts.lines import LineInput
from accounts.models import Account, Contract
from retention.team.models import User
from tests.cast import NOON

Signed = Callable[..., Contract]


@pytest.fixture
def signed(lena: User) -> Signed:
    """Enter a contract for a year with one line and put it in force."""

    def sign(
        account: Account,
        end: date | None = date(2027, 6, 30),
        *,
        arr: Decimal = Decimal(12000),
        lines: list[LineInput] | None = None,
        at: Any = NOON,
        **fields: Any,
    ) -> Contract:
        fields.setdefault("reference", f"C-{Contract.objects.count() + 1:05d}")
        fields.setdefault("term_start", date(2026, 7, 1))
        given = lines or [LineInput(recurring_amount=arr, description="Subscription")]
        contract = enter_contract(account=account, by=lena, at=at, lines=given, term_end=end, **fields)
        return activate_contract(contract=contract, by=lena, at=at)

    return sign
