"""Everything the account's overview shows, one query per block."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from accounts.first_value import days_to_value
from accounts.models import Account
from accounts.rosters import gaps_told
from contacts.models import Contact, FeedbackItem, NextStep, Promise
from plans.models import AccountPlan, RoiTarget
from plans.shown import plan_of_account
from retention.lib.zones import is_zone, local_day
from retention.renewals.models import Renewal
from retention.team.asking import planned
from retention.team.models import User
from retention.teamwork.gaps import needs_pair
from retention.walks.facts import Standing, standing_told

from .billing import overdue_at
from .entries import Entry, entries_of, newest_events
from .health_panel import HealthPanel
from .sponsors import ShownPair, pairs_of

PEOPLE = 6
SHOWN_OF_PEOPLE = ("title", "buying_role", "is_placeholder", "last_two_way_at", "person__name")
SHOWN_OF_STEPS = ("text", "due_on", "owner__name")
SHOWN_OF_PROMISES = (
    "side", "wording", "text", "promised_on", "due_on", "user__name", "contact__buying_role",
    "contact__person__name",
)  # fmt: skip
SHOWN_OF_FEEDBACK = (
    "kind", "text", "state", "due_on", "owner__name", "contact__buying_role", "contact__person__name",
)  # fmt: skip
SHOWN_OF_RENEWALS = ("atr", "currency", "stage", "call", "decision_on", "contract__reference")
"""Columns of the cards: writing and reading all columns of three joined tables costs more than the rows."""


@dataclass(frozen=True)
class AccountFacts:
    """The overview of one account for one reader."""

    account: Account
    today: date
    their_time: str
    steps: list[NextStep]
    promises: list[Promise]
    feedback: list[FeedbackItem]
    entries: list[Entry]
    people: list[Contact]
    renewals: list[Renewal]
    pairs: list[ShownPair]
    health: HealthPanel
    days_quiet: int | None
    overdue: str
    goals: list[RoiTarget]
    plan: AccountPlan | None
    team_gaps: int
    standing: list[Standing]

    @property
    def days_to_value(self) -> int | None:
        """Days from the start of the first contract to first value; None while either is not known."""
        told: Any = self.account
        return days_to_value(told.first_start, self.account.first_value_on)

    @property
    def misses_pair(self) -> bool:
        """A customer of the top tier without an executive sponsor."""
        return not self.pairs and needs_pair(self.account)

    @property
    def plan_is_stale(self) -> bool:
        """Nobody looked at the plan for too long."""
        return self.plan is not None and self.plan.is_stale(on=self.today)

    @property
    def next_renewal(self) -> Renewal | None:
        """The renewal to be decided first."""
        return self.renewals[0] if self.renewals else None


def their_time(account: Account, at: datetime) -> str:
    """The hour where the customer is, or nothing when their zone is not known."""
    if not account.time_zone or not is_zone(account.time_zone):
        return ""
    return timezone.localtime(at, ZoneInfo(account.time_zone)).strftime("%H:%M")


@planned
def people_of(user: User, account_id: int) -> QuerySet[Contact]:
    """Who matters: key contacts first, then whoever spoke with us last."""
    rows = Contact.objects.visible_to(user).filter(account_id=account_id).exclude(status="departed")
    rows = rows.select_related("person").only(*SHOWN_OF_PEOPLE)
    return rows.order_by("-is_key", "is_placeholder", "-last_two_way_at", "id")[:PEOPLE]


@planned
def goals_of(user: User, account_id: int) -> QuerySet[RoiTarget]:
    """The targets they agreed to, the next due first."""
    rows = RoiTarget.objects.visible_to(user).agreed().filter(account_id=account_id)
    return rows.only("metric", "unit", "target", "due_on").order_by("due_on", "id")[:3]


@planned
def steps_of(user: User, account_id: int) -> QuerySet[NextStep]:
    """What was planned with them, the next due first."""
    rows = NextStep.objects.visible_to(user).open().filter(account_id=account_id).select_related("owner")
    return rows.only(*SHOWN_OF_STEPS).order_by("due_on", "id")[:8]


@planned
def promises_of(user: User, account_id: int) -> QuerySet[Promise]:
    """What either side still owes."""
    rows = Promise.objects.visible_to(user).open().filter(account_id=account_id)
    rows = rows.select_related("user", "contact__person").only(*SHOWN_OF_PROMISES)
    return rows.order_by("due_on", "id")[:8]


@planned
def feedback_of(user: User, account_id: int) -> QuerySet[FeedbackItem]:
    """What they said and wait for an answer to."""
    rows = FeedbackItem.objects.visible_to(user).open().filter(account_id=account_id)
    rows = rows.select_related("owner", "contact__person").only(*SHOWN_OF_FEEDBACK)
    return rows.order_by("due_on", "id")[:5]


@planned
def renewals_of(user: User, account_id: int) -> QuerySet[Renewal]:
    """What is to be decided, the first decision first."""
    rows = Renewal.objects.visible_to(user).open().filter(account_id=account_id).select_related("contract")
    return rows.only(*SHOWN_OF_RENEWALS).order_by("decision_on", "id")[:5]


def account_facts(
    account: Account, user: User, *, at: datetime, health: HealthPanel, kind: str = ""
) -> AccountFacts:
    """Gather the overview."""
    today = local_day(at, user.time_zone)
    last = account.last_two_way_at
    return AccountFacts(
        account=account,
        today=today,
        their_time=their_time(account, at),
        steps=steps_of(user, account.pk),
        promises=promises_of(user, account.pk),
        feedback=feedback_of(user, account.pk),
        entries=entries_of(newest_events(account, user, kind=kind), user),
        people=people_of(user, account.pk),
        renewals=renewals_of(user, account.pk),
        pairs=pairs_of(account, user, on=today),
        health=health,
        days_quiet=(today - local_day(last, user.time_zone)).days if last else None,
        overdue=overdue_at(account.pk, user, on=today),
        goals=goals_of(user, account.pk),
        plan=plan_of_account(account, user),
        team_gaps=len(gaps_told(account)),
        standing=standing_told(account),
    )
