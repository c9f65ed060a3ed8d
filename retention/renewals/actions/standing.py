"""The first two beats of every action on a renewal, and the last two."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.team.models import User

from ..announced import RenewalMoved
from ..gates import Missing
from ..models import Renewal, RenewalStage, StageChange
from ..sync import sync_contracts


class RenewalIsClosed(DomainError):
    """An outcome is recorded already; reopen it first."""


def read_editable(renewal: Renewal, by: User) -> tuple[Account, Renewal]:
    """The account, locked, and the renewal read again. Raises PermissionDenied."""
    account = editable_account(renewal.account_id, by)
    return account, Renewal.objects.select_related("account", "contract").get(pk=renewal.pk, account=account)


def read_open(renewal: Renewal, by: User) -> tuple[Account, Renewal]:
    """The same for a renewal that must be open. Raises PermissionDenied, RenewalIsClosed."""
    account, row = read_editable(renewal, by)
    if row.is_closed:
        raise RenewalIsClosed(f"This renewal is closed already: {row.get_stage_display()}.")
    return account, row


def change_stage(
    row: Renewal,
    stage: str,
    changes: Mapping[str, Any],
    *,
    reason: str,
    by: User,
    at: datetime,
    expected_version: int | None,
    overrode: Sequence[Missing] = (),
) -> None:
    """Save a stage with what comes with it, and keep the move. Raises StaleVersion."""
    before, let = row.stage, [one.code for one in overrode]
    save_edit(row, {"stage": stage, **changes}, expected_version=expected_version)
    StageChange.objects.create(
        renewal=row, before=before, after=stage, at=at, by=by, reason=reason[:300], overrode=let
    )


def settle(row: Renewal, kind: str, text: str, *, by: User, at: datetime) -> Renewal:
    """What follows: reminders, decision dates, one line in the account's story, the fact."""
    record(row.account, kind, text, by=by, at=at, subject=("renewal", row.pk))
    announce(RenewalMoved(renewal_id=row.pk, account_id=row.account_id, by_id=by.pk, at=at))
    sync_contracts([row.contract_id], by=by, at=at)
    row.refresh_from_db()
    return row


def story(row: Renewal, what: str, why: str = "") -> str:
    """A line such as “Renewal of C-17 moved to Proposed: sent today”."""
    text = f"Renewal of {row.contract.reference} {what}"
    return f"{text}: {why}" if why else text


def label(stage: str) -> str:
    """A stage in the user's words."""
    return str(RenewalStage(stage).label)
