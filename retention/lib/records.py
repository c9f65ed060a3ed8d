"""Abstract columns that records share, and the one way to save an edit."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.db.models.functions import Now

from .errors import StaleVersion


class Recorded(models.Model):
    """Carries when we knew: set by the database, never accepted from outside."""

    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Carries a version that only human edits raise; derived columns do not."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


M = TypeVar("M", bound=Versioned)


def save_edit(record: M, changes: Mapping[str, Any], *, expected_version: int | None) -> M:
    """Write *changes* and raise the version in one conditional UPDATE; return the record.

    Comparing in SQL is what makes two writers safe. ``expected_version=None`` means the caller holds
    a row lock or makes a change that cannot conflict. Raises StaleVersion when the row has moved on.
    """
    table: models.Manager[M] = type(record)._base_manager
    rows = table.filter(pk=record.pk)
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    if not rows.update(**changes, version=models.F("version") + 1):
        current = table.values_list("version", flat=True).get(pk=record.pk)
        raise StaleVersion(expected=expected_version or 0, current=current)
    record.refresh_from_db()
    return record
