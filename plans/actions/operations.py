"""Figures of our work: named, tied to why they stay, read, corrected, put aside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.knowledge.words import Topic
from contacts.models import KnownFact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..accepting import figure
from ..choices import Better, Strength
from ..models import DriverLink, OperationMetric, OperationReading

_target = figure("The target")


def _target_if_any(value: Any, field: str) -> Any:
    return None if value in (None, "") else _target(value, field)


METRIC_CHECKS: dict[str, accepts.Check] = {
    "name": accepts.text("What is measured", 200, required=True),
    "unit": accepts.text("The unit", 40, required=True),
    "direction": accepts.one_of("Which way is better", Better),
    "target": _target_if_any,
    "every_days": accepts.number("Days between two readings", least=1, most=366, required=True),
    "feed": accepts.text("Where the figures come from", 200),
}
_strength = accepts.one_of("How sure that is", Strength)
_evidence = accepts.text("How we know", 500)


class NamedAlready(DomainError):
    """The account has a figure of that name."""


class MetricPutAside(DomainError):
    """The figure is no longer looked at."""


class NotADriver(DomainError):
    """What should be explained is no reason to stay of this account."""


class LinkedAlready(DomainError):
    """The figure explains that reason already."""


@transaction.atomic
def add_metric(*, account: Account, by: User, at: datetime, **fields: Any) -> OperationMetric:
    """Name a figure of our work; *fields* are ``name`` and ``unit`` at least.

    Raises PermissionDenied, InputRefused, NamedAlready.
    """
    account = editable_account(account.pk, by)
    kept = accepts.accepted({"name": "", "unit": "", **fields}, METRIC_CHECKS)
    _refuse_twice(account, kept["name"])
    row = OperationMetric.objects.create(account=account, by=by, **kept)
    _tell(row, "operation_added", f"Figure of our work: {row.name}", by, at)
    return row


@transaction.atomic
def edit_metric(
    *,
    metric: OperationMetric,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None,
) -> OperationMetric:
    """Change what a figure says; with readings its unit stays.

    Raises PermissionDenied, InputRefused, NamedAlready, MetricPutAside, StaleVersion.
    """
    row = standing_metric(metric, by)
    kept = accepts.accepted(changes, METRIC_CHECKS)
    kept = {field: value for field, value in kept.items() if getattr(row, field) != value}
    if not kept:
        return row
    readings = OperationReading.objects.current().filter(metric=row, is_void=False)
    if "unit" in kept and readings.exists():
        raise accepts.InputRefused("There are readings in the present unit.", field="unit")
    if "name" in kept:
        _refuse_twice(row.account, kept["name"], but=row.pk)
    save_edit(row, kept, expected_version=expected_version)
    _tell(row, "operation_edited", f"Figure of our work edited: {row.name}", by, at)
    return row


@transaction.atomic
def put_metric_aside(*, metric: OperationMetric, by: User, at: datetime) -> OperationMetric:
    """It is no longer looked at; its readings stay. Raises PermissionDenied, MetricPutAside."""
    row = standing_metric(metric, by)
    save_edit(row, {"retired_on": local_day(at, by.time_zone)}, expected_version=None)
    _tell(row, "operation_put_aside", f"No longer looked at: {row.name}", by, at)
    return row


@transaction.atomic
def take_metric_up(*, metric: OperationMetric, by: User, at: datetime) -> OperationMetric:
    """Undo putting it aside. Raises PermissionDenied, NamedAlready when another took its name."""
    row = _metric(metric, by)
    if row.retired_on is not None:
        _refuse_twice(row.account, row.name, but=row.pk)
        save_edit(row, {"retired_on": None}, expected_version=None)
        _tell(row, "operation_taken_up", f"Looked at again: {row.name}", by, at)
    return row


@transaction.atomic
def explain_driver(
    *,
    metric: OperationMetric,
    driver: KnownFact,
    by: User,
    at: datetime,
    strength: str = Strength.ASSUMED,
    evidence: str = "",
) -> DriverLink:
    """Say that a figure of our work is behind a reason to stay, and how we know.

    Raises PermissionDenied, MetricPutAside, NotADriver, LinkedAlready, InputRefused without evidence for
    more than an assumption.
    """
    row = standing_metric(metric, by)
    fact = KnownFact.objects.current().filter(
        pk=driver.pk, account=row.account, topic=Topic.DRIVER
    ).first()  # fmt: skip
    if fact is None:
        raise NotADriver(f"That is no reason why {row.account.name} stays.", field="driver")
    if DriverLink.objects.filter(metric=row, driver=fact).exists():
        raise LinkedAlready("That figure explains this reason already.", field="driver")
    kept = _how_sure(strength, evidence)
    link = DriverLink.objects.create(metric=row, driver=fact, by=by, **kept)
    _tell(row, "driver_explained", f"{row.name} is behind: {fact.said}", by, at)
    return link


@transaction.atomic
def judge_link(*, link: DriverLink, by: User, at: datetime, strength: str, evidence: str = "") -> DriverLink:
    """Say anew how sure it is. Raises PermissionDenied, MetricPutAside, InputRefused."""
    row = standing_metric(link.metric, by)
    found = _link(link, row)
    kept = _how_sure(strength, evidence)
    if all(getattr(found, name) == value for name, value in kept.items()):
        return found
    save_edit(found, kept, expected_version=None)
    _tell(row, "driver_judged", f"{row.name}: {found.get_strength_display().lower()}", by, at)
    return found


@transaction.atomic
def part_link(*, link: DriverLink, by: User, at: datetime) -> None:
    """The figure does not explain that reason. Raises PermissionDenied."""
    row = _metric(link.metric, by)
    found = _link(link, row)
    _tell(row, "driver_parted", f"{row.name} is not behind: {found.driver.said}", by, at)
    found.delete()


def standing_metric(metric: OperationMetric, by: User) -> OperationMetric:
    """The figure read again, its account locked. Raises PermissionDenied, MetricPutAside."""
    row = _metric(metric, by)
    if row.retired_on is not None:
        raise MetricPutAside("This figure is no longer looked at.")
    return row


def _metric(metric: OperationMetric, by: User) -> OperationMetric:
    account = editable_account(metric.account_id, by)
    row = OperationMetric.objects.filter(pk=metric.pk, account=account).first()
    if row is None:
        raise PermissionDenied
    row.account = account
    return row


def _link(link: DriverLink, metric: OperationMetric) -> DriverLink:
    found = DriverLink.objects.filter(pk=link.pk, metric=metric).select_related("driver__contact").first()
    if found is None:
        raise PermissionDenied
    return found


def _how_sure(strength: str, evidence: str) -> dict[str, str]:
    kept = {"strength": _strength(strength, "strength"), "evidence": _evidence(evidence, "evidence")}
    if kept["strength"] != Strength.ASSUMED and not kept["evidence"]:
        raise accepts.InputRefused("How we know is missing.", field="evidence")
    return kept


def _refuse_twice(account: Account, name: str, but: int | None = None) -> None:
    rows = OperationMetric.objects.standing().filter(account=account, name__iexact=name)
    if rows.exclude(pk=but or 0).exists():
        raise NamedAlready(f"There is a figure called “{name}” already.", field="name")


def _tell(row: OperationMetric, kind: str, text: str, by: User, at: datetime) -> None:
    record(row.account, kind, text, by=by, at=at, subject=("operation", row.pk))
