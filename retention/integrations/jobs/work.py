"""A claimed job while it runs: each step is one transaction that is worth nothing once the claim is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from ..models import Job, JobState


class ClaimLost(Exception):
    """Somebody stopped the job, or another worker took it over; nothing more may be written."""


class Work:
    """What a job's kind gets: its job, and steps that show a sign of life with whatever they wrote."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.claim = job.claim

    @contextmanager
    def step(self) -> Iterator[datetime]:
        """One transaction that holds the job's row: all of it stands, or none; yields the database's now.

        While it lasts nobody can take the job over. Raises ClaimLost when somebody did before.
        """
        with transaction.atomic():
            held = Job.objects.select_for_update().filter(
                pk=self.job.pk, claim=self.claim, state=JobState.RUNNING
            )
            if not held.exists():
                raise ClaimLost(f"job {self.job.pk}")
            with connection.cursor() as cursor:
                cursor.execute("SELECT now()")
                now: datetime = cursor.fetchone()[0]
            yield now
            self._show_life()

    def progress(
        self, *, done: int | None = None, total: int | None = None, message: str | None = None
    ) -> None:
        """Note how far it is; written with the present or the next step."""
        if done is not None:
            self.job.done = done
        if total is not None:
            self.job.total = total
        if message is not None:
            self.job.message = message[:500]

    def _show_life(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE integrations_job SET heartbeat_at = clock_timestamp(), done = %s, total = %s, "
                "message = %s WHERE id = %s",
                [self.job.done, self.job.total, self.job.message, self.job.pk],
            )
