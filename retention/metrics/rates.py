"""Exchange rates of the two ends of a period, all currencies at once (docs/methods.md, Currencies)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from accounts.fx import OLD_AFTER_DAYS, base_currency

_RATES = """
SELECT d.day, r.currency, r.rate, r.set_on FROM unnest(%(days)s::date[]) AS d(day) CROSS JOIN LATERAL (
    SELECT DISTINCT ON (currency) currency, rate, "on" AS set_on FROM accounts_fxrate
    WHERE currency <> %(base)s ORDER BY currency, "on" > d.day, abs("on" - d.day)
) r
"""


@dataclass(frozen=True, slots=True)
class RateSet:
    """What one unit of each currency is worth in the workspace's, on some days; ``old`` ones are guesses."""

    days: tuple[date, ...]
    by_currency: dict[str, tuple[Decimal, ...]]
    old: tuple[str, ...]

    def columns(self, place: int) -> tuple[list[str], list[Decimal]]:
        """Currencies, and their rates on one of the days."""
        return list(self.by_currency), [rates[place] for rates in self.by_currency.values()]


def rates_on(days: Sequence[date]) -> RateSet:
    """The latest rate on or before each day, else the earliest after it.

    A currency is *old* when its rate is more than five days from one of the days. Source: docs/methods.md,
    Currencies.
    """
    base, found, old = base_currency(), dict[str, dict[date, Decimal]](), set[str]()
    with connection.cursor() as cursor:
        cursor.execute(_RATES, {"days": list(days), "base": base})
        for day, currency, rate, set_on in cursor.fetchall():
            found.setdefault(currency, {})[day] = rate
            if abs(day - set_on) > timedelta(days=OLD_AFTER_DAYS):
                old.add(currency)
    rates = {currency: tuple(by_day[day] for day in days) for currency, by_day in sorted(found.items())}
    return RateSet(tuple(days), {base: (Decimal(1),) * len(days), **rates}, tuple(sorted(old)))
