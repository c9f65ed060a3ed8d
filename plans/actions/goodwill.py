"""Added value: what was given on purpose, told to the customer, and acknowledged."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..accepting import REASON, money, past_day, somebody_of_theirs
from ..announced import ValueChanged
from ..models import GoodwillEntry

_what = accepts.text("What was given", 500, required=True)
_list_value = money("What it would have cost")


class NotToldYet(DomainError):
    """Nobody told the customer, so there is nothing to acknowledge."""


class ToldAlready(DomainError):
    """The customer was told already."""


class GoodwillTakenBack(DomainError):
    """The entry no longer stands."""


@transaction.atomic
def give_goodwill(
    *,
    account: Account,
    what: str,
    reason: str,
    given_on: date,
    by: User,
    at: datetime,
    list_value: Decimal | None = None,
    currency: str = "",
) -> GoodwillEntry:
    """Write down what was given without charge, why, and what it would have cost when that is known.

    Raises PermissionDenied, InputRefused, TextRefused.
    """
    account = editable_account(account.pk, by)
    worth = _list_value(list_value, "list_value")
    row = GoodwillEntry.objects.create(
        account=account, by=by, what=_what(what, "what"), reason=REASON(reason, "reason"),
        given_on=past_day(given_on, "given_on", "The day", by=by, at=at), list_value=worth,
        currency="" if worth is None else accepts.currency(currency or account.currency, "currency"),
    )  # fmt: skip
    _tell(row, "goodwill_given", f"Given on top: {row.what}", by, at)
    return row


@transaction.atomic
def tell_goodwill(
    *, entry: GoodwillEntry, contact: Contact | None, on: date, by: User, at: datetime
) -> GoodwillEntry:
    """The customer was told what they were given, by whom of theirs it was heard, and when.

    Raises PermissionDenied, ToldAlready, GoodwillTakenBack, InputRefused, NotTheirContact.
    """
    row = _standing(entry, by)
    if row.told_on is not None:
        raise ToldAlready("They were told already.")
    who = somebody_of_theirs(row.account, contact, "contact", "Who was told")
    day = _after_giving(row, on, by=by, at=at)
    save_edit(row, {"told_on": day, "told_to": who}, expected_version=None)
    _tell(row, "goodwill_told", f"{who.name} was told: {row.what}", by, at)
    return row


@transaction.atomic
def acknowledge_goodwill(*, entry: GoodwillEntry, on: date, by: User, at: datetime) -> GoodwillEntry:
    """They said that they know. Raises PermissionDenied, NotToldYet, GoodwillTakenBack, InputRefused."""
    row = _standing(entry, by)
    if row.told_on is None:
        raise NotToldYet("Tell them first.")
    day = _after_giving(row, on, by=by, at=at)
    if day < row.told_on:
        raise accepts.InputRefused("That is before they were told.", field="on")
    save_edit(row, {"acknowledged_on": day}, expected_version=None)
    _tell(row, "goodwill_acknowledged", f"They acknowledged: {row.what}", by, at)
    return row


@transaction.atomic
def withdraw_goodwill(*, entry: GoodwillEntry, by: User, at: datetime) -> GoodwillEntry:
    """It was entered by mistake. Raises PermissionDenied, GoodwillTakenBack."""
    row = _standing(entry, by)
    save_edit(row, {"withdrawn_on": local_day(at, by.time_zone)}, expected_version=None)
    _tell(row, "goodwill_withdrawn", f"Not given after all: {row.what}", by, at)
    return row


def _standing(entry: GoodwillEntry, by: User) -> GoodwillEntry:
    account = editable_account(entry.account_id, by)
    row = GoodwillEntry.objects.filter(pk=entry.pk, account=account).first()
    if row is None:
        raise PermissionDenied
    if row.withdrawn_on is not None:
        raise GoodwillTakenBack("This entry was taken back.")
    row.account = account
    return row


def _after_giving(row: GoodwillEntry, on: date, *, by: User, at: datetime) -> date:
    day = past_day(on, "on", "The day", by=by, at=at)
    if day < row.given_on:
        raise accepts.InputRefused("That is before it was given.", field="on")
    return day


def _tell(row: GoodwillEntry, kind: str, text: str, by: User, at: datetime) -> None:
    record(row.account, kind, text, by=by, at=at, subject=("goodwill", row.pk))
    announce(ValueChanged(account_id=row.account_id, by_id=by.pk, at=at))
