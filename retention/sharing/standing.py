"""How the sharing of a plan stands, for the plan's own page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from plans.models import AccountPlan
from retention.team.models import User

from .models import ClientWord, ShareLink

LATEST = 3


@dataclass(frozen=True, slots=True)
class Sharing:
    """Links that open it now, when one was last opened, and the latest words, those that wait first."""

    links: int
    opened_at: datetime | None
    words: list[ClientWord]


def sharing_of(plan: AccountPlan, user: User, *, at: datetime) -> Sharing:
    """Gather it in two queries."""
    links = ShareLink.objects.visible_to(user).filter(plan=plan)
    rows = links.annotate(opened_at=Max("views__at")).values_list("revoked_at", "expires_at", "opened_at")
    known = list(rows)
    words = ClientWord.objects.visible_to(user).filter(link__plan=plan).select_related("settled_by")
    return Sharing(
        links=sum(revoked is None and expires > at for revoked, expires, _ in known),
        opened_at=max((opened for *_, opened in known if opened), default=None),
        words=list(words.order_by("-at", "-id")[:LATEST]),
    )
