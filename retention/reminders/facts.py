"""What pages show of reminders: one person's notifications, and what an admin must know about the outbox."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from retention.team.asking import planned
from retention.team.models import User

from .clock_guard import paused_since
from .models import Delivery, DeliveryState, Heartbeat, Notice, Notification, Reminder, ReminderState
from .wording import LATE_AFTER

PAGE = 25
NOTICES = 10
MOST_COUNTED = 100
RECENTLY = timedelta(days=7)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """One page, newest first; ``next_cursor`` is empty on the last one."""

    rows: tuple[Notification, ...]
    next_cursor: str


def unread_count(user: User, *, most: int = MOST_COUNTED) -> int:
    """How many this person has not opened, counted no further than *most*."""
    return len(_unread(user, str(most)))


@planned
def _unread(user: User, most: str) -> "QuerySet[Any, tuple[int]]":
    """Every page asks; how many are counted at most shapes the question."""
    unread = Notification.objects.told_to(user).unread().order_by().values_list("pk")
    notices = Notice.objects.visible_to(user).unread().order_by().values_list("pk")
    return unread.union(notices, all=True)[: int(most)]


def newest_notices(user: User) -> list[Notice]:
    """What was told last about this person's own work, newest first."""
    return list(Notice.objects.visible_to(user).order_by("-created_at", "-id")[:NOTICES])


def notification_page(user: User, *, cursor: str = "", size: int = PAGE) -> NotificationPage:
    """The page after *cursor*; a cursor that is none of ours gives the first page."""
    rows = Notification.objects.told_to(user).select_related("account", "reminder").newest_first()
    after = _read_cursor(cursor)
    if after is not None:
        moment, last_id = after
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=last_id))
    found = list(rows[: size + 1])
    is_last = len(found) <= size
    return NotificationPage(tuple(found[:size]), "" if is_last else _cursor(found[size - 1]))


def _cursor(row: Notification) -> str:
    return f"{(row.created_at - _EPOCH) // timedelta(microseconds=1)}-{row.pk}"


def _read_cursor(cursor: str) -> tuple[datetime, int] | None:
    moment, dash, last_id = cursor.partition("-")
    if not (dash and moment.isascii() and moment.isdigit() and last_id.isascii() and last_id.isdigit()):
        return None
    try:
        after = _EPOCH + timedelta(microseconds=int(moment))
    except (OverflowError, ValueError):
        return None
    return after, min(int(last_id), 2**63 - 1)


@dataclass(frozen=True, slots=True)
class OutboxFacts:
    """What an admin must know or decide; everything empty when all is well.

    ``paused_since``: no reminder is released until an admin confirms the clock. ``held``: mails of a restored
    or copied database wait to be sent or dropped. ``late``: reminders of the last seven days that were told
    more than a day late, though written before. ``dead``: mails of the last seven days that nobody took.
    """

    paused_since: datetime | None
    held: int
    held_reason: str
    late: int
    dead: tuple[Delivery, ...]
    mail_trouble: str

    @property
    def is_calm(self) -> bool:
        """True when there is nothing to show."""
        return not (self.paused_since or self.held or self.late or self.dead or self.mail_trouble)


def outbox_facts(at: datetime) -> OutboxFacts:
    """For the admin's banner and page; counts stop at a hundred."""
    held = Delivery.objects.filter(state=DeliveryState.HELD).values_list("state_reason", flat=True)
    reasons = list(held[:MOST_COUNTED])
    dead = Delivery.objects.filter(state=DeliveryState.DEAD, due_at__gte=at - RECENTLY)
    told = Reminder.objects.filter(state=ReminderState.RELEASED, released_at__gte=at - RECENTLY)
    a_day_before = F("released_at") - LATE_AFTER
    late = told.filter(fire_at__lt=a_day_before, recorded_at__lt=a_day_before).values_list("pk", flat=True)
    trouble = Heartbeat.objects.filter(name="mail").values_list("detail", flat=True).first()
    return OutboxFacts(
        paused_since=paused_since(at),
        held=len(reasons),
        held_reason=reasons[0] if reasons else "",
        late=len(late[:MOST_COUNTED]),
        dead=tuple(dead.select_related("user").order_by("-due_at", "-id")[:MOST_COUNTED]),
        mail_trouble=trouble or "",
    )
