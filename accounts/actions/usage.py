"""What usage without a minimum billed, month by month (docs/methods.md, Usage)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.months import add_months
from retention.lib.zones import local_day
from retention.team.models import User

from .. import papers
from ..choices import ContractState, PriceModel
from ..models import ContractLine, MonthUsage
from ..periods import closed_through, refuse_closed
from .contracts import read_editable, tell


class NotByUsage(DomainError):
    """The line is not priced by usage without a minimum: it has its revenue already."""


_month = accepts.day("The month", required=True)
_amount = accepts.amount("The amount")
_reason = accepts.text("The correction", 300)


@transaction.atomic
def record_usage(
    *, line: ContractLine, month: date, amount: Decimal, by: User, at: datetime, correction: str = ""
) -> MonthUsage:
    """Say what a usage line billed in the month of a day; saying it again corrects it. It moves no ARR.

    Repeating an amount changes nothing. A month whose last day is closed needs its reason as ``correction``.
    Raises PermissionDenied, NotInForce, NotByUsage, InputRefused, TextRefused, ClosedPeriod.
    """
    _, contract = read_editable(line.contract, by)
    if contract.state == ContractState.DRAFT:
        papers.must_be(contract, ContractState.ACTIVE)
    row = contract.lines.get(pk=line.pk)
    if row.price_model != PriceModel.USAGE:
        raise NotByUsage("Only a line priced by usage without a minimum has months.", field="amount")
    first = _month(month, "month").replace(day=1)
    if first > local_day(at, by.time_zone):
        raise accepts.InputRefused("That month has not begun.", field="month")
    if first < row.start_on.replace(day=1) or (row.end_on is not None and first > row.end_on):
        raise accepts.InputRefused("The line does not run in that month.", field="month")
    billed, why = _amount(amount, "amount"), _reason(correction, "correction")
    known = MonthUsage.objects.filter(line=row, month=first).first()
    if known is not None and known.amount == billed:
        return known
    if not why:
        refuse_closed([add_months(first, 1) - timedelta(days=1)], closed_through())
    kept, _ = MonthUsage.objects.update_or_create(line=row, month=first, defaults={"amount": billed})
    text = f"{contract.reference}: “{row}” billed {kept.amount:,.2f} {contract.currency} for {first:%b %Y}"
    tell(contract, "usage_recorded", f"{text} ({why})" if why else text, by, at)
    return kept
