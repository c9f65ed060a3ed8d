"""Jobs that nobody was woken for, or whose worker died: picked up by the tickers, beside their rounds."""

import logging
import threading
from datetime import datetime, timedelta

from django.db import connections

from ..models import Job
from .running import run_job

log = logging.getLogger(__name__)
PATIENCE = timedelta(seconds=15)
"""How long a waiting job is left to the worker that was woken for it."""
_running: list[threading.Thread] = []


def pick_up(now: datetime, limit: int) -> int:
    """Start the oldest abandoned job in a thread of its own, unless this process runs one; how many began.

    Reminders and mails go out meanwhile: a job of minutes must not hold up the round. A job whose process
    ends is claimed again by whoever comes first.
    """
    _running[:] = [thread for thread in _running if thread.is_alive()]
    if _running or limit < 1:
        return 0
    job_id = abandoned(now)
    if job_id is None:
        return 0
    thread = threading.Thread(target=_run, args=[job_id], name=f"job {job_id}", daemon=True)
    _running.append(thread)
    thread.start()
    return 1


def abandoned(now: datetime) -> int | None:
    """The oldest job that could be claimed and has waited long enough."""
    rows = Job.objects.claimable(now).filter(recorded_at__lt=now - PATIENCE)
    return rows.values_list("pk", flat=True).first()


def _run(job_id: int) -> None:
    try:
        run_job(job_id)
    except Exception:
        log.exception("job %s could not be run", job_id)
    finally:
        connections.close_all()
