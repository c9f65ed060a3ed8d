"""Waking a worker: a message with the job's id. The job is found without it, only later."""

import logging

from django.conf import settings

log = logging.getLogger(__name__)
TASK = "retention.integrations.tasks.run_job"


def wake_workers(job_id: int) -> None:
    """Send the id to a worker; a broker that is down is noted and nothing more."""
    from celery import current_app

    try:
        current_app.send_task(
            TASK, args=[job_id], retry=False, expires=600, queue=settings.CELERY_TASK_DEFAULT_QUEUE
        )
    except Exception as error:
        log.warning("job %s waits for the ticker, no worker could be woken: %s", job_id, error)
