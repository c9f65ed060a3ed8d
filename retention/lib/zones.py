"""Wall clocks and instants: where DST gaps and folds are decided once (docs/methods.md, Time zones)."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})


class UnknownZone(ValueError):
    """The name is not an IANA time zone such as Europe/Berlin."""


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name that may be chosen."""
    return frozenset(available_timezones()) - NOT_PLACES


def is_zone(name: str) -> bool:
    """True for an IANA name that this machine knows."""
    return name in zone_names()


def zone(name: str) -> ZoneInfo:
    """The zone of that name. Raises UnknownZone."""
    if not is_zone(name):
        raise UnknownZone(f"“{name}” is not a time zone such as Europe/Berlin.")
    return ZoneInfo(name)


def to_instant(day: date, wall: time, zone_name: str) -> datetime:
    """The first instant (UTC) at which a clock in the zone shows *wall* or later on that day.

    A wall time that happens twice means its first occurrence; one that is skipped means the first
    instant after the gap. Raises UnknownZone.
    """
    place = zone(zone_name)
    local = datetime.combine(day, wall.replace(tzinfo=None, fold=0))
    instant = local.replace(tzinfo=place).astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None, fold=0) == local:
        return instant
    return _end_of_gap(local, place, instant)


def _end_of_gap(local: datetime, place: ZoneInfo, after: datetime) -> datetime:
    """Bisect for the change of offset that swallowed a wall time; *after* lies behind it."""
    before = local.replace(tzinfo=place, fold=1).astimezone(UTC).replace(microsecond=0)
    new_offset = after.astimezone(place).utcoffset()
    low, high = 0, int((after - before).total_seconds()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(place).utcoffset() == new_offset:
            high = middle
        else:
            low = middle
    return before + timedelta(seconds=high)


def local_day(instant: datetime, zone_name: str) -> date:
    """The calendar day at an instant for somebody in the zone. Raises UnknownZone, ValueError when naive."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(zone(zone_name)).date()


def day_bounds(day: date, zone_name: str) -> tuple[datetime, datetime]:
    """The first instant of a local day and the first instant of the next one."""
    return to_instant(day, time.min, zone_name), to_instant(day + timedelta(days=1), time.min, zone_name)
