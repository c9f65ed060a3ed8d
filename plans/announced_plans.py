"""Facts of account plans, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from retention.lib.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Fact):
    """A plan, or something in it, is other than before."""

    plan_id: int
    account_id: int
    by_id: int
    at: datetime
