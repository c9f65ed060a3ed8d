"""Retention figures from the raw files of the export, computed apart: nothing of the product is used.

What the files say: a won opportunity whose topic names a term ("2-Year …") is a contract from the day it was
won, its revenue is that of the whole term, and the words after the last bar are its product. All dates are
shifted by the same number of days, as the admin chose when importing.
"""

import csv
import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

TERM = re.compile(r"\b(\d{1,2})[- ](year|month)s?\b", re.IGNORECASE)
GRACE = 30
FOLLOWS, UNKNOWN_UNTIL = 90, 90
CENT = Decimal("0.01")
ONE_DAY = timedelta(days=1)


@dataclass
class Sold:
    """A contract as the files tell it; ``last`` is its last day of service."""

    account: str
    product: str
    first: date
    last: date
    yearly: Decimal
    place: int
    follower: "Sold | None" = None


@dataclass
class Opinion:
    """What one period looked like; amounts in the files' currency times the rate."""

    values: dict[str, Decimal | None] = field(default_factory=dict)
    opening: Decimal = Decimal(0)
    closing: Decimal = Decimal(0)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for length in range(day.day, 0, -1):
        try:
            return date(year, month + 1, length)
        except ValueError:
            continue
    raise ValueError(day)


def read_contracts(folder: Path, shift: int) -> list[Sold]:
    """Every contract of the export, in the order of the file, each with the one that follows it."""
    with (folder / "Opportunity.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [sold for place, row in enumerate(rows) if (sold := _contract(row, shift, place))]
    books: dict[tuple[str, str], list[Sold]] = defaultdict(list)
    for sold in sorted(found, key=lambda each: (each.first, each.place)):
        books[sold.account, sold.product].append(sold)
    for book in books.values():
        _follow(book)
    return found


def _contract(row: dict[str, str], shift: int, place: int) -> Sold | None:
    term = TERM.search(row["Topic"])
    if row["Status"].strip().lower() != "won" or term is None:
        return None
    months = int(term[1]) * (12 if term[2].lower() == "year" else 1)
    closed = datetime.strptime(row["Actual Close Date"].split()[0], "%m/%d/%Y").date()
    first = closed + timedelta(days=shift)
    total = Decimal(re.sub(r"[^0-9.]", "", row["Actual Revenue"]))
    yearly = (total * 12 / months).quantize(CENT, ROUND_HALF_UP)
    product = " ".join(row["Topic"].rpartition("|")[2].split()).lower()
    account = " ".join(row["Potential Customer"].split()).lower()
    return Sold(account, product, first, months_later(first, months) - ONE_DAY, yearly, place)


def _follow(book: list[Sold]) -> None:
    """The next one of the same product that begins within ninety days of the end, each taken once."""
    taken: set[int] = set()
    for older in book:
        for newer in book:
            near = abs((newer.first - older.last).days) <= FOLLOWS
            if near and newer.first > older.first and newer.place not in taken:
                older.follower = newer
                taken.add(newer.place)
                break


class Staircase:
    """One account's yearly revenue by day; a pause within the grace counts as no pause."""

    def __init__(self, contracts: list[Sold], today: date) -> None:
        changes: dict[date, Decimal] = defaultdict(lambda: Decimal(0))
        for sold in contracts:
            changes[sold.first] += sold.yearly
            changes[sold.last + ONE_DAY] -= sold.yearly
        self.days = [day for day in sorted(changes) if day <= today]
        self.levels: list[Decimal] = []
        for day in self.days:
            self.levels.append((self.levels[-1] if self.levels else Decimal(0)) + changes[day])

    def on(self, day: date) -> Decimal:
        """As the books have it."""
        place = bisect_right(self.days, day) - 1
        return self.levels[place] if place >= 0 else Decimal(0)

    def held_on(self, day: date) -> Decimal:
        """The same, where a pause that ended within the grace does not count."""
        place = bisect_right(self.days, day) - 1
        if place > 0 and self.levels[place] == 0 and self._pause(place) <= GRACE:
            return self.levels[place - 1]
        return self.levels[place] if place >= 0 else Decimal(0)

    def paused_between(self, start: date, end: date) -> bool:
        """Was there a longer pause that began after *start* and was over by *end*?"""
        return any(
            level == 0 and start < day <= end and self._pause(place) > GRACE
            for place, (day, level) in enumerate(zip(self.days, self.levels, strict=True))
        )

    def _pause(self, place: int) -> int:
        later = next(
            (day for day, level in zip(self.days[place:], self.levels[place:], strict=True) if level), None
        )
        return (later - self.days[place]).days if later else 10**6


def second_opinion(contracts: list[Sold], start: date, end: date, today: date, rate: Decimal) -> Opinion:
    """Gross, net, logo and renewal rates of a period, and its two ends."""
    books: dict[str, list[Sold]] = defaultdict(list)
    for sold in contracts:
        books[sold.account].append(sold)
    stairs = [Staircase(book, today) for book in books.values()]
    before = after = kept = Decimal(0)
    customers = stayed = 0
    for each in stairs:
        first, last = each.held_on(start), each.held_on(end)
        if first <= 0:
            continue
        last = Decimal(0) if each.paused_between(start, end) else last
        before, after, kept = before + first, after + last, kept + min(first, last)
        customers, stayed = customers + 1, stayed + (last > 0)
    values = {"grr": _share(kept, before), "nrr": _share(after, before), "logo": _share(stayed, customers)}
    return Opinion(
        values | _renewals(contracts, start, end),
        rate * sum((each.on(start) for each in stairs), Decimal(0)),
        rate * sum((each.on(end) for each in stairs), Decimal(0)),
    )


def _renewals(contracts: list[Sold], start: date, end: date) -> dict[str, Decimal | None]:
    """Due in the period by the day after the term; nobody knows an outcome until ninety days have passed."""
    due = [sold for sold in contracts if start < sold.last + ONE_DAY <= end]
    won = [sold for sold in due if sold.follower is not None]
    lost = [sold for sold in due if sold.follower is None and (end - sold.last).days > UNKNOWN_UNTIL]
    on_time = [sold for sold in won if sold.follower and sold.follower.first <= sold.last]
    available = sum((sold.yearly for sold in due), Decimal(0))
    renewed = sum((sold.follower.yearly for sold in won if sold.follower), Decimal(0))
    kept = sum((min(sold.yearly, sold.follower.yearly) for sold in won if sold.follower), Decimal(0))
    decided = sum((sold.yearly for sold in (*won, *lost)), Decimal(0))
    return {
        "renewal_count_resolved": _share(len(won), len(won) + len(lost)),
        "renewal_count_strict": _share(len(won), len(due)),
        "renewal_on_time": _share(len(on_time), len(due)),
        "renewal_gross_resolved": _share(kept, decided),
        "renewal_gross_strict": _share(kept, available),
        "renewal_net_resolved": _share(renewed, decided),
        "renewal_net_strict": _share(renewed, available),
    }


def _share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole else None
