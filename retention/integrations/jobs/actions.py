"""Asking for a job and stopping one."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..models import Job, JobState
from .kinds import job_kind
from .telling import tell_owner
from .waking import wake_workers


class AlreadyUnderWay(DomainError):
    """The same work is waiting or running already."""


@transaction.atomic
def request_job(*, kind: str, subject_id: int, by: User, at: datetime) -> Job:
    """Write a job down; a worker is woken when the transaction is committed, and finds it without that too.

    Raises AlreadyUnderWay, and KeyError for a kind that nobody registered.
    """
    job_kind(kind)
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, subject_id=subject_id, owner=by, recorded_at=at)
    except IntegrityError:
        raise AlreadyUnderWay("This is under way already. Wait until it has ended.") from None
    transaction.on_commit(lambda: wake_workers(job.pk))
    return job


@transaction.atomic
def stop_job(*, job: Job, by: User, at: datetime) -> Job:
    """Let a job end at its next step; what it wrote so far is its kind's to take back. Its owner is told.

    Raises PermissionDenied for somebody else's.
    """
    if job.owner_id != by.pk and not runs_the_workspace(by):
        raise PermissionDenied
    row = Job.objects.visible_to(by).select_for_update().get(pk=job.pk)
    if not row.is_unfinished:
        return row
    row.state, row.finished_at, row.message = JobState.STOPPED, at, "Stopped."
    row.save(update_fields=["state", "finished_at", "message"])
    job_kind(row.kind).gave_up(row, "Stopped.")
    if row.owner_id != by.pk:
        tell_owner(row, f"{by.name} stopped it.", at=at)
    return row
