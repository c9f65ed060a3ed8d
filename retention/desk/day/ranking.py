"""How urgent something due at an account is."""

from datetime import date

from accounts.models import Account

from ..priority import Priority, priority
from .book import BookEntry


def rank(
    entry: BookEntry | None, account: Account, *, due_on: date, on: date, interval: int | None = None
) -> Priority:
    """The priority of something due at this account."""
    score = account.health_score
    return priority(
        due_on=due_on,
        on=on,
        interval_days=interval,
        arr_percentile=entry.arr_percentile if entry else None,
        health=float(score) if score is not None else None,
        decision_on=account.next_decision_on,
    )
