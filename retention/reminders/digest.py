"""When a person is told: the daily digest and the few things at once (docs/methods.md, Digest). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from retention.lib.business_days import (
    EVERYDAY_OFFICE,
    LONGEST_SEARCH,
    Calendar,
    NoBusinessDay,
    add_business_days,
)
from retention.lib.zones import local_day, to_instant

DIGEST_TIME = time(8, 0)
IMMEDIATE_PER_DAY = 3

SEND, JOIN, HOLD, DELEGATE = "send", "join", "hold", "delegate"


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Where and when a person works: zone, calendar, daily hours, and absences with both days included."""

    zone_name: str
    calendar: Calendar = EVERYDAY_OFFICE
    absences: tuple[tuple[date, date], ...] = ()
    starts: time = time(9, 0)
    ends: time = time(17, 30)

    def works_on(self, day: date) -> bool:
        """True on a working day without an absence."""
        return self.calendar.is_business_day(day) and not self.is_away(day)

    def is_away(self, day: date) -> bool:
        """True inside an absence."""
        return any(first <= day <= last for first, last in self.absences)

    def is_working(self, at: datetime) -> bool:
        """True within working hours; a digest's hour before them does not count."""
        day = local_day(at, self.zone_name)
        opens = to_instant(day, self.starts, self.zone_name)
        return self.works_on(day) and opens <= at < to_instant(day, self.ends, self.zone_name)


def next_digest_at(week: WorkWeek, now: datetime, *, digest_time: time = DIGEST_TIME) -> datetime:
    """The first digest instant (UTC) after *now*: 08:00 on the person's clock on a day they work.

    Raises NoBusinessDay when they do not work within a year.
    """
    today = local_day(now, week.zone_name)
    for distance in range(LONGEST_SEARCH + 1):
        day = today + timedelta(days=distance)
        if week.works_on(day):
            instant = to_instant(day, digest_time, week.zone_name)
            if instant > now:
                return instant
    raise NoBusinessDay(f"no digest within a year of {now:%Y-%m-%d}")


def carries_the_week(day: date, week: WorkWeek) -> bool:
    """True for the first digest of a person's week, which also shows the week ahead."""
    first = day - timedelta(days=day.weekday())
    earlier = (first + timedelta(days=offset) for offset in range(day.weekday()))
    return week.works_on(day) and not any(week.works_on(other) for other in earlier)


def immediate_decision(
    *, told_today: int, is_working_now: bool, is_away: bool, is_hard: bool, has_delegate: bool
) -> str:
    """What happens to a message that should go out at once.

    ``send`` now; ``join`` the day's last message once three went out; ``delegate`` a hard one (a notice
    rung, a promise) of somebody away; ``hold`` until they work again (the next digest has it).
    """
    if is_away and is_hard and has_delegate:
        return DELEGATE
    if is_away or not is_working_now:
        return HOLD
    return SEND if told_today < IMMEDIATE_PER_DAY else JOIN


def escalate_on(told_on: date, week: WorkWeek) -> date:
    """The day a lead may be told: the owner has had one whole working day since they were."""
    return add_business_days(told_on, 2, week.calendar.without(_days_away(week.absences)))


def _days_away(absences: Iterable[tuple[date, date]]) -> frozenset[date]:
    return frozenset(
        first + timedelta(days=distance)
        for first, last in absences
        for distance in range(min((last - first).days, LONGEST_SEARCH) + 1)
    )
