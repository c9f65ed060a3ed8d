"""Learn before you sell: offers wait for the first ninety days, and while a customer is at risk.

docs/methods.md, Pull before push.
"""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.choices import HealthBand
from accounts.models import Account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from .choices import Direction, Purpose

FIRST_DAYS = 90
_reason = accepts.text("Why you offer it now", 300)


class PushTooEarly(DomainError):
    """An offer to a customer who is new or at risk, without a reason."""


def is_new(account: Account, on: date) -> bool:
    """In the first ninety days as a customer."""
    since = account.customer_since
    return since is not None and since <= on < since + timedelta(days=FIRST_DAYS)


def why_not_to_push(account: Account, on: date) -> str:
    """Why nothing should be offered on a day; empty when something may."""
    if is_new(account, on):
        since = f"{account.customer_since:%-d %b %Y}"
        return f"{account.name} is a customer since {since}: learn and help for {FIRST_DAYS} days"
    if account.health_band == HealthBand.AT_RISK:
        return f"{account.name} is at risk: recover first"
    return ""


def is_push(said: dict[str, Any]) -> bool:
    """Something that we went out to offer."""
    return bool(said["purpose"] == Purpose.SELL and said["direction"] == Direction.OUTBOUND)


def let_push(account: Account, said: dict[str, Any], reason: str, *, by: User, at: datetime) -> None:
    """Let an offer pass, or raise PushTooEarly; one that passes for a reason is told on the timeline."""
    kept = _reason(reason, "push_reason")
    happened_at = said["happened_at"]
    if not is_push(said) or not isinstance(happened_at, datetime) or happened_at.tzinfo is None:
        return
    why = why_not_to_push(account, local_day(happened_at, by.time_zone))
    if not why:
        return
    if not kept:
        raise PushTooEarly(
            f"{why}. Choose another purpose, or say why you offer it now.", field="push_reason"
        )
    record(account, "push_allowed", f"Offered all the same: {kept}. ({why})", by=by, at=at)
