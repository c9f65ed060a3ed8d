"""A job's owner is told that it has ended: once, in the transaction that ends it."""

from datetime import datetime

from retention.reminders.actions.notices import tell

from ..models import Job
from .kinds import job_kind


def tell_owner(job: Job, why: str, *, at: datetime) -> None:
    """Say how it ended; *why* it failed or was stopped, or nothing when it is done."""
    word = job_kind(job.kind).ended(job, why)
    tell(
        key=f"job:{job.pk}",
        to=job.owner,
        title=word.title,
        text=word.text,
        url=word.url,
        by=job.owner,
        at=at,
    )
