"""What becomes of hours beyond those included: given, billed or swapped, decided once for each month."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.actions import add_step
from contacts.models import NextStep
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.zones import local_day
from retention.team.models import User

from ..announced import HoursChanged
from ..choices import OverDecision
from ..hours import cost, in_hours, month_of
from ..models import GoodwillEntry, OverService, ServiceAllowance, ServiceMonth
from .goodwill import give_goodwill

_note = accepts.text("Why", 500, required=True)
_decision = accepts.one_of("What becomes of it", OverDecision)
_month = accepts.day("The month", required=True)
ORIGIN = "over_service"


class NotOver(DomainError):
    """The month has no hours beyond those included."""


class DecidedAlready(DomainError):
    """It was decided before what becomes of that month."""


@transaction.atomic
def decide_over_service(
    *,
    account: Account,
    month: date,
    decision: str,
    note: str,
    by: User,
    at: datetime,
    due_on: date | None = None,
) -> OverService:
    """Say what becomes of a month's hours beyond the allowance, at the list rate when there is one.

    Goodwill enters the value log; a bill or a swap becomes the account owner's next step, due on *due_on*
    (today when not said). Raises PermissionDenied, InputRefused, NotOver, DecidedAlready.
    """
    account = editable_account(account.pk, by)
    first = month_of(_month(month, "month"))
    word, why = _decision(decision, "decision"), _note(note, "note")
    kept = ServiceMonth.objects.over().filter(account=account, month=first).first()
    if kept is None:
        raise NotOver(f"{first:%B %Y} has no hours beyond those included.", field="month")
    if OverService.objects.filter(account=account, month=first).exists():
        raise DecidedAlready(f"What becomes of {first:%B %Y} was decided before.", field="month")
    price, currency = _price(account, first, kept.over)
    row = OverService(
        account=account, month=first, allowed=kept.allowed, delivered=kept.delivered, decision=word,
        amount=price, currency=currency, note=why, decided_on=local_day(at, by.time_zone), by=by,
    )  # fmt: skip
    if word == OverDecision.GOODWILL:
        row.goodwill = _goodwill(row, by, at)
    else:
        row.step = _step(row, due_on or row.decided_on, by, at)
    row.save(force_insert=True)
    said = (
        f"{first:%B %Y}, {in_hours(kept.over)} hours over: {row.get_decision_display().lower()}. {row.note}"
    )
    record(account, "over_service_decided", said, by=by, at=at, subject=("over_service", row.pk))
    announce(HoursChanged(account_id=account.pk, by_id=by.pk, at=at))
    return row


def _price(account: Account, month: date, minutes: int) -> tuple[Decimal | None, str]:
    """What the minutes cost at the list rate; unknown unless all allowances of the month agree on one."""
    rows = ServiceAllowance.objects.standing(month).filter(account=account)
    rates = set(rows.values_list("list_rate", "currency"))
    if len(rates) != 1:
        return None, ""
    rate, currency = rates.pop()
    return (None, "") if rate is None else (cost(rate, minutes), currency)


def _goodwill(row: OverService, by: User, at: datetime) -> GoodwillEntry:
    return give_goodwill(
        account=row.account, what=f"{in_hours(row.over)} hours beyond those included in {row.month:%B %Y}",
        reason=row.note, given_on=row.decided_on, list_value=row.amount, currency=row.currency, by=by, at=at,
    )  # fmt: skip


def _step(row: OverService, due_on: date, by: User, at: datetime) -> NextStep:
    verb = "Bill" if row.decision == OverDecision.BILL else "Agree on a swap for"
    return add_step(
        account=row.account, owner=row.account.owner or by, due_on=due_on, by=by, at=at, origin=ORIGIN,
        origin_key=f"{row.account_id} {row.month}",
        text=f"{verb} {in_hours(row.over)} hours beyond those included in {row.month:%B %Y}",
    )  # fmt: skip
