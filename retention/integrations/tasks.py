"""What Celery runs for integrations: ids only, the truth is rows."""

from celery import shared_task

from .jobs import running


@shared_task(name="retention.integrations.tasks.run_job", acks_late=True)
def run_job(job_id: int) -> None:
    """Run the job that was just asked for, unless somebody else has it."""
    running.run_job(job_id)
