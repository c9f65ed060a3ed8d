"""The three jobs of an import."""

from ..jobs.kinds import JobKind, register_job_kind
from ..models import Import, ImportRow, ImportState, Job
from .actions import APPLY, CHECK, UNDO


def register_import_jobs() -> None:
    """Called once at start."""
    from .applying import run_apply
    from .checking import run_check
    from .undoing import run_undo

    register_job_kind(JobKind(CHECK, run_check, _check_gave_up))
    register_job_kind(JobKind(APPLY, run_apply, _apply_gave_up))
    register_job_kind(JobKind(UNDO, run_undo, _undo_gave_up))


def _check_gave_up(job: Job, why: str) -> None:
    _leave(job, ImportState.FAILED, why)


def _apply_gave_up(job: Job, why: str) -> None:
    """Whatever was applied so far stands and can be taken back; what was not can be applied later."""
    applied = ImportRow.objects.filter(of_id=job.subject_id, state__in=("added", "updated")).exists()
    _leave(job, ImportState.APPLIED if applied else ImportState.CHECKED, why)


def _undo_gave_up(job: Job, why: str) -> None:
    _leave(job, ImportState.APPLIED, why)


def _leave(job: Job, state: str, why: str) -> None:
    of = Import.objects.select_for_update().get(pk=job.subject_id or 0)
    of.state, of.summary = state, of.summary | {"gave_up": why}
    of.applied_at = of.applied_at or (job.heartbeat_at if state == ImportState.APPLIED else None)
    of.save(update_fields=["state", "summary", "applied_at"])
