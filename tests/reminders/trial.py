"""A kind of reminder for tests: told to the account's owner and leads, open unless said otherwise."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from accounts.models import Account
from retention.reminders.kinds import ReminderKind, Rendered, register
from retention.reminders.models import Audience, Reminder, Urgency
from retention.team.models import User

CLOSED: set[int] = set()
BROKEN: set[int] = set()
TRIAL = "trial"
_number = count(1)


def is_open(subject_id: int) -> bool:
    """Open until a test puts the subject among the closed."""
    return subject_id not in CLOSED


def people_of(reminder: Reminder) -> list[User]:
    """The owner and the leads of the account's team, as the reminder asks."""
    account = reminder.account
    people = [account.owner] if Audience.OWNER in reminder.audience and account.owner else []
    if Audience.LEAD in reminder.audience:
        people += User.objects.filter(memberships__team_id=account.team_id, memberships__is_lead=True)
    return people


def render(reminder: Reminder, user: User) -> Rendered:
    """Names the account and the rung."""
    if reminder.subject_id in BROKEN:
        raise ValueError("cannot be worded")
    return Rendered(
        f"{reminder.account.name}: {reminder.content}",
        f"Rung {reminder.rung} of {reminder.anchor_on}.",
        f"/trial/{reminder.subject_id}/",
    )


def register_trial() -> None:
    """Known to the registry from now on."""
    register(ReminderKind(TRIAL, is_open, people_of, render))


def make_reminder(
    account: Account,
    *,
    fire_at: datetime,
    subject_id: int | None = None,
    rung: int = -30,
    urgency: str = Urgency.TASK,
    audience: tuple[str, ...] = (Audience.OWNER,),
    content: str = "not_committed",
    fire_on: date | None = None,
) -> Reminder:
    """A planned row of a new subject, unless one is named."""
    number = next(_number)
    return Reminder.objects.create(
        kind=TRIAL, account=account, subject_id=subject_id or number, anchor_kind="act_by",
        anchor_on=date(2027, 1, 1), rung=rung, content=content, audience=list(audience), urgency=urgency,
        fire_on=fire_on or fire_at.date(), fire_at=fire_at, dedupe_key=f"trial:{number}:{rung}",
    )  # fmt: skip


def at(hour: int, minute: int = 0, *, day: int = 23) -> datetime:
    """An instant of November 2026 (the 23rd is a Monday), UTC."""
    return datetime.combine(date(2026, 11, day), time(hour, minute), UTC)


MIDNIGHT = at(0, 5)
A_DAY = timedelta(days=1)
