"""The round of reports: what is due is made. Run by both tickers, harmless when run twice."""

import logging
from datetime import datetime, timedelta

from accounts.ledger import ledger_day

from .actions.issues import prepare
from .models import Subscription

logger = logging.getLogger(__name__)

ORDER_MAKING, ORDER_SENDING = 64, 66
EVERY = 300.0
ONE_DAY = timedelta(days=1)


def prepare_due(now: datetime, limit: int) -> int:
    """Tick: make every report whose day has come where its owner is; how many.

    A day ahead is looked at, since that day may have begun where the owner is.
    """
    rows = Subscription.objects.to_prepare(on=ledger_day(now) + ONE_DAY).order_by("prepare_on", "pk")
    made = 0
    for subscription_id in rows.values_list("pk", flat=True)[:limit]:
        try:
            made += prepare(subscription_id=subscription_id, at=now) is not None
        except Exception:  # one that cannot be made must not keep the others waiting
            logger.exception("report of subscription %d could not be made", subscription_id)
    return made
