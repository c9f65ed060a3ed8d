"""Deriving check-ins again from the facts: after every sequence of actions it must find nothing to change."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import Account

from .calendars import CalendarsOf
from .check_ins import Difference, compare, refresh
from .facts import Rules, facts_of

ACCOUNTS_AT_ONCE = 500


def rebuild(account_ids: Collection[int] | None = None, *, at: datetime, after_import: bool = False) -> int:
    """Make the check-ins of these accounts, or of all, true as of *at*; return how many things were wrong.

    Works through the accounts in id order, each batch in a transaction of its own (or inside the caller's).
    """
    found = 0
    for ids in _batches(account_ids):
        with transaction.atomic():
            found += refresh(ids, at=at, after_import=after_import)
    return found


def differences(account_ids: Collection[int] | None = None, *, at: datetime) -> list[Difference]:
    """What a rebuild would change, without changing it."""
    found: list[Difference] = []
    for ids in _batches(account_ids):
        facts = facts_of(ids, at=at)
        found += compare(facts, Rules.now(), CalendarsOf(facts), at=at).found
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
