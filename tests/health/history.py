"""Records with a history: what happened when, and when it was known (by default at once)."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Account, ArrMovement, Contract
from contacts.models import Contact, Touchpoint, TouchpointContact
from contacts.qualifying import is_qualifying
from retention.team.models import User
from tests.factories import make_contact

YEARS_AGO = datetime(2022, 1, 3, 9, 0, tzinfo=UTC)


def noon(day: date) -> datetime:
    """That day at noon UTC."""
    return datetime.combine(day, time(12), UTC)


def known_since(account: Account, moment: datetime = YEARS_AGO) -> Account:
    """Have the account recorded then, not now."""
    Account.objects.filter(pk=account.pk).update(recorded_at=moment)
    account.refresh_from_db()
    return account


def key_contact(account: Account, name: str = "Nadia Rossi", **fields: Any) -> Contact:
    """A key contact, known for years."""
    fields.setdefault("since", YEARS_AGO.date())
    fields.setdefault("recorded_at", YEARS_AGO)
    return make_contact(account, name, is_key=True, **fields)


def talk(account: Account, by: User, day: date | datetime, *contacts: Contact, **fields: Any) -> Touchpoint:
    """A touchpoint on that day, recorded when it happened unless ``recorded_at`` says otherwise."""
    happened_at = day if isinstance(day, datetime) else noon(day)
    fields = {"channel": "call", "outcome": "connected", "recorded_at": happened_at, **fields}
    touchpoint = Touchpoint.objects.create(
        account=account,
        happened_at=happened_at,
        logged_by=by,
        is_qualifying=is_qualifying(channel=fields["channel"], outcome=fields["outcome"]),
        **fields,
    )
    TouchpointContact.objects.bulk_create(
        TouchpointContact(touchpoint=touchpoint, contact=contact) for contact in contacts
    )
    return touchpoint


def rhythm(account: Account, by: User, last: date, every: int, times: int, *contacts: Contact) -> None:
    """Calls every so many days, the last one on *last*."""
    for number in range(times):
        talk(account, by, last - timedelta(days=every * number), *contacts)


def book(account: Account, amount: str, day: date, **fields: Any) -> ArrMovement:
    """ARR from that day, recorded that day unless ``recorded_at`` says otherwise."""
    fields = {"kind": "new", "currency": account.currency, "recorded_at": noon(day), **fields}
    return ArrMovement.objects.create(account=account, amount=Decimal(amount), effective_on=day, **fields)


def give_notice(contract: Contract, day: date) -> Contract:
    """An active contract on which the customer gave notice that day."""
    Contract.objects.filter(pk=contract.pk).update(state="active", notice_received_on=day)
    contract.refresh_from_db()
    return contract
