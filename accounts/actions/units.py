"""Divisions, locations and departments of a customer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.team.models import User

from ..choices import UnitKind
from ..models import Account, OrgUnit
from ..rights import editable_account
from ..timeline import record


class UnitRefused(DomainError):
    """A unit would be inside itself, twice in one place, or is still in use."""


UNIT_CHECKS: Mapping[str, accepts.Check] = {
    "name": accepts.text("The name of the unit", 160, required=True),
    "kind": accepts.one_of("The kind of unit", UnitKind),
    "parent": accepts.as_it_is,
}


@transaction.atomic
def add_unit(*, account: Account, by: User, at: datetime, name: str, **fields: Any) -> OrgUnit:
    """Add a unit, at the top or inside ``parent``. Raises PermissionDenied, InputRefused, UnitRefused."""
    account = editable_account(account.pk, by)
    kept = accepts.accepted({"name": name, **fields}, UNIT_CHECKS)
    unit = OrgUnit(account=account, **kept)
    _refuse_bad_place(unit)
    unit.save(force_insert=True)
    record(account, "unit_added", f"Added the unit {unit.name}", by=by, at=at, subject=("unit", unit.pk))
    return unit


@transaction.atomic
def edit_unit(
    *, unit: OrgUnit, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> OrgUnit:
    """Rename a unit or move it. Raises PermissionDenied, InputRefused, UnitRefused, StaleVersion."""
    account = editable_account(unit.account_id, by)
    row = OrgUnit.objects.get(pk=unit.pk)
    kept = accepts.accepted(changes, UNIT_CHECKS)
    for field, value in kept.items():
        setattr(row, field, value)
    _refuse_bad_place(row)
    save_edit(row, kept, expected_version=expected_version)
    record(account, "unit_changed", f"Changed the unit {row.name}", by=by, at=at, subject=("unit", row.pk))
    return row


@transaction.atomic
def remove_unit(*, unit: OrgUnit, by: User, at: datetime) -> None:
    """Remove a unit that holds no other unit and no contract line. Raises PermissionDenied, UnitRefused."""
    account = editable_account(unit.account_id, by)
    row = OrgUnit.objects.get(pk=unit.pk)
    if row.children.exists() or row.lines.exists():
        raise UnitRefused(f"{row.name} still holds units or contract lines.")
    try:
        row.delete()
    except ProtectedError:
        raise UnitRefused(f"{row.name} still has a map of its people.") from None
    record(account, "unit_removed", f"Removed the unit {row.name}", by=by, at=at)


def _refuse_bad_place(unit: OrgUnit) -> None:
    parent: OrgUnit | None = unit.parent
    if parent is not None and parent.account_id != unit.account_id:
        raise UnitRefused("That unit is not part of this account.", field="parent")
    parents = dict(OrgUnit.objects.filter(account_id=unit.account_id).values_list("pk", "parent_id"))
    above: int | None = parent.pk if parent else None
    while above is not None:
        if above == unit.pk:
            raise UnitRefused(f"{unit.name} cannot be inside itself.", field="parent")
        above = parents.get(above)
    twins = OrgUnit.objects.filter(account_id=unit.account_id, parent=parent, name=unit.name)
    if twins.exclude(pk=unit.pk).exists():
        raise UnitRefused(f"There is a unit {unit.name} in this place already.", field="name")
