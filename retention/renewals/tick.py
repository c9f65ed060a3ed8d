"""What time alone changes: a notice deadline that passes in silence."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from accounts.models import Account
from retention.team.machine import the_machine

from .choices import RenewalKind
from .models import Renewal, RenewalStage
from .sync import engine_day, sync_contracts

logger = logging.getLogger(__name__)


def apply_due(at: datetime, limit: int = 200) -> int:
    """Move renewals whose notice deadline passed without notice to renewing by itself; return how many.

    Terms that end or roll over are applied by ``accounts.changes``, whose facts this package hears. Safe
    to run twice, late, or in several processes at once: accounts somebody else holds are left to them.
    """
    on = engine_day(at)
    undecided = ~Q(stage__in=(RenewalStage.AUTO_RENEWING, RenewalStage.NOTICE_RECEIVED))
    rolls_over = Q(contract__auto_renew=True, contract__term_end=F("term_end"))
    is_break = Q(kind=RenewalKind.BREAK_OPTION)
    silent = Q(notice_deadline__lt=on, contract__notice_received_on__isnull=True)
    passed = is_break & Q(term_end__lt=on)
    moving = Renewal.objects.open().filter(undecided & silent & (rolls_over | is_break) | passed)
    due = list(moving.order_by("account_id", "id").values_list("account_id", "contract_id")[:limit])
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
