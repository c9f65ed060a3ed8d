"""Exchange rates: admins enter them; amounts in the workspace's currency follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..arr_columns import refresh_arr_columns
from ..fx import base_currency
from ..ledger import ledger_day
from ..models import Account, FxRate

PLACES = 8


@dataclass(frozen=True)
class RateInput:
    """What one unit of a currency is worth in the workspace's on a day."""

    currency: str
    on: date
    rate: Decimal


@transaction.atomic
def add_rate(*, currency: str, on: date, rate: Decimal, by: User, at: datetime, source: str = "") -> FxRate:
    """Say what one unit of a currency is worth in the workspace's on a day; the day's rate is replaced.

    Raises PermissionDenied, InputRefused, TextRefused.
    """
    return add_rates(rates=[RateInput(currency, on, rate)], by=by, at=at, source=source)[0]


@transaction.atomic
def add_rates(*, rates: Sequence[RateInput], by: User, at: datetime, source: str = "") -> list[FxRate]:
    """Say several rates, all or none. Raises like add_rate."""
    if not runs_the_workspace(by):
        raise PermissionDenied
    note = accepts.text("The source", 60)(source, "source")
    made = [_kept(given, note) for given in rates]
    codes = {row.currency for row in made}
    users = Account.objects.filter(contracts__currency__in=codes) | Account.objects.filter(currency__in=codes)
    refresh_arr_columns(sorted(set(users.values_list("pk", flat=True))), on=ledger_day(at))
    return made


def _kept(given: RateInput, note: str) -> FxRate:
    code = accepts.currency(given.currency, "currency")
    if code == base_currency():
        raise accepts.InputRefused(f"{code} is the workspace's own currency.", field="currency")
    worth: Decimal = accepts.amount("The rate", places=PLACES, most=Decimal(10) ** 9)(given.rate, "rate")
    if not worth:
        raise accepts.InputRefused("The rate must be more than 0.", field="rate")
    day = accepts.day("The day of the rate", required=True)(given.on, "on")
    made, _ = FxRate.objects.update_or_create(currency=code, on=day, defaults={"rate": worth, "source": note})
    return made
