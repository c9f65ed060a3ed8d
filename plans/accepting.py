"""What targets, value and changes accept from outside, and the refusals that are theirs alone."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Account
from contacts.models import Contact
from contacts.participants import NotTheirContact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from .choices import Better, GoalSource, MeasuredBy
from .milestones import read_milestones
from .models import RoiTarget

LARGEST = 10**12


def figure(label: str) -> accepts.Check:
    """A figure of a metric, which may be negative, with up to four decimals."""
    return accepts.amount(label, places=4, least=-LARGEST)


def money(label: str) -> accepts.Check:
    """An amount of money that may be left out."""
    check = accepts.amount(label)

    def read(value: Any, field: str) -> Decimal | None:
        return None if value in (None, "") else check(value, field)

    return read


def web_link(value: Any, field: str) -> str:
    """An http or https address of something to look at, or empty."""
    try:
        kept: str = accepts.web_address(value, field)
    except accepts.InputRefused:
        raise accepts.InputRefused(
            "The link is not an address such as https://example.com.", field=field
        ) from None
    return kept


TARGET_CHECKS: dict[str, accepts.Check] = {
    "metric": accepts.text("What is measured", 200, required=True),
    "reason": accepts.text("Why they want it", 1000, many_lines=True),
    "scope": accepts.text("What it covers", 500),
    "unit": accepts.text("The unit", 40, required=True),
    "direction": accepts.one_of("Which way is better", Better),
    "baseline": figure("The baseline"),
    "baseline_on": accepts.day("The day of the baseline", required=True),
    "target": figure("The target"),
    "due_on": accepts.day("The day it is due", required=True),
    "milestones": read_milestones,
    "weight": accepts.number("The weight", least=1, most=10, required=True),
    "source": accepts.one_of("Whose words", GoalSource),
    "measured_where": accepts.text("Where it is measured", 300),
    "review_days": accepts.number("Days between looks at it", least=7, most=366, required=True),
    "stakeholder": accepts.as_it_is,
    "is_shared": accepts.flag,
}
MEASUREMENT_CHECKS: dict[str, accepts.Check] = {
    "measured_on": accepts.day("The day of the measurement", required=True),
    "value": figure("The figure"),
    "source": accepts.one_of("Whose figure", MeasuredBy),
    "evidence": accepts.text("How we know", 1000, many_lines=True),
    "link": web_link,
}
VALUE_CHECKS: dict[str, accepts.Check] = {
    "what": accepts.text("What they gained", 500, required=True),
    "happened_on": accepts.day("The day", required=True),
    "amount": money("The amount"),
    "currency": accepts.currency,
    "method": accepts.text("How the amount was worked out", 500),
    "target": accepts.as_it_is,
    "is_shared": accepts.flag,
}
REASON = accepts.text("The reason", 500, required=True)


class NotAgreed(DomainError):
    """The customer has not agreed to this target."""


class AlreadyAgreed(DomainError):
    """The target was agreed: it moves by a change record only."""


class NotTheirWords(DomainError):
    """Only what the customer said can be agreed."""


class TargetWithdrawn(DomainError):
    """The target no longer stands."""


class OtherUnit(DomainError):
    """The figure is in another unit than its target."""


class BeforeBaseline(DomainError):
    """The day lies before the baseline of the target."""


def their_contact(account: Account, contact: Contact | None, field: str) -> Contact | None:
    """The contact, when they are one of this account. Raises NotTheirContact."""
    if contact is not None and (contact.account_id != account.pk or contact.is_placeholder):
        raise NotTheirContact(f"That person is not a contact at {account.name}.", field=field)
    return contact


def somebody_of_theirs(account: Account, contact: Contact | None, field: str, label: str) -> Contact:
    """A named contact of this account. Raises InputRefused when nobody is named, NotTheirContact."""
    found = their_contact(account, contact, field)
    if found is None:
        raise accepts.InputRefused(f"{label} is missing.", field=field)
    return found


def their_target(account: Account, target: RoiTarget | None) -> RoiTarget | None:
    """The target, when it is one of this account and stands. Raises InputRefused, TargetWithdrawn."""
    if target is None:
        return None
    row = RoiTarget.objects.filter(pk=target.pk, account=account).first()
    if row is None:
        raise accepts.InputRefused(f"That target is none of {account.name}.", field="target")
    return row


def past_day(value: Any, field: str, label: str, *, by: User, at: datetime) -> date:
    """A day up to today where *by* is. Raises InputRefused."""
    day: date = accepts.day(label, required=True)(value, field)
    if day > local_day(at, by.time_zone):
        raise accepts.InputRefused(f"{label} lies in the future.", field=field)
    return day


def plain(value: Decimal) -> str:
    """A figure as people write it: without zeros that say nothing."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")
