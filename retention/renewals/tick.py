"""What time alone changes: a notice deadline that passes in silence."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import Account
from retention.team.machine import the_machine

from .models import Renewal, RenewalStage
from .sync import engine_day, sync_contracts


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
    done = 0
    for account_id, contract_id in list(silent.values_list("account_id", "contract_id")[:limit]):
        with transaction.atomic():
            held = Account.objects.filter(pk=account_id).select_for_update(skip_locked=True, no_key=True)
            if held.first() is not None:
                done += bool(sync_contracts([contract_id], by=the_machine(), at=at))
    return done
