"""Who of ours may look after an account, and how accounts may hang below each other."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.visibility import leads_people, may_look_after_accounts

from .models import Account


class CannotLookAfter(DomainError):
    """Somebody cannot own accounts, or stands in for themselves."""


class ParentLoop(DomainError):
    """An account would be above itself."""


_ABOVE = """
WITH RECURSIVE above AS (
    SELECT id, parent_id FROM accounts_account WHERE id = %s
    UNION SELECT p.id, p.parent_id FROM accounts_account p JOIN above ON p.id = above.parent_id
) SELECT 1 FROM above WHERE id = %s
"""


def refuse_bad_people(account: Account, kept: Mapping[str, Any], by: User) -> None:
    """Raise CannotLookAfter when owner and backup owner, as they would be, cannot look after the account.

    Only a lead or an admin may leave an account without an owner.
    """
    owner: User | None = kept.get("owner", account.owner)
    backup: User | None = kept.get("backup_owner", account.backup_owner)
    for field, person in (("owner", owner), ("backup_owner", backup)):
        if field in kept and person is not None and not may_look_after_accounts(person):
            raise CannotLookAfter(f"{person.name} cannot look after accounts.", field=field)
    if "owner" in kept and owner is None and not leads_people(by):
        raise CannotLookAfter("Choose an owner; only a lead can leave it open.", field="owner")
    if owner is not None and owner == backup:
        raise CannotLookAfter(f"{owner.name} cannot stand in for themselves.", field="backup_owner")


def refuse_bad_parent(account: Account, parent: Account | None, by: User) -> None:
    """Raise ParentLoop when the account would end above itself, InputRefused when *by* does not see it.

    Changes of the tree wait for each other, so that two of them cannot close a loop together.
    """
    if parent is None:
        return
    if not Account.objects.visible_to(by).filter(pk=parent.pk).exists():
        raise accepts.InputRefused("That parent account is not known.", field="parent")
    if account._state.adding:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounts_account.parent'))")
        cursor.execute(_ABOVE, [parent.pk, account.pk])
        loops = cursor.fetchone() is not None
    if loops:
        text = f"{parent.name} belongs to {account.name}, so {account.name} cannot belong to {parent.name}."
        if parent.pk == account.pk:
            text = f"{account.name} cannot belong to itself."
        raise ParentLoop(text, field="parent")
