"""Who looks after an account."""

from datetime import datetime
from typing import Any, Final

from retention.team.models import Team, User

from ..models import Account
from .accounts import edit_account


class _Unchanged:
    """Says that somebody or a team stays."""


UNCHANGED: Final = _Unchanged()


def change_owner(
    *,
    account: Account,
    owner: User | None,
    by: User,
    at: datetime,
    backup_owner: User | _Unchanged | None = UNCHANGED,
    team: Team | _Unchanged | None = UNCHANGED,
    expected_version: int | None = None,
) -> Account:
    """Hand an account to another owner; a backup owner who becomes the owner is no longer backup.

    Raises PermissionDenied, CannotLookAfter, StaleVersion.
    """
    changes: dict[str, Any] = {"owner": owner}
    if not isinstance(backup_owner, _Unchanged):
        changes["backup_owner"] = backup_owner
    elif owner is not None and Account.objects.filter(pk=account.pk, backup_owner=owner).exists():
        changes["backup_owner"] = None
    if not isinstance(team, _Unchanged):
        changes["team"] = team
    return edit_account(account=account, changes=changes, by=by, at=at, expected_version=expected_version)
