"""Exchange rates: admins enter them; amounts in the workspace's currency follow."""

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


@transaction.atomic
def add_rate(*, currency: str, on: date, rate: Decimal, by: User, at: datetime, source: str = "") -> FxRate:
    """Say what one unit of a currency is worth in the workspace's on a day; the day's rate is replaced.

    Raises PermissionDenied, InputRefused, TextRefused.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied
    code = accepts.currency(currency, "currency")
    if code == base_currency():
        raise accepts.InputRefused(f"{code} is the workspace's own currency.", field="currency")
    worth: Decimal = accepts.amount("The rate", places=PLACES, most=Decimal(10) ** 9)(rate, "rate")
    if not worth:
        raise accepts.InputRefused("The rate must be more than 0.", field="rate")
    day = accepts.day("The day of the rate", required=True)(on, "on")
    note = accepts.text("The source", 60)(source, "source")
    made, _ = FxRate.objects.update_or_create(currency=code, on=day, defaults={"rate": worth, "source": note})
    users = Account.objects.filter(contracts__currency=code) | Account.objects.filter(currency=code)
    refresh_arr_columns(sorted(set(users.values_list("pk", flat=True))), on=ledger_day(at))
    return made
