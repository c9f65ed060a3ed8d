"""Hours: what a contract includes is set for whole months; time worked is entered, or taken back."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.models import Account, Contract
from accounts.rights import editable_account, visible_account
from accounts.timeline import record
from contacts.models import NextStep
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.months import add_months
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..accepting import money, past_day
from ..announced import HoursChanged
from ..choices import WorkKind
from ..hours import in_hours, month_of
from ..models import ServiceAllowance, TimeEntry

MOST_MINUTES = 100_000 * 60
LONGEST_BACK = timedelta(days=366)
_text = accepts.text("What was done", 300, required=True)
_minutes = accepts.number("The minutes", least=1, most=1440, required=True)
_kind = accepts.one_of("What it was", WorkKind)
_included = accepts.number("The minutes a month", least=1, most=MOST_MINUTES, required=True)
_day = accepts.day("The day", required=True)
_MONEY = {
    "fee": money("What they pay a month"),
    "list_rate": money("The price of an hour beyond"),
    "cost_rate": money("What an hour costs us"),
}


class AllowanceOverlaps(DomainError):
    """The contract has an allowance in that time already."""


class AllowanceEnded(DomainError):
    """The allowance has ended before."""


class NotOfThisAccount(DomainError):
    """A contract or step belongs to another account."""


class TimeTakenBack(DomainError):
    """The entry no longer stands."""


@transaction.atomic
def set_allowance(
    *,
    contract: Contract,
    minutes: int,
    starts_on: date,
    by: User,
    at: datetime,
    fee: Decimal | None = None,
    list_rate: Decimal | None = None,
    cost_rate: Decimal | None = None,
) -> ServiceAllowance:
    """From the month of *starts_on* the contract includes so many minutes a month; what stood before ends.

    Amounts are in the contract's currency, unknown when left out. Raises PermissionDenied, InputRefused,
    AllowanceOverlaps when one begins in that month or later.
    """
    account = editable_account(contract.account_id, by)
    first = month_of(_day(starts_on, "starts_on"))
    kept = accepts.accepted({"fee": fee, "list_rate": list_rate, "cost_rate": cost_rate}, _MONEY)
    before = ServiceAllowance.objects.filter(contract=contract).order_by("-starts_on").first()
    if before is not None and before.starts_on >= first:
        raise AllowanceOverlaps(
            f"From {before.starts_on:%B %Y} on the contract has an allowance. Choose a later month.",
            field="starts_on",
        )
    if before is not None and (before.ends_on is None or before.ends_on >= first):
        save_edit(before, {"ends_on": first - timedelta(days=1)}, expected_version=None)
    row = ServiceAllowance.objects.create(
        account=account, contract=contract, minutes=_included(minutes, "minutes"), starts_on=first, by=by,
        currency=contract.currency, **kept,
    )  # fmt: skip
    said = f"{in_hours(row.minutes)} hours a month are included from {first:%B %Y}: {contract}"
    _tell(account, "allowance_set", said, ("allowance", row.pk), by, at)
    return row


@transaction.atomic
def end_allowance(*, allowance: ServiceAllowance, ends_on: date, by: User, at: datetime) -> ServiceAllowance:
    """It ends with the month of *ends_on*. Raises PermissionDenied, InputRefused, AllowanceEnded."""
    account = editable_account(allowance.account_id, by)
    row = ServiceAllowance.objects.get(pk=allowance.pk)
    day = _day(ends_on, "ends_on")
    last = add_months(month_of(day), 1) - timedelta(days=1)
    if last < row.starts_on:
        raise accepts.InputRefused("That is before it began.", field="ends_on")
    if row.ends_on is not None and row.ends_on < last:
        raise AllowanceEnded(f"It ended on {row.ends_on:%-d %B %Y}.", field="ends_on")
    save_edit(row, {"ends_on": last}, expected_version=None)
    said = f"No hours are included after {last:%-d %B %Y}: {row.contract}"
    _tell(account, "allowance_ended", said, ("allowance", row.pk), by, at)
    return row


@transaction.atomic
def log_time(
    *,
    account: Account,
    minutes: int,
    worked_on: date,
    text: str,
    by: User,
    at: datetime,
    kind: str = WorkKind.DELIVERY,
    user: User | None = None,
    contract: Contract | None = None,
    step: NextStep | None = None,
    is_beyond: bool = False,
) -> TimeEntry:
    """Minutes that somebody worked for the account; whoever sees it enters their own, editors anybody's.

    Raises PermissionDenied, InputRefused, TextRefused, NotOfThisAccount.
    """
    worker = user or by
    account = (visible_account if worker.pk == by.pk else editable_account)(account.pk, by)
    for name, record_of in (("contract", contract), ("step", step)):
        if record_of is not None and record_of.account_id != account.pk:
            raise NotOfThisAccount(f"That {name} is none of {account.name}.", field=name)
    day = past_day(worked_on, "worked_on", "The day", by=by, at=at)
    if day < local_day(at, by.time_zone) - LONGEST_BACK:
        raise accepts.InputRefused("That is more than a year ago.", field="worked_on")
    row = TimeEntry.objects.create(
        account=account, contract=contract, step=step, user=worker, worked_on=day, by=by,
        minutes=_minutes(minutes, "minutes"), kind=_kind(kind, "kind"), text=_text(text, "text"),
        is_beyond=accepts.flag(is_beyond, "is_beyond"),
    )  # fmt: skip
    said = f"{worker.name} worked {row.minutes} minutes: {row.text}"
    _tell(account, "time_logged", said, ("time", row.pk), by, at)
    return row


@transaction.atomic
def withdraw_time(*, entry: TimeEntry, by: User, at: datetime) -> TimeEntry:
    """It was entered by mistake. Raises PermissionDenied, TimeTakenBack."""
    row = _theirs(entry, by)
    if row.withdrawn_on is not None:
        raise TimeTakenBack("This entry was taken back already.")
    save_edit(row, {"withdrawn_on": local_day(at, by.time_zone)}, expected_version=None)
    _tell(row.account, "time_withdrawn", f"Not worked after all: {row.text}", ("time", row.pk), by, at)
    return row


@transaction.atomic
def restore_time(*, entry: TimeEntry, by: User, at: datetime) -> TimeEntry:
    """Undo taking it back. Raises PermissionDenied."""
    row = _theirs(entry, by)
    if row.withdrawn_on is not None:
        save_edit(row, {"withdrawn_on": None}, expected_version=None)
        _tell(row.account, "time_restored", f"Worked after all: {row.text}", ("time", row.pk), by, at)
    return row


def _theirs(entry: TimeEntry, by: User) -> TimeEntry:
    """The entry, its account locked, when it is *by*'s own or they may edit the account."""
    own = by.pk in (entry.user_id, entry.by_id)
    account = (visible_account if own else editable_account)(entry.account_id, by)
    row = TimeEntry.objects.get(pk=entry.pk)
    row.account = account
    return row


def _tell(account: Account, kind: str, text: str, subject: tuple[str, int], by: User, at: datetime) -> None:
    record(account, kind, text, by=by, at=at, subject=subject)
    announce(HoursChanged(account_id=account.pk, by_id=by.pk, at=at))
