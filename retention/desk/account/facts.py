"""Everything the account's overview shows, one query per block."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Account
from contacts.models import Contact, NextStep, Promise
from retention.lib.zones import is_zone, local_day
from retention.renewals.models import Renewal
from retention.team.models import User

from .billing import overdue_at
from .entries import Entry, entries_of, newest_events
from .health_panel import HealthPanel

PEOPLE = 6


@dataclass(frozen=True)
class AccountFacts:
    """The overview of one account for one reader."""

    account: Account
    today: date
    may_edit: bool
    their_time: str
    steps: list[NextStep]
    promises: list[Promise]
    entries: list[Entry]
    people: list[Contact]
    renewals: list[Renewal]
    health: HealthPanel
    days_quiet: int | None
    overdue: str

    @property
    def next_renewal(self) -> Renewal | None:
        """The renewal to be decided first."""
        return self.renewals[0] if self.renewals else None


def their_time(account: Account, at: datetime) -> str:
    """The hour where the customer is, or nothing when their zone is not known."""
    if not account.time_zone or not is_zone(account.time_zone):
        return ""
    return timezone.localtime(at, ZoneInfo(account.time_zone)).strftime("%H:%M")


def people_of(account: Account, user: User) -> list[Contact]:
    """Who matters: key contacts first, then whoever spoke with us last."""
    rows = Contact.objects.visible_to(user).filter(account=account).select_related("person", "check_in")
    rows = rows.exclude(status="departed").order_by("-is_key", "is_placeholder", "-last_two_way_at", "id")
    return list(rows[:PEOPLE])


def account_facts(
    account: Account, user: User, *, at: datetime, health: HealthPanel, kind: str = ""
) -> AccountFacts:
    """Gather the overview."""
    today = local_day(at, user.time_zone)
    last = account.last_two_way_at
    steps = (
        NextStep.objects.visible_to(user)
        .open()
        .filter(account=account)
        .select_related("owner", "contact__person")
    )
    promises = (
        Promise.objects.visible_to(user)
        .open()
        .filter(account=account)
        .select_related("user", "contact__person")
    )
    renewals = Renewal.objects.visible_to(user).open().filter(account=account).select_related("contract")
    return AccountFacts(
        account=account,
        today=today,
        may_edit=Account.objects.editable_by(user).filter(pk=account.pk).exists(),
        their_time=their_time(account, at),
        steps=list(steps.order_by("due_on", "id")[:8]),
        promises=list(promises.order_by("due_on", "id")[:8]),
        entries=entries_of(newest_events(account, user, kind=kind), user),
        people=people_of(account, user),
        renewals=list(renewals.order_by("decision_on", "id")[:5]),
        health=health,
        days_quiet=(today - local_day(last, user.time_zone)).days if last else None,
        overdue=overdue_at(account.pk, user, on=today),
    )
