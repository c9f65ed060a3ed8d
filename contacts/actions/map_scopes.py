"""Decisions with a map of their own: a renewal, or an opportunity."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import MapScope, ScopeKind

scope_title = accepts.text("What is decided", 120, required=True)


class DecidedAlready(DomainError):
    """The decision was closed before; its map stays as it was."""


@transaction.atomic
def open_scope(
    *, account: Account, title: str, by: User, at: datetime, renewal_id: int | None = None
) -> MapScope:
    """Give a decision a map of its own; what nobody says on it is read from that of the whole account.

    *renewal_id* makes it the map of that renewal, which the caller knows to be one of the account; without
    one it is an opportunity. Asking again for a renewal gives the map it has. Raises PermissionDenied,
    TextRefused.
    """
    account = editable_account(account.pk, by)
    known = MapScope.objects.filter(renewal_id=renewal_id).first() if renewal_id is not None else None
    if known is not None:
        return known
    kind = ScopeKind.OPPORTUNITY if renewal_id is None else ScopeKind.RENEWAL
    today = local_day(at, by.time_zone)
    scope = MapScope.objects.create(
        account=account, kind=kind, title=scope_title(title, "title"), renewal_id=renewal_id,
        opened_on=today, by=by,
    )  # fmt: skip
    record(account, "map_scope_opened", f"Map of a decision: {scope}", by=by, at=at)
    return scope


@transaction.atomic
def close_scope(*, scope: MapScope, by: User, at: datetime) -> MapScope:
    """Say that it is decided: the map stays readable and is not changed any more.

    Raises PermissionDenied, DecidedAlready.
    """
    account = editable_account(scope.account_id, by)
    row = MapScope.objects.get(pk=scope.pk)
    if row.closed_on is not None:
        raise DecidedAlready(f"{row} was closed on {row.closed_on:%-d %B %Y}.")
    row.closed_on = max(local_day(at, by.time_zone), row.opened_on)
    row.save(update_fields=["closed_on"])
    record(account, "map_scope_closed", f"Decided: {row}", by=by, at=at)
    return row


@transaction.atomic
def follow_decision(*, renewal_id: int, decided_on: date | None, by: User, at: datetime) -> MapScope | None:
    """Close the map of a renewal on the day it was decided, or open it again when that was taken back.

    The caller has decided or reopened the renewal; None when it has no map, or that says so already.
    """
    row = MapScope.objects.select_related("account").filter(renewal_id=renewal_id).first()
    if row is None or (row.closed_on is None) == (decided_on is None):
        return None
    row.closed_on = max(decided_on, row.opened_on) if decided_on else None
    row.save(update_fields=["closed_on"])
    kind, story = ("closed", "Decided") if decided_on else ("reopened", "Not decided any more")
    record(row.account, f"map_scope_{kind}", f"{story}: {row}", by=by, at=at)
    return row
