"""What is told of hours: that four fifths, and then all, of a month's allowance are used."""

from datetime import date, datetime

from accounts.ledger import ledger_day
from accounts.models import Account
from contacts.announced import TouchpointCorrected, TouchpointLogged, TouchpointWithdrawn
from plans.announced import HoursChanged
from plans.hours import FULL, HoursMonth, in_hours, month_of, thresholds_passed
from plans.models import OverService, ServiceMonth
from retention.lib.zones import local_day
from retention.reminders.actions import PlannedRow, plan_reminders
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Reminder, Urgency
from retention.renewals.kind import leads_of
from retention.team.machine import the_machine
from retention.team.models import User

KIND = "service_hours"
ANCHOR = "month"
OWNER, LEAD = Audience.OWNER.value, Audience.LEAD.value


def after_hours(fact: TouchpointLogged | TouchpointCorrected | TouchpointWithdrawn | HoursChanged) -> None:
    """Listener: time was spent, taken back, or more of it is included; only the running month is told."""
    month = month_of(ledger_day(fact.at))
    kept = ServiceMonth.objects.filter(account=fact.account_id, month=month).first()
    if kept is not None:
        _tell(kept, fact.at)


def _tell(kept: ServiceMonth, at: datetime) -> None:
    account = Account.objects.select_related("owner").get(pk=kept.account_id)
    today = local_day(at, account.owner.time_zone) if account.owner else ledger_day(at)
    rows = [_row(kept.month, round(mark * 100), today) for mark in thresholds_passed(_hours(kept))]
    plan_reminders(kind=KIND, subject_id=kept.pk, account=account, rows=rows, at=at, by=the_machine())


def _row(month: date, percent: int, today: date) -> PlannedRow:
    whole = percent >= FULL * 100
    who = (OWNER, LEAD) if whole else (OWNER,)
    return PlannedRow(ANCHOR, month, percent, str(percent), who, Urgency.DIGEST.value, today)


def _hours(kept: ServiceMonth) -> HoursMonth:
    return HoursMonth(kept.month, kept.allowed, kept.delivered)


def is_open(month_id: int) -> bool:
    """The month stands, and nobody has decided yet what becomes of what went over."""
    kept = ServiceMonth.objects.filter(pk=month_id).first()
    return (
        kept is not None
        and not OverService.objects.filter(account=kept.account_id, month=kept.month).exists()
    )


def people_of(reminder: Reminder) -> list[User]:
    """The account's owner; of all of it the team's leads as well."""
    account = Account.objects.select_related("owner", "backup_owner").get(pk=reminder.account_id)
    owner = account.owner or account.backup_owner
    found = [owner] if owner is not None else []
    if LEAD in reminder.audience:
        found += leads_of(account)
    return list({user.pk: user for user in found}.values())


def render(reminder: Reminder, user: User) -> Rendered:
    """How much is used, as it stands when it is told."""
    kept = ServiceMonth.objects.select_related("account").get(pk=reminder.subject_id)
    month = f"{kept.month:%B}"
    used = f"{in_hours(kept.delivered)} of {in_hours(kept.allowed)} hours included in {month} are used."
    title = f"{kept.account.name}: {reminder.rung}% of the hours of {month} are used"
    text = f"{used} Say early what lies beyond, so that it can be charged or given on purpose."
    return Rendered(title[:200], text[:500], f"/accounts/{kept.account_id}/hours/")


HOURS = ReminderKind(KIND, is_open=is_open, people_of=people_of, render=render)
