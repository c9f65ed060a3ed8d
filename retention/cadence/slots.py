"""A time of day that suits both sides (docs/methods.md, Next due). Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from retention.lib.zones import to_instant

Hours = Iterable[tuple[time, time]]


def first_overlap(
    day: date,
    *,
    contact_hours: Hours,
    contact_zone: str,
    owner_hours: Hours,
    owner_zone: str,
    shortest: timedelta = timedelta(minutes=15),
) -> tuple[datetime, datetime] | None:
    """The first stretch (UTC) of the contact's day in which both are there; None: write instead of calling.

    The owner's hours of the local day before and after count too, as days differ across the globe.
    """
    theirs = _stretches(day, contact_hours, contact_zone)
    owner_windows = list(owner_hours)
    ours = [
        stretch
        for shift in (-1, 0, 1)
        for stretch in _stretches(day + timedelta(days=shift), owner_windows, owner_zone)
    ]
    shared = [(max(a, c), min(b, d)) for a, b in theirs for c, d in ours]
    return min((pair for pair in shared if pair[1] - pair[0] >= shortest), default=None)


def _stretches(day: date, hours: Hours, zone_name: str) -> list[tuple[datetime, datetime]]:
    return [(to_instant(day, start, zone_name), to_instant(day, end, zone_name)) for start, end in hours]
