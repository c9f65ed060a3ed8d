"""Questions over many accounts and what hangs on them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from retention.team.visibility import ScopedQuerySet, inner_circle_q

from ..choices import LifecycleStage

if TYPE_CHECKING:
    from retention.team.visibility import Reader

    from .account import Account  # noqa: F401 -- named in the generic base


class AccountQuerySet(ScopedQuerySet["Account"]):
    """Questions over accounts."""

    def customers(self) -> "AccountQuerySet":
        """Accounts that are customers now."""
        return self.exclude(stage=LifecycleStage.FORMER)

    def ownerless(self) -> "AccountQuerySet":
        """Accounts nobody looks after: the admin's queue."""
        return self.filter(owner__isnull=True)

    def quiet_since(self, moment: datetime) -> "AccountQuerySet":
        """No two-way touchpoint since this instant, or never."""
        return self.filter(Q(last_two_way_at__lt=moment) | Q(last_two_way_at__isnull=True))

    def in_inner_circle_of(self, user: "Reader") -> "AccountQuerySet":
        """Accounts whose private notes this user may read."""
        return self.filter(inner_circle_q(user))

    def with_people(self) -> "AccountQuerySet":
        """With owner, backup owner and team loaded."""
        return self.select_related("owner", "backup_owner", "team")

    def for_update_in_order(self, **lookup: Any) -> "AccountQuerySet":
        """Locked rows in id order, so that two transactions never wait for each other in a ring."""
        return self.filter(**lookup).order_by("id").select_for_update(of=("self",))
