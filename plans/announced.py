"""Facts of the plans layer, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from retention.lib.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TargetsChanged(Fact):
    """Targets of an account, their measurements or what they are measured against are other than before."""

    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ValueChanged(Fact):
    """The value log of an account is other than before: claimed, evidenced, confirmed or disputed."""

    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HoursChanged(Fact):
    """An allowance or a time entry of an account is other than before."""

    account_id: int
    by_id: int
    at: datetime
