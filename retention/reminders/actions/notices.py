"""Telling one person something that hangs on no account."""

from datetime import datetime, timedelta

from retention.team.models import User

from ..models import Notice
from ..models.notification import LONGEST_TEXT, LONGEST_TITLE, LONGEST_URL

KEPT = timedelta(days=90)


def tell(*, key: str, to: User, title: str, text: str, url: str, by: User, at: datetime) -> bool:
    """Tell a person once per *key*, in the app only; False when they were told before.

    Call it in the transaction of what is told. *url* is a path of ours. Whoever caused it (*by*) may tell
    anybody: a notice holds nothing that its reader could not see on the page it leads to.
    """
    row = Notice(
        user=to,
        key=key,
        title=title[:LONGEST_TITLE],
        text=text[:LONGEST_TEXT],
        url=url[:LONGEST_URL],
        created_at=at,
    )
    before = Notice.objects.visible_to(to).filter(key=key)
    if before.exists():
        return False
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    return True


def forget_notices(at: datetime, limit: int) -> int:
    """Delete notices older than ninety days; how many."""
    old = Notice.objects.filter(created_at__lt=at - KEPT).order_by("created_at").values("pk")[:limit]
    return Notice.objects.filter(pk__in=old).delete()[0]
