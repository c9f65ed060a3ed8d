"""Once a day everybody is looked at again: what bulk statements or an older Keel left is found too."""

from datetime import datetime

from .alike_account_rows import refresh_alike_accounts
from .alike_rows import refresh_alike

EVERY = 24 * 3600.0
ORDER = 90


def look_at_everybody(now: datetime, limit: int) -> int:
    """Find again who is alike, people and accounts; how many pairs. Some 12 s for 300,000 people."""
    return refresh_alike() + refresh_alike_accounts()
