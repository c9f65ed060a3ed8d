"""The map of people of one renewal: who decides this time."""

from datetime import datetime

from django.db import transaction

from contacts.actions.map_scopes import open_scope
from contacts.models import MapScope
from retention.team.models import User

from .models import Renewal


@transaction.atomic
def open_map(*, renewal: Renewal, by: User, at: datetime) -> MapScope:
    """The map of a renewal, opened when there is none yet. Raises PermissionDenied."""
    row = Renewal.objects.select_related("account").get(pk=renewal.pk)
    title = f"Renewal of {row.renewal_due_on:%-d %b %Y}"
    return open_scope(account=row.account, title=title, renewal_id=row.pk, by=by, at=at)
