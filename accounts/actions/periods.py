"""Closing months: from then on they change by corrections alone."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..ledger import ledger_day
from ..models import Account, PeriodClose
from ..periods import closed_through

_LOCK = "LOCK TABLE accounts_periodclose IN SHARE ROW EXCLUSIVE MODE"


class NotReadyToClose(DomainError):
    """Movements of the period are not all written yet."""


@transaction.atomic
def close_period(*, through: date, by: User, at: datetime) -> PeriodClose:
    """Close the books through a day that is over; later ones close after earlier ones.

    Raises PermissionDenied, InputRefused, NotReadyToClose.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied
    day: date = accepts.day("The last closed day", required=True)(through, "through")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    if day >= ledger_day(at):
        raise accepts.InputRefused("Only days that are over can be closed.", field="through")
    closed = closed_through()
    if closed is not None and day <= closed:
        raise accepts.InputRefused(f"Closed through {closed:%-d %b %Y} already.", field="through")
    if Account.objects.filter(changes_on__lte=day).exists():
        raise NotReadyToClose(
            "Contracts that ended or began by that day are still being booked. Try again in a minute.",
            field="through",
        )
    return PeriodClose.objects.create(through=day, closed_by=by)
