"""Announcing a rise of the price: an anchor of its own, often earlier than the notice of termination."""

from datetime import date, datetime, timedelta

from accounts.announced import ContractActivated, ContractChanged
from retention.lib.business_days import EVERYDAY_OFFICE, NoBusinessDay, roll_back
from retention.reminders.actions import PlannedRow, plan_reminders
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Reminder, Urgency
from retention.team.calendars import Calendars
from retention.team.models import User

from .decisions import calendar_for
from .kind import people_of
from .models import Renewal, RenewalTerms
from .sync import engine_day

KIND = "price_notice"
RUNGS = {-30: Urgency.DIGEST, -14: Urgency.TASK, -7: Urgency.TASK, 0: Urgency.IMMEDIATE}
TEXTS = {
    -30: "A rise of the price must be announced in a month.",
    -14: "A rise of the price must be announced in two weeks.",
    -7: "A rise of the price must be announced in a week.",
    0: "Last day to announce a rise of the price.",
}


def notice_day(terms: RenewalTerms, renewal: Renewal) -> date | None:
    """So many days before the last day of the term, rolled back to a working day; None without a clause."""
    if terms.price_notice_days is None:
        return None
    day = renewal.term_end - timedelta(days=terms.price_notice_days)
    try:
        return roll_back(day, calendar_for(renewal.contract, Calendars()))
    except NoBusinessDay:
        return roll_back(day, EVERYDAY_OFFICE)


def plan_notice(terms: RenewalTerms, renewal: Renewal, *, by: User, at: datetime) -> None:
    """Bring the notice date and its reminders in line with the terms and the term's end."""
    day, today = notice_day(terms, renewal), engine_day(at)
    terms.price_notice_on, terms.counted_from = day, renewal.term_end
    terms.save(update_fields=["price_notice_on", "counted_from"])
    rows = []
    if day is not None and terms.price_notice_sent_on is None and not renewal.is_closed and day >= today:
        missed = [offset for offset in RUNGS if day + timedelta(days=offset) <= today]
        coming = [offset for offset in RUNGS if day + timedelta(days=offset) > today]
        rows = [_row(day, offset, day + timedelta(days=offset)) for offset in coming]
        rows += [_row(day, max(missed), today)] if missed else []
    account = renewal.account
    plan_reminders(kind=KIND, subject_id=renewal.pk, account=account, rows=rows, at=at, by=by)


def _row(day: date, offset: int, fire_on: date) -> PlannedRow:
    urgency = RUNGS[offset].value
    return PlannedRow(KIND, day, offset, "announce", (Audience.OWNER.value,), urgency, fire_on)


def follow_contract(fact: ContractActivated | ContractChanged) -> None:
    """A term's end moved: the day to announce a rise moves with it."""
    by = User.objects.get(pk=fact.by_id)
    rows = RenewalTerms.objects.filter(renewal__contract_id=fact.contract_id).order_by("id")
    for terms in rows.select_related("renewal__contract__account__owner", "renewal__account"):
        if terms.counted_from != terms.renewal.term_end or terms.renewal.is_closed:
            plan_notice(terms, terms.renewal, by=by, at=fact.at)


def is_open(renewal_id: int) -> bool:
    """The renewal is open, and nobody has announced the price yet."""
    rows = RenewalTerms.objects.filter(renewal_id=renewal_id, price_notice_sent_on__isnull=True)
    return rows.filter(renewal__closed_on__isnull=True).exists()


def render(reminder: Reminder, user: User) -> Rendered:
    """How long is left to announce it."""
    row = Renewal.objects.select_related("account", "contract").get(pk=reminder.subject_id)
    day = f"{reminder.anchor_on:%-d %B %Y}"
    said = f"{TEXTS[reminder.rung]} {row.contract.reference}: by {day}."
    return Rendered(f"{row.account.name}: price notice by {day}"[:200], said, f"/renewals/{row.pk}/")


PRICE_NOTICE = ReminderKind(KIND, is_open=is_open, people_of=people_of, render=render)
