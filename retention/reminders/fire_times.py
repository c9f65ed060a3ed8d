"""When a planned reminder fires: its day's beginning on the clock of the account's owner."""

from datetime import date, datetime, time
from functools import lru_cache

from retention.lib.zones import is_zone, local_day, to_instant

UNOWNED_ZONE = "UTC"
"""The clock of accounts that nobody owns."""


def known_zone(name: str | None) -> str:
    """The name, or UTC for none and for one this machine does not know: no reminder is lost over it."""
    return name if name and is_zone(name) else UNOWNED_ZONE


@lru_cache(maxsize=4096)
def fire_at(day: date, wall: time, zone_name: str) -> datetime:
    """The instant (UTC) of that wall time on that day in the zone."""
    return to_instant(day, wall, known_zone(zone_name))


def local_day_in(moment: datetime, zone_name: str) -> date:
    """The calendar day there."""
    return local_day(moment, known_zone(zone_name))
