"""What an admin does with imports: start, choose, apply, undo, stop. Each long part is a job."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..jobs.actions import request_job, stop_job
from ..models import Import, ImportFile, ImportMapping, ImportState, Job
from .choosing import choices_from
from .decoding import LARGEST_FILE, MEGABYTE
from .refusals import FileRefused

CHECK, APPLY, UNDO = "import_check", "import_apply", "import_undo"
MOST_FILES = 20
MOST_BYTES = 60 * MEGABYTE
UNDO_FOR = timedelta(days=7)
_source = accepts.text("The name of the other system", 60, required=True)
_file_name = accepts.text("The file's name", 200, required=True)
UploadedBytes = tuple[str, bytes]


class NotNow(DomainError):
    """The import is not in a state in which that can be done."""


class RateNeeded(DomainError):
    """An amount cannot be compared: its currency has no exchange rate yet."""


@transaction.atomic
def start_import(*, files: Sequence[UploadedBytes], source: str, by: User, at: datetime) -> Import:
    """Keep the files (name, bytes) and have them checked.

    Raises PermissionDenied, FileRefused, InputRefused.
    """
    _require_admin(by)
    if not files:
        raise FileRefused("Choose at least one file.", field="uploads")
    if len(files) > MOST_FILES:
        raise FileRefused(f"At most {MOST_FILES} files at once; these are {len(files)}.", field="uploads")
    if sum(len(content) for _, content in files) > MOST_BYTES:
        raise FileRefused(f"Together at most {MOST_BYTES // MEGABYTE} MB at once.", field="uploads")
    for name, content in files:
        if len(content) > LARGEST_FILE:
            size = f"{len(content) / MEGABYTE:,.1f}"
            raise FileRefused(
                f"{name[:80]}: {size} MB; at most {LARGEST_FILE // MEGABYTE} MB are read.", field="uploads"
            )
    of = Import.objects.create(owner=by, source=_source(source, "source"), choices=_first_choices(by))
    ImportFile.objects.bulk_create(
        ImportFile(
            of=of,
            name=_file_name(name.replace("\x00", "") or "file", "uploads"),
            size=len(content),
            digest=sha256(content).hexdigest(),
            content=content,
        )
        for name, content in files
    )
    request_job(kind=CHECK, subject_id=of.pk, by=by, at=at)
    return of


@transaction.atomic
def choose(
    *, of: Import, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Import:
    """Take over the admin's choices, remember them for files of this shape, and check again.

    Raises PermissionDenied, NotNow, StaleVersion.
    """
    row = locked_import(of, by, ImportState.CHECKED, ImportState.FAILED)
    chosen = row.choices | dict(changes)
    save_edit(row, {"choices": chosen, "state": ImportState.CHECKING}, expected_version=expected_version)
    _remember(row, chosen, at)
    request_job(kind=CHECK, subject_id=row.pk, by=by, at=at)
    return row


@transaction.atomic
def apply_import(*, of: Import, by: User, at: datetime, changes: Mapping[str, Any] | None = None) -> Job:
    """Have the checked rows written; with other choices than checked, the job checks again first.

    Raises PermissionDenied, NotNow, RateNeeded.
    """
    row = locked_import(of, by, ImportState.CHECKED)
    chosen = row.choices | dict(changes or {})
    rates = choices_from(chosen).rates
    missing = [code for code in row.summary.get("without_rate", []) if code not in rates]
    if missing:
        raise RateNeeded(f"Say what one {missing[0]} is worth before you apply.", field=f"rate_{missing[0]}")
    _remember(row, chosen, at)
    written = {"state": ImportState.APPLYING, "owner": by, "choices": chosen}
    save_edit(row, written, expected_version=None)
    return request_job(kind=APPLY, subject_id=row.pk, by=by, at=at)


@transaction.atomic
def undo_import(*, of: Import, by: User, at: datetime) -> Job:
    """Have an import taken back, for seven days after it was applied. Raises PermissionDenied, NotNow."""
    row = locked_import(of, by, ImportState.APPLIED)
    if row.applied_at is None or at > row.applied_at + UNDO_FOR:
        raise NotNow(f"An import can be taken back for {UNDO_FOR.days} days, and these are over.")
    save_edit(row, {"state": ImportState.UNDOING}, expected_version=None)
    return request_job(kind=UNDO, subject_id=row.pk, by=by, at=at)


@transaction.atomic
def stop_import(*, of: Import, by: User, at: datetime) -> Import:
    """Stop the check or the applying that runs. What was applied before stays and can be taken back.

    Raises PermissionDenied, NotNow.
    """
    row = locked_import(of, by, ImportState.CHECKING, ImportState.APPLYING)
    job = Job.objects.visible_to(by).unfinished().filter(subject_id=row.pk, kind__in=(CHECK, APPLY)).first()
    if job is None:
        raise NotNow("Nothing runs here any more.")
    stop_job(job=job, by=by, at=at)
    row.refresh_from_db()
    return row


@transaction.atomic
def discard_import(*, of: Import, by: User, at: datetime) -> None:
    """Forget an import that was never applied, with its rows. Raises PermissionDenied, NotNow."""
    row = locked_import(of, by, ImportState.CHECKED, ImportState.FAILED)
    if row.applied_at is not None:
        raise NotNow("What was applied cannot be discarded; take it back instead.")
    row.rows.all().delete()
    row.delete()


def _remember(of: Import, chosen: Mapping[str, Any], at: datetime) -> None:
    """Offer these choices again for files of this shape."""
    kept = choices_from(chosen).as_json()
    ImportMapping.objects.update_or_create(
        signature=of.signature, defaults={"choices": kept, "chosen_at": at}
    )


def _first_choices(by: User) -> dict[str, Any]:
    return {"time_zone": by.time_zone, "country": by.country}


def _require_admin(by: User) -> None:
    if not runs_the_workspace(by):
        raise PermissionDenied("Only admins import files.")


def locked_import(of: Import, by: User, *states: str) -> Import:
    """The import, locked and read again. Raises PermissionDenied, and NotNow outside of these states."""
    _require_admin(by)
    row = Import.objects.visible_to(by).select_for_update().get(pk=of.pk)
    if row.state not in states:
        raise NotNow(f"This import is {row.get_state_display().lower()}; look at the page again.")
    return row
