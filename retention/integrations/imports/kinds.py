"""The three jobs of an import."""

from django.db.models import Count

from ..jobs.kinds import JobKind, Word, register_job_kind
from ..models import TO_APPLY, Import, ImportRow, ImportState, Job, RowState
from .actions import APPLY, CHECK, UNDO


def register_import_jobs() -> None:
    """Called once at start."""
    from .applying import run_apply
    from .checking import run_check
    from .undoing import run_undo

    register_job_kind(JobKind(CHECK, run_check, _check_gave_up, _check_ended))
    register_job_kind(JobKind(APPLY, run_apply, _apply_gave_up, _apply_ended))
    register_job_kind(JobKind(UNDO, run_undo, _undo_gave_up, _undo_ended))


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


def _check_ended(job: Job, why: str) -> Word:
    """A check that is done waits for the admin: for their choices, and their word to apply."""
    counts = _counts(job)
    ready = sum(counts.get(state, 0) for state in TO_APPLY)
    doubtful = counts.get(RowState.UNCLEAR, 0) + counts.get(RowState.REJECTED, 0)
    need = f", {doubtful:,} need you" if doubtful else ""
    done = f"{ready:,} rows are ready to be written{need}. Nothing is written yet: choose and apply."
    return _word(job, "is checked", "was not checked", done, why)


def _apply_ended(job: Job, why: str) -> Word:
    counts = _counts(job)
    done = f"{counts.get(RowState.ADDED, 0):,} records added, {counts.get(RowState.UPDATED, 0):,} updated."
    return _word(job, "is applied", "was not applied to its end", done, why)


def _undo_ended(job: Job, why: str) -> Word:
    kept = _counts(job).get(RowState.KEPT, 0)
    done = (
        f"{kept:,} records stayed because somebody had worked on them." if kept else "Nothing of it is left."
    )
    return _word(job, "is taken back", "was not taken back to its end", done, why)


def _counts(job: Job) -> dict[str, int]:
    rows = ImportRow.objects.filter(of_id=job.subject_id).order_by()
    return dict(rows.values_list("state").annotate(Count("id")))


def _word(job: Job, done: str, failed: str, text: str, why: str) -> Word:
    of = Import.objects.get(pk=job.subject_id or 0)
    title = f"Import from {of.source} {failed if why else done}"
    return Word(title, why or text, f"/imports/{of.pk}/")
