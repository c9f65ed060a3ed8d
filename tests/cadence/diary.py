"""Short words for tests of check-ins: an instant, a call, what is due."""

from datetime import UTC, date, datetime, time

from accounts.models import Account
from contacts.actions import log_touchpoint
from contacts.models import Contact, Touchpoint
from retention.cadence.models import CheckIn
from retention.team.models import User
from tests.cast import NOON


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def call(by: User, *contacts: Contact, on: date, answered: bool = True, now: datetime = NOON) -> Touchpoint:
    return log_touchpoint(
        account=contacts[0].account, contacts=contacts, channel="call", happened_at=at(on, 9),
        outcome="connected" if answered else "no_answer", by=by, at=now,
    )  # fmt: skip


def due(contact: Contact | None, account: Account | None = None) -> CheckIn:
    return CheckIn.objects.get(contact=contact, account=account or contact.account)  # type: ignore[union-attr]
