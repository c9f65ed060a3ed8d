"""Facts of the renewals layer, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from retention.lib.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RenewalMoved(Fact):
    """A renewal opened, moved through the pipeline, was called or closed (see the renewal)."""

    renewal_id: int
    account_id: int
    by_id: int
    at: datetime
