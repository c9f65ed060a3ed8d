"""Writing the account's story: the fourth beat of every action."""

from datetime import datetime
from typing import TYPE_CHECKING

from .models import Account, TimelineEvent

if TYPE_CHECKING:
    from retention.team.models import User


def record(
    account: Account,
    kind: str,
    text: str,
    *,
    by: "User",
    at: datetime,
    subject: tuple[str, int] | None = None,
    is_private: bool = False,
) -> TimelineEvent:
    """Write one past-tense line inside the action's transaction; ``subject`` is (record type, id)."""
    subject_type, subject_id = subject or ("", None)
    return TimelineEvent.objects.create(
        account=account,
        at=at,
        actor=by,
        kind=kind,
        text=text[:500],
        subject_type=subject_type,
        subject_id=subject_id,
        is_private=is_private,
    )
