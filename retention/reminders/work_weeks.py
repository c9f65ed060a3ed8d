"""When our people work, read once for many of them: zone, hours, holidays, absences and who stands in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from retention.lib.business_days import Calendar
from retention.lib.zones import to_instant
from retention.team.models import Absence, Holiday, User

from .digest import WorkWeek
from .fire_times import known_zone, local_day_in

AROUND = timedelta(days=8)
"""Holidays and absences are read this far to both sides: a week's beginning must be found."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One person's working day at a moment: their local ``today``, and their stand-in while they are away."""

    week: WorkWeek
    today: date
    away_until: date | None = None
    delegate_id: int | None = None

    @property
    def is_away(self) -> bool:
        """True inside an absence."""
        return self.away_until is not None

    @property
    def works_today(self) -> bool:
        """True on a working day without an absence."""
        return self.week.works_on(self.today)

    @property
    def opens_at(self) -> datetime:
        """When their working day begins."""
        return to_instant(self.today, self.week.starts, self.week.zone_name)

    @property
    def closes_at(self) -> datetime:
        """When it ends."""
        return to_instant(self.today, self.week.ends, self.week.zone_name)


def presences(users: Iterable[User], at: datetime) -> dict[int, Presence]:
    """By user id; two queries for all of them."""
    people = list(users)
    first, last = (at - AROUND).date(), (at + AROUND).date()
    holidays = list(Holiday.objects.filter(on__range=(first, last)))
    away: dict[int, list[Absence]] = defaultdict(list)
    for absence in Absence.objects.filter(
        Q(ends_on__gte=first), user_id__in=[user.pk for user in people], starts_on__lte=last
    ):
        away[absence.user_id].append(absence)
    return {user.pk: _presence(user, holidays, away[user.pk], at) for user in people}


def _presence(user: User, holidays: list[Holiday], absences: list[Absence], at: datetime) -> Presence:
    zone = known_zone(user.time_zone)
    today = local_day_in(at, zone)
    days_off = frozenset(holiday.on for holiday in holidays if _concerns(holiday, user))
    week = WorkWeek(
        zone,
        Calendar(days_off, user.weekend_days),
        tuple((absence.starts_on, absence.ends_on) for absence in absences),
        user.work_starts,
        user.work_ends,
    )
    current = next((each for each in absences if each.starts_on <= today <= each.ends_on), None)
    if current is None:
        return Presence(week, today)
    return Presence(week, today, current.ends_on, current.delegate_id)


def _concerns(holiday: Holiday, user: User) -> bool:
    """A company day concerns everybody, a country's day the whole country, a subdivision's those in it."""
    if not holiday.country:
        return True
    return holiday.country == user.country and holiday.subdivision in ("", user.subdivision)
