"""What cadence does when something happened below: derive the check-ins of exactly those accounts again."""

from datetime import date

from django.db.models import Q

from accounts.announced import (
    AccountAdded,
    AccountChanged,
    DecisionDatesMoved,
    HealthBandChanged,
    RecordsImported,
)
from accounts.models import Account
from contacts.announced import (
    ContactAdded,
    ContactChanged,
    TouchpointCorrected,
    TouchpointLogged,
    TouchpointWithdrawn,
)
from retention.team.announced import CalendarChanged

from .check_ins import refresh
from .models import CheckIn, CheckInQuerySet
from .rebuild import rebuild

OF_ACCOUNT = frozenset({"tier", "stage", "owner", "owner_id", "country", "time_zone"})


def after_touchpoint(fact: TouchpointLogged | TouchpointCorrected | TouchpointWithdrawn) -> None:
    """History changed: the clocks of its contacts and of the account start elsewhere."""
    refresh([fact.account_id], at=fact.at)


def after_contact_change(fact: ContactAdded | ContactChanged) -> None:
    """Role, wish, pause, place or seat of a contact changed, or there is a new one."""
    refresh([fact.account_id], at=fact.at)


def after_account_added(fact: AccountAdded) -> None:
    """A new account has a clock of its own."""
    refresh([fact.account_id], at=fact.at)


def after_account_change(fact: AccountChanged) -> None:
    """Another tier, stage, owner or place asks for other intervals and other working days."""
    if fact.fields & OF_ACCOUNT:
        refresh([fact.account_id], at=fact.at)


def after_band_change(fact: HealthBandChanged) -> None:
    """Poor health shortens intervals."""
    refresh(fact.account_ids, at=fact.at)


def after_decision_dates(fact: DecisionDatesMoved) -> None:
    """A decision that is near shortens intervals."""
    rebuild(fact.account_ids, at=fact.at)


def after_import(fact: RecordsImported) -> None:
    """Many records at once: set-based, and what came overdue is spread."""
    rebuild(fact.account_ids, at=fact.at, after_import=True)


def after_calendar_change(fact: CalendarChanged) -> None:
    """Working days changed: only check-ins that could stand on, or move past, one of those days."""
    accounts = Account.objects.all()
    if fact.user_id is not None:
        accounts = accounts.filter(owner_id=fact.user_id)
    if fact.days:
        accounts = accounts.filter(id__in=_near(min(fact.days), max(fact.days)).values("account_id"))
    rebuild(accounts.values_list("id", flat=True), at=fact.at)


def _near(first: date, last: date) -> CheckInQuerySet:
    """Rows that were or would be rolled over a day between these, or whose next try counts them."""
    rows: CheckInQuerySet = CheckIn.objects.all()
    return rows.filter(Q(raw_on__lte=last) | Q(attempts__gt=0), shown_on__gte=first)
