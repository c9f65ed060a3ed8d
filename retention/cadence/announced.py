"""Facts of the cadence layer, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from retention.lib.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CheckInPutOff(Fact):
    """A check-in was snoozed or skipped, or that was taken back (see the deferral)."""

    deferral_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class GapCheckInChanged(Fact):
    """A gap of the map became a check-in, or that was taken back."""

    gap_id: int
    account_id: int
    by_id: int
    at: datetime
