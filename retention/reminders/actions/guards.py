"""What an admin decides when Keel has stopped by itself: a doubtful clock, a restored or copied database."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib.errors import DomainError
from retention.team.models import PeopleEvent
from retention.team.visibility import runs_the_workspace

from ..clock_guard import paused_since
from ..gates import the_gate, why_held
from ..heartbeats import MAIL, beat
from ..holding import adopt
from ..models import Delivery, DeliveryState, Gate

if TYPE_CHECKING:
    from retention.team.models import User


class NothingIsHeld(DomainError):
    """Mails leave already."""


class NothingIsPaused(DomainError):
    """Reminders are released already."""


def confirm_clock(*, by: "User", at: datetime) -> None:
    """Say that the clock is right after a long silence: reminders are released from now on.

    Raises PermissionDenied unless *by* runs the workspace, NothingIsPaused when nothing waits for it.
    """
    _require_admin(by)
    since = paused_since(at)
    if since is None:
        raise NothingIsPaused("Reminders are being released already.")
    with transaction.atomic():
        Gate.objects.filter(pk=1).update(last_release_at=at, confirmed_at=at, confirmed_by=by)
        _record(f"Confirmed the clock: no reminder had been released since {since:%Y-%m-%d}", by=by, at=at)


def release_held(*, send: bool, by: "User", at: datetime) -> int:
    """Make this database the installation's own. Held mails are sent now, or dropped; how many there were.

    Notifications in the app are not touched. Raises PermissionDenied unless *by* runs the workspace,
    NothingIsHeld when there is nothing to decide.
    """
    _require_admin(by)
    held = Delivery.objects.filter(state=DeliveryState.HELD)
    if not why_held(the_gate()) and not held.exists():
        raise NothingIsHeld("No mail is held: they leave by themselves.")
    with transaction.atomic():
        if send:
            count = held.update(state=DeliveryState.PENDING, state_reason="", next_try_at=at)
        else:
            why = f"Dropped by {by.name} after a restore"
            count = held.update(state=DeliveryState.SUPPRESSED, state_reason=why)
        beat(MAIL, at=at)
        _record(f"Released the outbox: {count} held mails {'sent' if send else 'dropped'}", by=by, at=at)
        adopt()
    return count


def _require_admin(by: "User") -> None:
    if not runs_the_workspace(by):
        raise PermissionDenied("Only an admin decides this.")


def _record(text: str, *, by: "User", at: datetime) -> None:
    PeopleEvent.objects.create(at=at, actor=by, kind="outbox", text=text)
