"""Claiming and running jobs; called by the Celery task, the ticker and commands alike."""

import logging
from uuid import uuid4

from django.db import transaction

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.team.audit import acting

from ..models import Job, JobState
from .kinds import job_kind
from .telling import tell_owner
from .work import ClaimLost, Work

log = logging.getLogger(__name__)
MOST_TRIES = 25
"""How often a job may be taken over after its worker died, before it counts as deadly."""


@transaction.atomic
def claim_job(job_id: int | None = None) -> Job | None:
    """Take one job that nobody works on: the oldest, or this one. None when there is none."""
    now = database_now()
    rows = Job.objects.claimable(now)
    job = (rows.filter(pk=job_id) if job_id else rows).select_for_update(skip_locked=True).first()
    if job is None:
        return None
    job.state, job.claim, job.tries = JobState.RUNNING, uuid4().hex, job.tries + 1
    job.started_at = job.started_at or now
    job.heartbeat_at = now
    job.save(update_fields=["state", "claim", "tries", "started_at", "heartbeat_at"])
    return job


def run_job(job_id: int | None = None) -> bool:
    """Claim one job and run it to its end; False when there was none to claim."""
    job = claim_job(job_id)
    if job is None:
        return False
    kind, work = job_kind(job.kind), Work(job)
    try:
        if job.tries > MOST_TRIES:
            raise DomainError("Given up: it stopped its worker too often.")
        with acting(user_id=job.owner_id, via="import", job=job.pk):
            kind.run(work)
        _finish(work, JobState.DONE)
    except ClaimLost:
        log.info("job %s was stopped or taken over", job.pk)
    except DomainError as error:
        _fail(work, error.message)
    except Exception:
        log.exception("job %s failed", job.pk)
        _fail(work, "Something broke on our side. Nothing is half-written; you can try again.")
    return True


def run_waiting(limit: int = 20) -> int:
    """Run jobs until none waits, at most *limit*; for the ticker. How many ran."""
    ran = 0
    while ran < limit and run_job():
        ran += 1
    return ran


def _finish(work: Work, state: str) -> None:
    with work.step():
        _end(work, state)
        tell_owner(work.job, "", at=database_now())


def _fail(work: Work, message: str) -> None:
    try:
        with work.step():
            work.progress(message=message)
            job_kind(work.job.kind).gave_up(work.job, message)
            _end(work, JobState.FAILED)
            tell_owner(work.job, message, at=database_now())
    except ClaimLost:
        log.info("job %s was stopped or taken over", work.job.pk)


def _end(work: Work, state: str) -> None:
    Job.objects.filter(pk=work.job.pk).update(state=state, finished_at=database_now())
