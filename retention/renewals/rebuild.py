"""Deriving renewals again from the contracts: after any sequence of actions it must find nothing."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction

from accounts.choices import ContractState
from accounts.models import Account, Contract
from retention.team.machine import the_machine
from retention.team.models import User

from .sync import refresh_decision_dates, sync_contracts

ACCOUNTS_AT_ONCE = 500


def rebuild(account_ids: Collection[int] | None = None, *, at: datetime, by: User | None = None) -> int:
    """Make the renewals of these accounts, or of all, true as of *at*; return how many things were wrong.

    Works through the accounts in id order, each batch in a transaction of its own (or inside the caller's).
    Reminders are brought in line as well, and are not counted.
    """
    actor, found = by or the_machine(), 0
    for ids in _batches(account_ids):
        contracts = Contract.objects.filter(account_id__in=ids).exclude(state=ContractState.DRAFT)
        with transaction.atomic():
            contract_ids = list(contracts.values_list("id", flat=True))
            found += sync_contracts(contract_ids, by=actor, at=at, tells_story=False)
            found += refresh_decision_dates(ids, by=actor, at=at)
    return found


def _batches(account_ids: Collection[int] | None) -> Iterator[list[int]]:
    """Ids in order, some hundred at a time; all accounts when None, found by their key as it goes."""
    if account_ids is not None:
        ids = sorted(set(account_ids))
        yield from (ids[start : start + ACCOUNTS_AT_ONCE] for start in range(0, len(ids), ACCOUNTS_AT_ONCE))
        return
    last = 0
    while ids := list(
        Account.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:ACCOUNTS_AT_ONCE]
    ):
        yield ids
        last = ids[-1]
