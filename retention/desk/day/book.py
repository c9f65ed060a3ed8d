"""The accounts a person works for today: their own, and those of colleagues they cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.models import Account
from retention.team.asking import kept
from retention.team.models import User
from retention.team.visibility import reach_of

COLUMNS = (
    "id",
    "name",
    "tier",
    "owner_id",
    "health_band",
    "health_score",
    "health_trend",
    "arr",
    "arr_base",
    "currency",
    "next_decision_on",
    "last_two_way_at",
    "customer_since",
    "first_value_on",
)


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One account of the book, with its place by ARR (0 smallest, 1 largest) among the others."""

    account: Account
    arr_percentile: float | None

    @property
    def decision_on(self) -> date | None:
        """When its next renewal must be decided."""
        return self.account.next_decision_on


def working_for(user: User) -> Q:
    """Accounts owned by this person or by somebody whose absence they cover today."""
    return Q(owner_id__in=(user.pk, *reach_of(user).covered_owner_ids))


def percentiles(amounts: Sequence[Decimal]) -> list[float | None]:
    """For each amount the share of the others that are smaller; None without recurring revenue."""
    ranked = sorted(amounts)
    first: dict[Decimal, int] = {}
    for place, amount in enumerate(ranked):
        first.setdefault(amount, place)
    others = max(1, len(ranked) - 1)
    return [first[amount] / others if amount > 0 else None for amount in amounts]


def accounts_of(user: User) -> QuerySet[Account]:
    """The accounts of the book."""
    return Account.objects.visible_to(user).filter(working_for(user)).customers()


@kept
def _rows(user: User) -> QuerySet[Account]:
    return accounts_of(user).only(*COLUMNS).order_by("name_key")


def book_of(user: User) -> dict[int, BookEntry]:
    """The book by account id, in one query."""
    rows = _rows(user)
    places = percentiles([row.arr_base for row in rows])
    return {row.pk: BookEntry(row, place) for row, place in zip(rows, places, strict=True)}
