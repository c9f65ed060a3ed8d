"""Adding and editing accounts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User
from retention.team.visibility import adds_accounts, owns_what_they_add

from ..announced import AccountAdded, AccountChanged
from ..choices import LifecycleStage, Tier
from ..models import Account
from ..people_rules import refuse_bad_parent, refuse_bad_people
from ..rights import editable_account, may_edit
from ..telling import changes_in_words
from ..timeline import record

ACCOUNT_CHECKS: Mapping[str, accepts.Check] = {
    "name": accepts.text("The name", 200, required=True),
    "parent": accepts.as_it_is,
    "owner": accepts.as_it_is,
    "backup_owner": accepts.as_it_is,
    "team": accepts.as_it_is,
    "tier": accepts.one_of("The tier", Tier),
    "tier_review_on": accepts.day("The day the tier is reviewed"),
    "stage": accepts.one_of("The stage", LifecycleStage),
    "sector": accepts.text("The sector", 80),
    "country": accepts.country,
    "city": accepts.text("The city", 120),
    "time_zone": accepts.time_zone,
    "phone": accepts.text("The phone number", 40),
    "website": accepts.web_address,
    "currency": accepts.currency,
    "customer_since": accepts.day("Customer since"),
    "first_value_on": accepts.day("The day of first value"),
    "definition_of_win": accepts.text("What winning means", 20_000, many_lines=True),
}


@transaction.atomic
def add_account(*, by: User, at: datetime, name: str = "", is_sample: bool = False, **fields: Any) -> Account:
    """Add a customer. Without an owner it belongs to *by* where they can own accounts.

    Whoever adds it must be able to edit it afterwards. Raises PermissionDenied, InputRefused,
    TextRefused, NotEditable, CannotLookAfter.
    """
    if not adds_accounts(by):
        raise PermissionDenied
    if "owner" not in fields and owns_what_they_add(by):
        fields["owner"] = by
    kept = accepts.accepted({"name": name, **_team_of(by, fields), **fields}, ACCOUNT_CHECKS)
    _refuse_value_to_come(kept, by, at)
    refuse_bad_people(Account(), kept, by)
    refuse_bad_parent(Account(), kept.get("parent"), by)
    account = Account.objects.create(is_sample=is_sample, **kept)
    if not may_edit(account.pk, by):
        raise PermissionDenied("You would not be able to work on this account. Choose yourself or your team.")
    record(account, "account_added", f"Added {account.name}", by=by, at=at, subject=("account", account.pk))
    announce(AccountAdded(account_id=account.pk, by_id=by.pk, at=at))
    return account


@transaction.atomic
def edit_account(
    *, account: Account, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> Account:
    """Change fields of an account; what stays the same makes no entry.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, CannotLookAfter, ParentLoop,
    StaleVersion.
    """
    row = editable_account(account.pk, by)
    kept = accepts.accepted(changes, ACCOUNT_CHECKS)
    new = {field: value for field, value in kept.items() if getattr(row, field) != value}
    if not new:
        return row
    _refuse_value_to_come(new, by, at)
    refuse_bad_people(row, new, by)
    refuse_bad_parent(row, new.get("parent"), by)
    text, former = changes_in_words(row, new), row.owner_id if "owner" in new else None
    save_edit(row, new, expected_version=expected_version)
    record(row, "account_changed", text, by=by, at=at, subject=("account", row.pk))
    fields = frozenset(new)
    announce(AccountChanged(account_id=row.pk, fields=fields, by_id=by.pk, at=at, former_owner_id=former))
    return row


def _refuse_value_to_come(kept: Mapping[str, Any], by: User, at: datetime) -> None:
    day = kept.get("first_value_on")
    if day is not None and day > local_day(at, by.time_zone):
        raise accepts.InputRefused("First value cannot lie in the future.", field="first_value_on")


def _team_of(by: User, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The adder's team, when they are in exactly one and none was named."""
    if "team" in fields or fields.get("owner") != by:
        return {}
    memberships = list(by.memberships.select_related("team")[:2])
    return {"team": memberships[0].team} if len(memberships) == 1 else {}
