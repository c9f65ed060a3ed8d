"""Subscriptions: begun, changed, ended; who reads them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account, may_edit, sees
from accounts.timeline import record
from contacts.choices import ContactStatus
from contacts.models import Contact
from contacts.participants import NotTheirContact
from retention.lib import accepts
from retention.lib.business_days import Calendar
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.calendars import Calendars
from retention.team.models import User

from ..models import ReportReader, Subscription
from ..rhythm import ReportPeriod, due_on, period_of, prepare_on
from ..words import INTERNAL, ReportFormat, ReportFrequency, ReportKind

SUBSCRIPTION_CHECKS: dict[str, accepts.Check] = {
    "kind": accepts.one_of("What it tells", ReportKind),
    "frequency": accepts.one_of("How often", ReportFrequency),
    "day": accepts.number("The day", least=1, most=28, required=True),
    "form": accepts.one_of("The form", ReportFormat),
    "owner": accepts.as_it_is,
    "approver": accepts.as_it_is,
}


class SubscribedAlready(DomainError):
    """The account has this report already."""


class SubscriptionEnded(DomainError):
    """It is sent no more."""


class StaysInside(DomainError):
    """This report is not for customers."""


class StaysOnesOwn(DomainError):
    """A portfolio was made with the eyes of one person, who owns and reads it."""


class ReadsAlready(DomainError):
    """They get it already."""


@transaction.atomic
def subscribe(*, account: Account, kind: str, by: User, at: datetime, **fields: Any) -> Subscription:
    """Have a report sent from the running period on. Without an owner it is the account's.

    Raises PermissionDenied, InputRefused, SubscribedAlready.
    """
    account = editable_account(account.pk, by)
    needed: dict[str, Any] = {"kind": kind, "frequency": ReportFrequency.MONTH, "day": 5}
    needed |= {"form": ReportFormat.PDF, "owner": account.owner or by, "approver": None}
    row = Subscription(account=account, by=by, **accepts.accepted({**needed, **fields}, SUBSCRIPTION_CHECKS))
    if row.kind == ReportKind.PORTFOLIO:
        raise accepts.InputRefused("A portfolio is of a person, not of an account.", field="kind")
    _refuse_people(row, ("owner", "approver"))
    same = Subscription.objects.current().filter(account=account, kind=row.kind, frequency=row.frequency)
    if same.exists():
        raise SubscribedAlready("This report is sent already.", field="kind")
    set_next(row, period_of(row.frequency, local_day(at, row.owner.time_zone)))
    row.save(force_insert=True)
    _tell(row, "report_subscribed", f"Report from now on: {row}", by, at)
    return row


@transaction.atomic
def edit_subscription(
    *,
    subscription: Subscription,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Subscription:
    """Change day, form, owner or approver. Raises PermissionDenied, InputRefused, SubscriptionEnded,
    StaleVersion.
    """
    row = standing(subscription, by)
    if row.account is None and {"owner", "approver"} & set(changes):
        raise StaysOnesOwn("A portfolio stays with whose it is.", field="owner")
    checks = {name: SUBSCRIPTION_CHECKS[name] for name in ("day", "form", "owner", "approver")}
    kept = accepts.accepted(changes, checks)
    kept = {field: value for field, value in kept.items() if getattr(row, field) != value}
    if not kept:
        return row
    for field, value in kept.items():
        setattr(row, field, value)
    _refuse_people(row, kept)
    set_next(row, period_of(row.frequency, row.next_on))
    kept |= {"due_on": row.due_on, "prepare_on": row.prepare_on}
    save_edit(row, kept, expected_version=expected_version)
    _tell(row, "report_changed", f"Report changed: {row}", by, at)
    return row


@transaction.atomic
def end_subscription(*, subscription: Subscription, by: User, at: datetime) -> Subscription:
    """It is sent no more; what was sent stays. Raises PermissionDenied, SubscriptionEnded."""
    row = standing(subscription, by)
    save_edit(row, {"ended_on": local_day(at, by.time_zone)}, expected_version=None)
    _tell(row, "report_ended", f"Report sent no more: {row}", by, at)
    return row


@transaction.atomic
def add_reader(
    *,
    subscription: Subscription,
    by: User,
    at: datetime,
    contact: Contact | None = None,
    user: User | None = None,
) -> ReportReader:
    """Somebody of either side gets it from now on.

    Raises PermissionDenied, InputRefused, NotTheirContact, StaysInside, ReadsAlready, SubscriptionEnded.
    """
    row = standing(subscription, by)
    if row.account is None:
        raise StaysOnesOwn("A portfolio is read by whose it is.", field="user")
    if (contact is None) == (user is None):
        raise accepts.InputRefused("Choose one of ours or one of theirs.", field="contact")
    if contact is not None:
        _refuse_contact(row, contact)
    if user is not None and (not user.is_active or not sees(row.account.pk, user)):
        raise accepts.InputRefused(f"{user.name} does not see this account.", field="user")
    if ReportReader.objects.filter(subscription=row, contact=contact, user=user).exists():
        raise ReadsAlready("They get it already.", field="contact" if contact else "user")
    made = ReportReader.objects.create(subscription=row, contact=contact, user=user)
    who = contact.name if contact is not None else getattr(user, "name", "")
    replan(row)
    _tell(row, "report_reader_added", f"{who} gets the report: {row}", by, at)
    return made


@transaction.atomic
def remove_reader(*, reader: ReportReader, by: User, at: datetime) -> None:
    """They get it no more. Raises PermissionDenied, SubscriptionEnded."""
    row = standing(reader.subscription, by)
    if row.account is None:
        raise StaysOnesOwn("End the portfolio instead.")
    ReportReader.objects.filter(pk=reader.pk, subscription=row).delete()
    replan(row)
    _tell(row, "report_reader_removed", f"One reader less: {row}", by, at)


def standing(subscription: Subscription, by: User) -> Subscription:
    """The subscription read again, its account locked; a portfolio is its owner's.

    Raises PermissionDenied, SubscriptionEnded.
    """
    rows = Subscription.objects.filter(pk=subscription.pk)
    account = None
    if subscription.account_id is None:
        rows = rows.filter(account__isnull=True, owner=by).select_for_update(of=("self",), no_key=True)
    else:
        account = editable_account(subscription.account_id, by)
        rows = rows.filter(account=account)
    row = rows.select_related("owner", "approver").first()
    if row is None:
        raise PermissionDenied
    if row.ended_on is not None:
        raise SubscriptionEnded("This report is sent no more.")
    row.account = account
    return row


def calendar_for(row: Subscription) -> Calendar:
    """The days on which its owner works, absences not counted, and every reader of theirs does."""
    calendars = Calendars()
    shared = calendars.of(row.owner)
    if row.pk:
        places = ReportReader.objects.filter(subscription=row, contact__isnull=False)
        for country, subdivision in places.values_list("contact__country", "contact__subdivision").distinct():
            usual = row.account.country if row.account else ""
            shared = shared.shared_with(calendars.of_place(country or usual, subdivision))
    return shared


def set_next(row: Subscription, period: ReportPeriod) -> None:
    """The period that comes next, and the days that follow from it; not saved."""
    calendar = calendar_for(row)
    row.next_on, row.due_on = period.first, due_on(period, row.day, calendar)
    row.prepare_on = prepare_on(period, row.due_on, calendar, is_approved=row.approver_id is not None)


def replan(row: Subscription) -> None:
    """Work the days out anew and save them."""
    set_next(row, period_of(row.frequency, row.next_on))
    days: dict[str, date] = {name: getattr(row, name) for name in ("next_on", "due_on", "prepare_on")}
    Subscription.objects.filter(pk=row.pk).update(**days)


def _refuse_people(row: Subscription, said: Collection[str]) -> None:
    """Whoever is named must be allowed to; who was named before, and left the account, is not asked."""
    for name, may in (("owner", sees), ("approver", may_edit)):
        person = getattr(row, name) if name in said else None
        if person is None or row.account is None:
            continue
        if not person.is_active or not may(row.account.pk, person):
            what = "see" if may is sees else "change"
            raise accepts.InputRefused(f"{person.name} may not {what} this account.", field=name)


def _refuse_contact(row: Subscription, contact: Contact) -> None:
    if row.kind in INTERNAL:
        raise StaysInside("This report stays inside: choose one of ours.", field="contact")
    if row.account is None or contact.account_id != row.account.pk or contact.is_placeholder:
        where = row.account.name if row.account else "this account"
        raise NotTheirContact(f"That person is not a contact at {where}.", field="contact")
    if contact.status == ContactStatus.DEPARTED:
        raise accepts.InputRefused(f"{contact.name} has left.", field="contact")


def _tell(row: Subscription, kind: str, text: str, by: User, at: datetime) -> None:
    if row.account is not None:
        record(row.account, kind, text[:500], by=by, at=at, subject=("report", row.pk))
