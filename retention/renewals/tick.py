"""What time alone changes: a notice deadline that passes in silence."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import Account
from retention.team.machine import the_machine

from .models import Renewal, RenewalStage
from .sync import engine_day, sync_contracts

logger = logging.getLogger(__name__)


def apply_due(at: datetime, limit: int = 200) -> int:
    """Move renewals whose notice deadline passed without notice to renewing by itself; return how many.

    Terms that end or roll over are applied by ``accounts.changes``, whose facts this package hears. Safe
    to run twice, late, or in several processes at once: accounts somebody else holds are left to them.
    """
    silent = (
        Renewal.objects.open()
        .exclude(stage__in=(RenewalStage.AUTO_RENEWING, RenewalStage.NOTICE_RECEIVED))
        .filter(
            notice_deadline__lt=engine_day(at),
            contract__auto_renew=True,
            contract__notice_received_on__isnull=True,
            contract__term_end=F("term_end"),
        )
        .order_by("account_id", "id")
    )
    due = list(silent.values_list("account_id", "contract_id")[:limit])
    return sum(_apply(account_id, contract_id, at) for account_id, contract_id in due)


def _apply(account_id: int, contract_id: int, at: datetime) -> bool:
    """One contract in a transaction of its own; what cannot be done is logged and stops no other."""
    try:
        with transaction.atomic():
            rows = Account.objects.filter(pk=account_id).select_for_update(skip_locked=True, no_key=True)
            return rows.first() is not None and sync_contracts([contract_id], by=the_machine(), at=at) > 0
    except Exception:
        logger.exception("contract %s: its renewal could not be moved by its deadline", contract_id)
        return False
