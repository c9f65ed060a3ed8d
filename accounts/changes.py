"""What changes by the calendar alone: terms that end or roll over, lines that start or stop.

The ticker calls ``apply_due_changes``; each account's next such day stands in its ``changes_on``.
"""

import logging
from datetime import date, datetime

from django.db import transaction

from retention.team.machine import the_machine
from retention.team.models import User

from .actions.contract_changes import close_term, roll_over
from .actions.steps import write_steps
from .actions.suspensions import lose_long_suspensions
from .choices import ContractState
from .ledger import ledger_day, rebuild_ledger
from .models import Account, Contract, ContractLine

log = logging.getLogger(__name__)


def apply_due_changes(*, at: datetime, limit: int = 200) -> int:
    """Apply what is due today or earlier for up to *limit* accounts; return how many were done.

    Accounts that another ticker holds are left to it. Running it twice, or late, changes nothing more.
    One account that cannot be done is logged and does not stop the others.
    """
    today, machine, done = ledger_day(at), the_machine(), 0
    due = Account.objects.filter(changes_on__lte=today).order_by("changes_on", "id")
    for account_id in list(due.values_list("pk", flat=True)[:limit]):
        try:
            done += _apply(account_id, today, by=machine, at=at)
        except Exception:
            log.exception("account %s: changes due on %s could not be applied", account_id, today)
    return done


def apply_due(at: datetime, limit: int) -> int:
    """The tick: what the calendar alone changes in contracts and yearly revenue."""
    return apply_due_changes(at=at, limit=limit)


@transaction.atomic
def _apply(account_id: int, today: date, *, by: User, at: datetime) -> bool:
    due = Account.objects.filter(pk=account_id, changes_on__lte=today)
    if due.select_for_update(skip_locked=True, no_key=True).first() is None:
        return False
    ended = Contract.objects.filter(account=account_id, state=ContractState.ACTIVE, term_end__lt=today)
    for contract in ended.select_related("account").order_by("id"):
        if contract.auto_renew and contract.notice_received_on is None and not _has_successor(contract):
            roll_over(contract=contract, on=today, by=by, at=at)
        else:
            close_term(contract=contract, by=by, at=at)
    _step_evergreens(account_id, today)
    lose_long_suspensions(account_id, on=today)
    rebuild_ledger([account_id], on=today)
    return True


def _step_evergreens(account_id: int, today: date) -> None:
    """Lines without an end have their next price rise written one step ahead."""
    rising = ContractLine.objects.filter(end_on=None, superseded_by=None, escalator_on__isnull=False)
    open_ended = Contract.objects.filter(account=account_id, state=ContractState.ACTIVE)
    for contract in open_ended.filter(lines__in=rising).distinct().order_by("id"):
        write_steps(contract, on=today)


def _has_successor(contract: Contract) -> bool:
    return Contract.objects.filter(predecessor=contract).exclude(state=ContractState.DRAFT).exists()
