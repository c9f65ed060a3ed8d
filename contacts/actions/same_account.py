"""Two accounts that look alike are two: said once, they are not offered again."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.rights import editable_account
from retention.team.models import User

from ..models import AlikeAccounts, AlikeState


@transaction.atomic
def keep_accounts_apart(*, pair: AlikeAccounts, by: User, at: datetime) -> AlikeAccounts:
    """Say that two accounts are two customers. Raises PermissionDenied unless *by* may change both."""
    row = AlikeAccounts.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=pair.pk).first()
    if row is None:
        raise PermissionDenied
    for number in sorted((row.first_id, row.second_id)):
        editable_account(number, by)
    row.state, row.decided_by, row.decided_at = AlikeState.APART, by, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return row
