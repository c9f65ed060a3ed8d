"""Setting out to win white space: only where the relationship allows it, or a lead says why nevertheless."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from plans.actions.room_plays import start_play
from plans.models import WhitespaceCell, WhitespacePlay
from plans.working import leads
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from ..advising import why_blocked


class ExpansionBlocked(DomainError):
    """They were not well, or nobody knows how they are, within the last two weeks."""


_why = accepts.text("Why now", 300)


@transaction.atomic
def start_expansion(
    *,
    cell: WhitespaceCell,
    owner: User,
    reason: str,
    target_on: date,
    step: str,
    step_on: date,
    by: User,
    at: datetime,
    allowed_reason: str = "",
) -> WhitespacePlay:
    """Begin a play, unless the customer is not well: then only a lead may, and says why; that is kept.

    Raises PermissionDenied, ExpansionBlocked, and what ``plans.actions.room_plays.start_play`` raises.
    """
    account = editable_account(cell.account_id, by)
    blocked = why_blocked(account, on=local_day(at, by.time_zone))
    why = _why(allowed_reason, "allowed_reason") if blocked else ""
    if blocked:
        _refuse(account, blocked, why, by)
    return start_play(
        cell=cell, owner=owner, reason=reason, target_on=target_on, step=step, step_on=step_on, by=by, at=at,
        allowed_by=by if why else None, allowed_reason=why,
    )  # fmt: skip


def _refuse(account: Account, blocked: str, why: str, by: User) -> None:
    if not leads(account, by):
        raise ExpansionBlocked(f"{blocked} The lead of the team may decide otherwise.")
    if not why:
        raise ExpansionBlocked(f"{blocked} Say why it should begin all the same.", field="allowed_reason")
