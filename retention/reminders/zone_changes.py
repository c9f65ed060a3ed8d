"""Planned reminders follow the clock of the account's owner when owner, zone or a zone's rules change."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.announced import AccountChanged, AccountsMerged, AccountsParted, RecordsImported
from retention.team.announced import CalendarChanged

from .fire_times import fire_at, known_zone
from .models import Notification, Reminder

AHEAD = timedelta(days=60)
"""How far ahead the hourly comparison looks; nearer rows are the only ones that can fire wrongly soon."""


def owner_may_have_changed(fact: AccountChanged) -> None:
    """Listener: a new owner brings a new clock."""
    if "owner" in fact.fields or "owner_id" in fact.fields:
        correct_fire_times(_of_accounts([fact.account_id]), fact.at)


def accounts_were_merged(fact: AccountsMerged) -> None:
    """Listener: what is to be told about the merged account is about the survivor, on its owner's clock."""
    for rows in (Reminder.objects, Notification.objects):
        rows.filter(account=fact.merged_id).update(account=fact.survivor_id)
    correct_fire_times(_of_accounts([fact.survivor_id]), fact.at)


def accounts_were_parted(fact: AccountsParted) -> None:
    """Listener: what is to be told of each account is told on its own owner's clock."""
    correct_fire_times(_of_accounts(fact.account_ids), fact.at)


def records_were_imported(fact: RecordsImported) -> None:
    """Listener: an import may have changed owners."""
    correct_fire_times(_of_accounts(fact.account_ids), fact.at)


def calendar_changed(fact: CalendarChanged) -> None:
    """Listener: somebody's zone may be another one now."""
    if fact.user_id is not None:
        rows = Reminder.objects.planned().filter(account__owner_id=fact.user_id)
        correct_fire_times(rows, fact.at)


def correct_soon_due(at: datetime, limit: int) -> int:
    """Tick: compare what fires within 60 days with today's zone rules; how many rows were put right."""
    return correct_fire_times(Reminder.objects.planned().filter(fire_at__lt=at + AHEAD), at)


def correct_fire_times(rows: "QuerySet[Reminder]", at: datetime) -> int:
    """Work out fire_at of these planned rows again; what is due already stays as it is. How many changed."""
    differing = []
    for row in (
        rows.filter(fire_at__gt=at)
        .values_list("fire_on", "fire_wall", "fire_zone", "fire_at", "account__owner__time_zone")
        .distinct()
    ):
        day, wall, old_zone, old_instant, owner_zone = row
        zone = known_zone(owner_zone)
        instant = fire_at(day, wall, zone)
        if (zone, instant) != (old_zone, old_instant):
            differing.append((row, zone, instant))
    changed = 0
    for (day, wall, old_zone, old_instant, owner_zone), zone, instant in differing:
        same = rows.filter(
            fire_on=day, fire_wall=wall, fire_zone=old_zone, fire_at=old_instant,
            account__owner__time_zone=owner_zone,
        )  # fmt: skip
        changed += Reminder.objects.filter(pk__in=same.values("pk")).update(fire_zone=zone, fire_at=instant)
    return changed


def _of_accounts(account_ids: Iterable[int]) -> "QuerySet[Reminder]":
    return Reminder.objects.planned().filter(account_id__in=list(account_ids))
