"""How much of the yearly revenue knows what winning means, and what waits for a word of ours."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from accounts.choices import LifecycleStage
from accounts.models import Account
from plans.models import ChangeRecord, ExpectationGap, GoodwillEntry, RoiTarget
from plans.worth import quotient
from retention.team.visibility import Reader

MOST = 25
GAP_OPEN = timedelta(days=30)


@dataclass(frozen=True)
class GoalsFacts:
    """The lead's overview: shares over the accounts in sight, and the first rows of each list."""

    accounts: int
    with_target: int
    arr: Decimal
    arr_with_target: Decimal
    top_accounts: int
    top_reviewed: int
    absorbed: list[ChangeRecord]
    untold: list[GoodwillEntry]
    looks_due: list[RoiTarget]
    gaps: list[ExpectationGap]

    @property
    def share(self) -> Decimal | None:
        """Yearly revenue of customers with an agreed target ÷ all of it; None without revenue."""
        return quotient(self.arr_with_target, self.arr)

    @property
    def top_share(self) -> Decimal | None:
        """Customers of tier A and B with an agreed target looked at in time ÷ all of these tiers."""
        return quotient(Decimal(self.top_reviewed), Decimal(self.top_accounts))


def goals_facts(user: Reader, *, on: date) -> GoalsFacts:
    """What the overview shows, one query per block."""
    agreed = RoiTarget.objects.visible_to(user).agreed().filter(account=OuterRef("pk"))
    known, fresh = Q(has_target=True), Q(is_fresh=True)
    top = Q(tier__in=("A", "B"))
    sums = (
        Account.objects.visible_to(user)
        .exclude(stage=LifecycleStage.FORMER)
        .annotate(has_target=Exists(agreed), is_fresh=Exists(agreed.filter(next_review_on__gt=on)))
        .aggregate(
            accounts=Count("pk"), with_target=Count("pk", filter=known), arr=Sum("arr_base"),
            arr_with_target=Sum("arr_base", filter=known), top_accounts=Count("pk", filter=top),
            top_reviewed=Count("pk", filter=top & fresh),
        )
    )  # fmt: skip
    said: dict[str, Any] = {name: value or 0 for name, value in sums.items()}
    changes = ChangeRecord.objects.visible_to(user).absorbed(on=on).select_related("account", "target")
    untold = GoodwillEntry.objects.visible_to(user).not_told(on=on).select_related("account")
    looks = RoiTarget.objects.visible_to(user).review_due(on=on).select_related("account")
    gaps = ExpectationGap.objects.visible_to(user).open().filter(noticed_on__lt=on - GAP_OPEN)
    return GoalsFacts(
        **said,
        absorbed=list(changes.order_by("decided_on", "id")[:MOST]),
        untold=list(untold.order_by("given_on", "id")[:MOST]),
        looks_due=list(looks.order_by("next_review_on", "id")[:MOST]),
        gaps=list(gaps.select_related("account", "contact__person").order_by("noticed_on", "id")[:MOST]),
    )
