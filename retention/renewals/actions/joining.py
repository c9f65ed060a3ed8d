"""Deciding several ends of an account as one renewal, and taking them apart again."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..announced import RenewalMoved
from ..books import COME_AND_GO
from ..models import Renewal, RenewalStage, StageChange, VoidReason
from ..stages import MoveRefused
from ..sync import sync_contracts
from .assessing import decides_for
from .standing import change_stage, read_editable, read_open

MOST = 20
_reason = accepts.text("The reason", 300, required=True)


class JoinRefused(DomainError):
    """These renewals cannot be decided as one."""


@transaction.atomic
def join_renewals(
    *,
    renewal: Renewal,
    others: Sequence[Renewal],
    reason: str,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Renewal:
    """Decide *others* together with this renewal, which holds their amounts from now on.

    They are void as merged, and stay linked. The lead of the account's team and admins may. Raises
    PermissionDenied, RenewalIsClosed, JoinRefused, TextRefused, StaleVersion.
    """
    account, row = read_open(renewal, by)
    if not decides_for(account, by):
        raise PermissionDenied("Only leads and admins decide several renewals as one.")
    why, parts = _reason(reason, "reason"), _joinable(row, others)
    save_edit(row, {}, expected_version=expected_version)
    today = local_day(at, by.time_zone)
    for part in parts:
        changes = {"closed_on": today, "close_note": why, "void_reason": VoidReason.MERGED, "joined_to": row}
        change_stage(part, RenewalStage.VOID, changes, reason=why, by=by, at=at, expected_version=None)
    names = ", ".join(part.contract.reference for part in parts)
    _tell(row, "renewals_joined", f"Renewal of {row.contract.reference}: decides {names} too: {why}", by, at)
    return _settled([row, *parts], by=by, at=at)


@transaction.atomic
def split_renewal(
    *, renewal: Renewal, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> Renewal:
    """Decide a part by itself again: it stands where it stood before. Leads and admins may.

    Raises PermissionDenied, JoinRefused, MoveRefused, TextRefused, StaleVersion.
    """
    account, row = read_editable(renewal, by)
    if not decides_for(account, by):
        raise PermissionDenied("Only leads and admins take renewals apart.")
    why, other = _reason(reason, "reason"), row.joined_to
    if other is None:
        raise JoinRefused("This renewal is not decided together with another one.")
    if other.is_closed:
        raise MoveRefused("The renewal that decided it is closed: open that one again first.")
    last = StageChange.objects.filter(renewal=row, after=RenewalStage.VOID).order_by("-at", "-id").first()
    stage = last.before if last else RenewalStage.SCHEDULED.value
    changes = {"closed_on": None, "close_note": "", "void_reason": "", "joined_to": None}
    change_stage(row, stage, changes, reason=why, by=by, at=at, expected_version=expected_version)
    text = f"Renewal of {row.contract.reference}: decided by itself again: {why}"
    _tell(row, "renewals_split", text, by, at)
    return _settled([row, other], by=by, at=at)


def _joinable(row: Renewal, others: Sequence[Renewal]) -> list[Renewal]:
    """The others as they stand now, in their order. Raises JoinRefused."""
    if row.is_break or row.stage in COME_AND_GO:
        raise JoinRefused("A right to leave, or what is decided by notice or silence, is decided by itself.")
    wanted = {other.pk for other in others} - {row.pk}
    if not 0 < len(wanted) <= MOST:
        raise JoinRefused(f"Choose at least one other renewal, at most {MOST}.", field="others")
    found = Renewal.objects.filter(pk__in=wanted, account=row.account_id).select_related(
        "contract", "account"
    )
    parts = list(found.order_by("decision_on", "id"))
    if len(parts) < len(wanted):
        raise JoinRefused("Only renewals of the same account are decided as one.", field="others")
    for part in parts:
        _refuse_part(row, part)
    return parts


def _refuse_part(row: Renewal, part: Renewal) -> None:
    """Raise JoinRefused with what stands against it."""
    name = part.contract.reference
    if part.is_closed:
        raise JoinRefused(f"The renewal of {name} is closed.", field="others")
    if part.is_break or part.stage in COME_AND_GO:
        raise JoinRefused(
            f"{name}: a right to leave, or what is decided by notice or silence, is decided by itself.",
            field="others",
        )
    if part.currency != row.currency:
        raise JoinRefused(f"{name} is in another currency; its amount cannot be added.", field="others")
    if part.parts.exists():
        raise JoinRefused(f"{name} decides others already: take them apart first.", field="others")


def _tell(row: Renewal, kind: str, text: str, by: User, at: datetime) -> None:
    record(row.account, kind, text, by=by, at=at, subject=("renewal", row.pk))


def _settled(rows: Sequence[Renewal], *, by: User, at: datetime) -> Renewal:
    """What follows for all of them; return the first."""
    for row in rows:
        announce(RenewalMoved(renewal_id=row.pk, account_id=row.account_id, by_id=by.pk, at=at))
    sync_contracts([row.contract_id for row in rows], by=by, at=at)
    rows[0].refresh_from_db()
    return rows[0]
