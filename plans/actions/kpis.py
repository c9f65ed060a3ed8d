"""KPIs: written down, agreed with the customer, shared or not, ended."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account, sees
from accounts.timeline import record
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..accepting import figure, past_day, plain, somebody_of_theirs
from ..choices import Better, Frequency
from ..kpi_results import span_of
from ..models import Kpi, KpiReading

KPI_CHECKS: dict[str, accepts.Check] = {
    "name": accepts.text("The name", 200, required=True),
    "measure": accepts.text("How it is measured", 500, many_lines=True),
    "unit": accepts.text("The unit", 40, required=True),
    "direction": accepts.one_of("Which way is better", Better),
    "target": figure("The target"),
    "frequency": accepts.one_of("How often", Frequency),
    "starts_on": accepts.day("The first period", required=True),
    "deliverable": accepts.text("The deliverable", 200),
    "is_shared": accepts.flag,
    "owner": accepts.as_it_is,
}
AGREED = frozenset({"name", "measure", "unit", "direction", "target", "frequency", "starts_on"})
"""What stays as it was agreed."""
READ = frozenset({"unit", "direction", "frequency"})
"""What stays once there is a reading."""


class KpiAgreed(DomainError):
    """The customer agreed to it: it is ended, and another one agreed."""


class KpiEnded(DomainError):
    """It is measured no more."""


class KpiThere(DomainError):
    """The account has a KPI of that name."""


@transaction.atomic
def add_kpi(*, account: Account, by: User, at: datetime, **fields: Any) -> Kpi:
    """Write down what of our work is measured, in the customer's words; nobody has agreed to it yet.

    *fields* are ``name``, ``unit`` and ``target`` at least; without an owner it is the account's.
    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, KpiThere.
    """
    account = editable_account(account.pk, by)
    today = local_day(at, by.time_zone)
    needed: dict[str, Any] = {"name": "", "unit": "", "target": None, "starts_on": today}
    needed |= {"frequency": Frequency.MONTH, "direction": Better.HIGHER, "owner": account.owner or by}
    row = Kpi(account=account, by=by, **accepts.accepted({**needed, **fields}, KPI_CHECKS))
    row.starts_on = span_of(row.frequency, row.starts_on).first
    _refuse_owner(row)
    _refuse_twice(row)
    row.save(force_insert=True)
    tell_kpi(row, "kpi_added", f"KPI written down: {sentence(row)}", by, at)
    return row


@transaction.atomic
def edit_kpi(
    *, kpi: Kpi, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Kpi:
    """Change a KPI; one the customer agreed to keeps what was agreed, one that was read what it is read in.

    Raises PermissionDenied, InputRefused, KpiAgreed, KpiEnded, KpiThere, StaleVersion.
    """
    row = standing_kpi(kpi, by)
    kept = accepts.accepted(changes, KPI_CHECKS)
    if "starts_on" in kept or "frequency" in kept:
        day = kept.get("starts_on", row.starts_on)
        kept["starts_on"] = span_of(kept.get("frequency", row.frequency), day).first
    kept = {field: value for field, value in kept.items() if getattr(row, field) != value}
    if not kept:
        return row
    _refuse_moving(row, kept)
    for field, value in kept.items():
        setattr(row, field, value)
    _refuse_owner(row)
    _refuse_twice(row)
    save_edit(row, kept, expected_version=expected_version)
    tell_kpi(row, "kpi_edited", f"KPI edited: {sentence(row)}", by, at)
    return row


@transaction.atomic
def agree_kpi(*, kpi: Kpi, contact: Contact | None, on: date, by: User, at: datetime) -> Kpi:
    """The customer agreed: with whom and on which day. Raises PermissionDenied, KpiAgreed, KpiEnded,
    InputRefused, NotTheirContact.
    """
    row = standing_kpi(kpi, by)
    if row.agreed_on is not None:
        raise KpiAgreed("This KPI was agreed already.")
    who = somebody_of_theirs(row.account, contact, "contact", "Who agreed")
    day = past_day(on, "on", "The day", by=by, at=at)
    save_edit(row, {"agreed_with": who, "agreed_on": day}, expected_version=None)
    tell_kpi(row, "kpi_agreed", f"{who.name} agreed to: {sentence(row)}", by, at)
    return row


@transaction.atomic
def end_kpi(*, kpi: Kpi, by: User, at: datetime) -> Kpi:
    """It is measured no more; its readings stay. Raises PermissionDenied, KpiEnded."""
    row = standing_kpi(kpi, by)
    save_edit(row, {"ended_on": local_day(at, by.time_zone)}, expected_version=None)
    tell_kpi(row, "kpi_ended", f"Measured no more: {row.name}", by, at)
    return row


def standing_kpi(kpi: Kpi, by: User) -> Kpi:
    """The KPI read again, its account locked. Raises PermissionDenied, KpiEnded."""
    account = editable_account(kpi.account_id, by)
    row = Kpi.objects.filter(pk=kpi.pk, account=account).select_related("owner").first()
    if row is None:
        raise PermissionDenied
    if row.ended_on is not None:
        raise KpiEnded("This KPI is measured no more.")
    row.account = account
    return row


def sentence(row: Kpi) -> str:
    """“Orders delivered on time, at least 98 percent every month”."""
    bound = "at least" if row.direction == Better.HIGHER else "at most"
    often = Frequency(row.frequency).label.lower()
    return f"{row.name}, {bound} {plain(row.target)} {row.unit} {often}"


def tell_kpi(row: Kpi, kind: str, text: str, by: User, at: datetime) -> None:
    """Write the story of the account."""
    record(row.account, kind, text[:500], by=by, at=at, subject=("kpi", row.pk))


def _refuse_owner(row: Kpi) -> None:
    if not row.owner.is_active or not sees(row.account_id, row.owner):
        raise accepts.InputRefused(f"{row.owner.name} does not see this account.", field="owner")


def _refuse_twice(row: Kpi) -> None:
    same = Kpi.objects.current().filter(account=row.account, name__iexact=row.name).exclude(pk=row.pk)
    if same.exists():
        raise KpiThere("There is a KPI of that name already.", field="name")


def _refuse_moving(row: Kpi, kept: Mapping[str, Any]) -> None:
    fixed = [field for field in kept if field in AGREED]
    if row.agreed_on is not None and fixed:
        raise KpiAgreed("The customer agreed to this. End the KPI and agree on another one.", field=fixed[0])
    bound = [field for field in kept if field in READ]
    if bound and KpiReading.objects.filter(kpi=row).exists():
        raise accepts.InputRefused("There are readings already.", field=bound[0])
