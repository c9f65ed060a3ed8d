"""What cadence does when something happened below: derive the check-ins of exactly those accounts again."""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models import Q

from accounts.announced import (
    AccountAdded,
    AccountChanged,
    AccountsMerged,
    AccountsParted,
    DecisionDatesMoved,
    HealthBandChanged,
    RecordsImported,
)
from accounts.models import Account
from contacts.announced import (
    ContactAdded,
    ContactChanged,
    MapChanged,
    PeopleParted,
    StepChanged,
    TouchpointCorrected,
    TouchpointLogged,
    TouchpointWithdrawn,
)
from contacts.models import Contact
from retention.team.announced import CalendarChanged

from .actions.gaps import reopen_gaps, take_back_closed_gaps
from .check_ins import refresh
from .models import CheckIn, Deferral, GapCheckIn
from .rebuild import rebuild

_STANDING_ON = """
SELECT DISTINCT account_id FROM cadence_checkin WHERE EXISTS (
    SELECT FROM unnest(%s::date[]) AS day
    WHERE day BETWEEN raw_on - CASE WHEN attempts > 0 THEN 30 ELSE 0 END AND shown_on)
"""
OF_ACCOUNT = frozenset({"tier", "stage", "owner", "owner_id", "country", "time_zone"})


def after_touchpoint(fact: TouchpointLogged | TouchpointCorrected | TouchpointWithdrawn) -> None:
    """History changed: the clocks of its contacts and of the account start elsewhere."""
    refresh([fact.account_id], at=fact.at)
    take_back_closed_gaps(fact.account_id, at=fact.at)


def after_map_change(fact: MapChanged | StepChanged) -> None:
    """A gap of the map may be closed without a word: its check-in goes."""
    take_back_closed_gaps(fact.account_id, at=fact.at)


def after_contact_change(fact: ContactAdded | ContactChanged) -> None:
    """Role, wish, pause, place or seat of a contact changed, or there is a new one."""
    refresh([fact.account_id], at=fact.at)
    take_back_closed_gaps(fact.account_id, at=fact.at)


def after_account_added(fact: AccountAdded) -> None:
    """A new account has a clock of its own."""
    refresh([fact.account_id], at=fact.at)


def after_account_change(fact: AccountChanged) -> None:
    """Another tier, stage, owner or place asks for other intervals and other working days."""
    if fact.fields & OF_ACCOUNT:
        refresh([fact.account_id], at=fact.at)


def after_merger(fact: AccountsMerged) -> None:
    """Contacts sit at another account: their check-ins, and what was put off with them, follow."""
    for rows in (CheckIn.objects, Deferral.objects, GapCheckIn.objects):
        theirs = rows.filter(account=fact.merged_id, contact__account=fact.survivor_id)
        theirs.update(account=fact.survivor_id)
    both = sorted((fact.merged_id, fact.survivor_id))
    refresh(both, at=fact.at)
    for account_id in both:
        take_back_closed_gaps(account_id, at=fact.at)


def after_parting(fact: AccountsParted) -> None:
    """A merger was taken back: check-ins follow their contacts, and both accounts derive anew."""
    theirs = CheckIn.objects.filter(account=fact.survivor_id, contact__account=fact.returned_id)
    theirs.update(account=fact.returned_id)
    refresh(fact.account_ids, at=fact.at)
    for account_id in sorted(fact.account_ids):
        take_back_closed_gaps(account_id, at=fact.at)


def after_people_parted(fact: PeopleParted) -> None:
    """Two entries are two people again: gaps that their merger closed are open, unless the map says not."""
    for account_id in fact.account_ids:
        reopen_gaps(account_id, closed_at=fact.merged_at)
    refresh(list(fact.account_ids), at=fact.at)
    for account_id in fact.account_ids:
        take_back_closed_gaps(account_id, at=fact.at)


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
    accounts = Account.objects.order_by()
    if fact.user_id is not None:
        accounts = accounts.filter(owner_id=fact.user_id)
    if fact.countries:
        lived_in = Contact.objects.filter(country__in=fact.countries).values("account_id")
        theirs = Q(country__in=fact.countries) | Q(owner__country__in=fact.countries) | Q(id__in=lived_in)
        accounts = accounts.filter(theirs)
    ids = set(accounts.values_list("id", flat=True))
    rebuild(ids & _standing_on(fact.days) if fact.days else ids, at=fact.at)


def _standing_on(days: Collection[date]) -> set[int]:
    """Accounts of check-ins that were or would be rolled over one of these days.

    The next try after an unanswered one counts ten working days: never more than thirty calendar days.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_ON, [sorted(days)])
        return {row[0] for row in cursor.fetchall()}
