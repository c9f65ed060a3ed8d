"""Executive pairs as the account's overview shows them."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import Account
from retention.team.asking import planned
from retention.team.models import User
from retention.teamwork.models import ExecutivePairing

ShownPair = tuple[ExecutivePairing, int]
"""A pair, and of how many talks nobody said in time what follows."""


def pairs_of(account: Account, user: User, *, on: date) -> list[ShownPair]:
    """The pairs that hold, whose talk comes first."""
    found: list[Any] = [*_pairs(user, account.pk, on)]
    return [(row, row.late) for row in found]


@planned
def _pairs(user: User, account_id: int, on: date) -> QuerySet[ExecutivePairing]:
    rows = ExecutivePairing.objects.visible_to(user).current().filter(account_id=account_id)
    late = Q(talks__followed_up_on__isnull=True, talks__follow_up_by__lt=on)
    counted = rows.select_related("user", "contact__person").annotate(late=Count("talks", filter=late))
    return counted.order_by("talk_on", "id")[:5]
