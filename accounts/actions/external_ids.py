"""The ids under which other systems know our records."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..models import Account, ExternalId, RecordType
from ..rights import editable_account
from ..timeline import record as tell

OF_THE_WORKSPACE = (RecordType.USER, RecordType.PRODUCT)


class ExternalIdTaken(DomainError):
    """Another record is known under this id already."""


_IDS_OF = """
SELECT record_id, source, value FROM accounts_externalid
WHERE record_type = %s AND record_id = ANY(%s) ORDER BY id
"""
_source = accepts.text("The name of the other system", 60, required=True)
_value = accepts.text("The id in the other system", 200, required=True)


@transaction.atomic
def attach_external_id(
    *, record_type: str, record: Any, source: str, value: str, by: User, at: datetime
) -> ExternalId:
    """Say under which id another system knows a record; saying it again changes nothing.

    *record* is an account, something of an account, a user or a product. Raises PermissionDenied,
    InputRefused, TextRefused, ExternalIdTaken.
    """
    account = _may_name(record_type, record, by)
    kept = {"source": _source(source, "source"), "value": _value(value, "value")}
    known = ExternalId.objects.filter(record_type=record_type, **kept).first()
    if known is not None and known.record_id != record.pk:
        raise ExternalIdTaken("Another record is known under this id already.", field="value")
    if known is not None:
        return known
    made = ExternalId.objects.create(record_type=record_type, record_id=record.pk, **kept)
    if account is not None:
        subject = (str(record_type), record.pk)
        tell(
            account,
            "external_id_attached",
            f"Known in {made.source} as {made.value}",
            by=by,
            at=at,
            subject=subject,
        )
    return made


@transaction.atomic
def detach_external_id(
    *, record_type: str, record: Any, source: str, value: str, by: User, at: datetime
) -> None:
    """Another system no longer knows the record under this id. Raises PermissionDenied."""
    account = _may_name(record_type, record, by)
    rows = ExternalId.objects.filter(record_type=record_type, record_id=record.pk, source=source, value=value)
    gone, _ = rows.delete()
    if gone and account is not None:
        subject = (str(record_type), record.pk)
        tell(
            account,
            "external_id_detached",
            f"No longer known in {source} as {value}",
            by=by,
            at=at,
            subject=subject,
        )


def wait_for_others_naming(record_type: str, source: str, value: str) -> None:
    """Let whoever is just naming a record by this id finish first; others wait for this transaction."""
    key = f"keel.external:{record_type}:{source}:{value}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def carry_external_ids(record_type: str, *, older: int, newer: int) -> None:
    """Other systems know by their ids what supersedes a record from now on."""
    ExternalId.objects.filter(record_type=record_type, record_id=older).update(record_id=newer)


def find_by_external_id(record_type: str, source: str, value: str) -> int | None:
    """The id of the record another system knows under this id; the caller asks who may see it."""
    rows = ExternalId.objects.filter(record_type=record_type, source=source, value=value)
    return rows.values_list("record_id", flat=True).first()


@transaction.atomic
def move_external_ids(*, record_type: str, record: Any, to: Any, by: User) -> None:
    """Other systems know *to* under the ids of *record*, which it takes the place of.

    For rows that are never changed: a change begins another row. Raises PermissionDenied.
    """
    _may_name(record_type, record, by)
    _may_name(record_type, to, by)
    ExternalId.objects.filter(record_type=record_type, record_id=record.pk).update(record_id=to.pk)


def external_ids_of(record_type: str, record_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Id by other system of each record, in one query; the earliest where a system knows several."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_IDS_OF, [str(record_type), list(record_ids)])
        for number, source, value in cursor.fetchall():
            found[number].setdefault(source, value)
    return dict(found)


def _may_name(record_type: str, record: models.Model, by: User) -> Account | None:
    """The record's account, locked, or None for what belongs to the workspace. Raises PermissionDenied."""
    if record_type not in RecordType.values:
        raise accepts.InputRefused("That kind of record has no ids in other systems.", field="record_type")
    if record_type in OF_THE_WORKSPACE:
        if not runs_the_workspace(by):
            raise PermissionDenied
        return None
    account_id = record.pk if isinstance(record, Account) else record.account_id  # type: ignore[attr-defined]
    return editable_account(account_id, by)
