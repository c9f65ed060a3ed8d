"""What the page on rates and closed months shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .fx import OLD_AFTER_DAYS, base_currency
from .models import Account, ArrMovement, Contract, FxRate, PeriodClose
from .periods import restated


@dataclass(frozen=True, slots=True)
class CurrencyRow:
    """A currency in use with its latest rate; without one amounts in it count 0 elsewhere."""

    currency: str
    rate: Decimal | None
    set_on: date | None
    source: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class BookFacts:
    """Rates by currency, closed months, and what was restated after they were closed."""

    base: str
    currencies: list[CurrencyRow]
    closed: list[PeriodClose]
    restated: Sequence[ArrMovement]

    @property
    def missing(self) -> int:
        """How many currencies in use have no rate."""
        return sum(row.rate is None for row in self.currencies)


def book_facts(today: date) -> BookFacts:
    """Everything on the page, in a few statements."""
    base = base_currency()
    latest = FxRate.objects.filter(on__lte=today).order_by("currency", "-on").distinct("currency")
    rates = {row.currency: row for row in latest}
    used = {*_used(Contract), *_used(Account), *rates} - {base}
    closed = PeriodClose.objects.select_related("closed_by").order_by("-through")[:24]
    rows = restated().select_related("account", "line__contract", "corrects")[:20]
    shown = [_row(code, rates.get(code), today) for code in sorted(used)]
    return BookFacts(base, shown, list(closed), list(rows))


def _used(model: type[Contract] | type[Account]) -> set[str]:
    """The currencies of all records: the books are the workspace's, not a reader's."""
    return set(model._base_manager.order_by("currency").values_list("currency", flat=True).distinct())


def _row(currency: str, row: FxRate | None, today: date) -> CurrencyRow:
    if row is None:
        return CurrencyRow(currency, None, None, "", is_old=False)
    is_old = (today - row.on) > timedelta(days=OLD_AFTER_DAYS)
    return CurrencyRow(currency, row.rate, row.on, row.source, is_old)
