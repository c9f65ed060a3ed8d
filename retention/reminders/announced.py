"""Facts of the reminders layer, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from retention.lib.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ReminderAcknowledged(Fact):
    """Somebody said that they know: the same meaning stays quiet for this subject for a while."""

    kind: str
    subject_id: int
    content: str
    account_id: int
    by_id: int
    at: datetime
