"""Wall clocks against instants; the oracle is the C library reading the same zone files."""

import os
import time as c_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH

import pytest

from retention.lib.zones import UnknownZone, day_bounds, is_zone, local_day, to_instant, zone_names

QUARTER = 900


@pytest.mark.parametrize(
    ("name", "day", "wall", "instant"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), "2027-03-28T01:00:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30:00"),
        ("America/New_York", date(2027, 3, 14), time(2, 30), "2027-03-14T07:00:00"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30:00"),
        ("America/Santiago", date(2026, 9, 6), time(0, 0), "2026-09-06T04:00:00"),
        ("Asia/Kolkata", date(2026, 12, 1), time(9, 0), "2026-12-01T03:30:00"),
        ("Europe/Berlin", date(2026, 10, 24), time(8, 0), "2026-10-24T06:00:00"),
        ("Europe/Berlin", date(2026, 10, 26), time(8, 0), "2026-10-26T07:00:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(9, 0), "2011-12-30T10:00:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15, 0, 5), "2026-10-03T15:30:00"),
    ],
)
def test_a_wall_time_is_its_first_instant_or_the_end_of_its_gap(
    name: str, day: date, wall: time, instant: str
) -> None:
    assert to_instant(day, wall, name) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_today_is_the_readers_own_day() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert local_day(late, "Asia/Tokyo") == date(2026, 11, 23)
    assert local_day(late, "America/New_York") == date(2026, 11, 22)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        local_day(datetime(2026, 11, 22), "UTC")


def test_the_day_of_a_clock_change_is_an_hour_longer() -> None:
    first, after = day_bounds(date(2026, 10, 25), "Europe/Berlin")
    assert after - first == timedelta(hours=25)


@pytest.mark.parametrize(
    "name", ["", "Berlin", "../../etc/passwd", "Europe/Berlin\x00", "Factory", "localtime"]
)
def test_what_is_no_place_is_no_zone(name: str) -> None:
    assert not is_zone(name)
    with pytest.raises(UnknownZone):
        to_instant(date(2026, 1, 1), time(8), name)


def _zone_file(name: str) -> Path:
    """The file zoneinfo itself reads: the system's, else the package's."""
    for folder in TZPATH:
        if (Path(folder) / name).is_file():
            return Path(folder) / name
    return Path(str(files("tzdata").joinpath("zoneinfo", *name.split("/"))))


@pytest.fixture
def c_zone() -> Iterator[None]:
    """Give the process its zone back after a test has set the C library's."""
    before = os.environ.get("TZ")
    yield
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    c_time.tzset()


def _transitions(first_year: int, last_year: int) -> list[int]:
    """Every quarter of an hour after which the C library's offset differs, found by bisecting days."""
    start = int(datetime(first_year, 1, 1, tzinfo=UTC).timestamp())
    end = int(datetime(last_year + 1, 1, 1, tzinfo=UTC).timestamp())
    found = []
    offset = c_time.localtime(start).tm_gmtoff
    for day in range(start, end, 86400 * 7):
        low, high = day, min(day + 86400 * 7, end)
        while (last := c_time.localtime(high).tm_gmtoff) != offset:
            left, right = low, high
            while right - left > QUARTER:
                middle = left + (right - left) // 2 // QUARTER * QUARTER
                left, right = (
                    (middle, right) if c_time.localtime(middle).tm_gmtoff == offset else (left, middle)
                )
            found.append(right)
            offset, low = c_time.localtime(right).tm_gmtoff, right
            if offset == last:
                break
    return found


def _wall(stamp: int) -> datetime:
    local = c_time.localtime(stamp)
    return datetime(*local[:6])


def test_every_zone_and_clock_change_to_2036_agrees_with_the_c_library(c_zone: None) -> None:
    by_content: dict[bytes, str] = {}
    for name in sorted(zone_names()):
        by_content.setdefault(_zone_file(name).read_bytes(), name)
    checked = 0
    for name in by_content.values():
        os.environ["TZ"] = f":{_zone_file(name)}"
        c_time.tzset()
        for change in _transitions(2026, 2036):
            day = _wall(change).date()
            stamps = range(change - 28 * 3600, change + 28 * 3600, QUARTER)
            walls = [(_wall(stamp), stamp) for stamp in stamps]
            midnight = datetime.combine(day, time())
            place = 0
            for quarter in range(96):
                wanted = midnight + timedelta(seconds=QUARTER * quarter)
                while walls[place][0] < wanted:
                    place += 1
                assert to_instant(day, wanted.time(), name).timestamp() == walls[place][1], (name, wanted)
                checked += 1
    assert checked > 100_000
