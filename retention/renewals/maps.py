"""The map of people of one renewal: who decides this time. It closes and opens with the renewal."""

from datetime import datetime

from django.db import transaction

from contacts.actions.map_scopes import follow_decision, open_scope
from contacts.models import MapScope
from retention.team.models import User

from .announced import RenewalMoved
from .choices import CLOSED_STAGES
from .models import Renewal, StageChange


@transaction.atomic
def open_map(*, renewal: Renewal, by: User, at: datetime) -> MapScope:
    """The map of a renewal, opened when there is none yet. Raises PermissionDenied."""
    row = Renewal.objects.select_related("account").get(pk=renewal.pk)
    title = f"Renewal of {row.renewal_due_on:%-d %b %Y}"
    return open_scope(account=row.account, title=title, renewal_id=row.pk, by=by, at=at)


def after_move(fact: RenewalMoved) -> None:
    """Listener: a decided renewal's map stays as it was that day; one whose outcome was taken back goes on.

    A map that somebody closed by hand while the renewal was open stays closed.
    """
    row = Renewal.objects.filter(pk=fact.renewal_id).first()
    if row is None:
        return
    if not row.is_closed:
        moves = StageChange.objects.filter(renewal=row, at=fact.at, before__in=CLOSED_STAGES)
        if not moves.exists():
            return
    by = User.objects.get(pk=fact.by_id)
    follow_decision(renewal_id=row.pk, decided_on=row.closed_on, by=by, at=fact.at)
