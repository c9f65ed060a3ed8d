"""A merger of two accounts is taken back: what went over and still is there returns."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.moved import change_back, put_back
from retention.team.models import User

from ..announced import AccountChanged, AccountsParted
from ..following import follow
from ..ledger import ledger_day, rebuild_ledger
from ..models import Account, AccountMerger
from ..rights import editable_account
from ..timeline import record

TAKEN_BACK_WITHIN = timedelta(days=30)
_reason = accepts.text("The correction", 300)


class CannotPart(DomainError):
    """The merger was taken back already, is too old, or something later rests on it."""


@transaction.atomic
def unmerge_accounts(*, merger: AccountMerger, by: User, at: datetime, correction: str = "") -> AccountMerger:
    """Take a merger back within thirty days: both accounts are as they were, with what came since.

    What was entered since about a contact or contract that returns goes with it; what was changed since
    stays as it is now. The ledger adds corrections. Raises PermissionDenied, CannotPart, TextRefused, and
    ClosedPeriod unless ``correction`` says why.
    """
    row = AccountMerger.objects.select_for_update(of=("self",)).get(pk=merger.pk)
    pair = sorted((row.merged_id, row.survivor_id))
    locked = {pk: editable_account(pk, by) for pk in pair}
    back, stays = locked[row.merged_id], locked[row.survivor_id]
    why = _reason(correction, "correction")
    _refuse(row, at)
    _return_rows(row)
    row.undone_at, row.undone_by = at, by
    row.save(update_fields=["undone_at", "undone_by"])
    Account.objects.filter(pk__in=pair).update(version=F("version") + 1)
    rebuild_ledger(pair, on=ledger_day(at), guard=True, correction=why)
    for one, other in ((back, stays), (stays, back)):
        text = f"The merger with {other.name} was taken back"
        record(one, "account_unmerged", text, by=by, at=at, subject=("account", one.pk))
    contracts = tuple(row.contracts.order_by("pk").values_list("pk", flat=True))
    parted: dict[str, Any] = {"returned_id": back.pk, "survivor_id": stays.pk}
    announce(AccountsParted(**parted, contract_ids=contracts, by_id=by.pk, at=at))
    for pk in pair:
        announce(AccountChanged(account_id=pk, fields=frozenset({"stage", "tier"}), by_id=by.pk, at=at))
    return row


def may_be_taken_back(merger: AccountMerger, at: datetime) -> bool:
    """True while it stands, is young enough, and says what it changed."""
    is_young = at <= merger.recorded_at + TAKEN_BACK_WITHIN
    return merger.undone_at is None and is_young and bool(merger.moved)


def _refuse(row: AccountMerger, at: datetime) -> None:
    if not may_be_taken_back(row, at):
        raise CannotPart("A merger can be taken back once, within thirty days.")
    later = AccountMerger.objects.standing().filter(pk__gt=row.pk)
    if later.filter(merged=row.survivor_id).exists() or later.filter(survivor=row.survivor_id).exists():
        raise CannotPart("Take back the later merger first.")


def _return_rows(row: AccountMerger) -> None:
    """Raises CannotPart when something entered since stands in the way."""
    try:
        with transaction.atomic():
            for made in row.made:
                apps.get_model(made["table"])._base_manager.filter(pk__in=made["ids"]).delete()
            put_back(row.removed)
            change_back(row.moved)
            follow(row.survivor_id, row.merged_id)
    except IntegrityError as error:
        raise CannotPart("Something entered since has the name or number of what would return.") from error
