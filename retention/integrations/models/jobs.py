"""Work for a person that runs longer than a page may: claimed by one worker, resumed when it dies."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from retention.lib.records import Recorded
from retention.team.visibility import Reader, runs_the_workspace

LEASE = timedelta(seconds=60)
"""A running job that has not shown a sign of life for so long may be taken over."""


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Questions over jobs."""

    def visible_to(self, user: Reader) -> "JobQuerySet":
        """One's own; all of them for who runs the workspace."""
        return self if runs_the_workspace(user) else self.filter(owner_id=user.pk)

    def unfinished(self) -> "JobQuerySet":
        """Waiting or running."""
        return self.filter(state__in=UNFINISHED)

    def claimable(self, at: datetime) -> "JobQuerySet":
        """Waiting, or running in a worker that has fallen silent."""
        silent = Q(state=JobState.RUNNING, heartbeat_at__lt=at - LEASE)
        return self.filter(Q(state=JobState.WAITING) | silent).order_by("id")


class Job(Recorded):
    """One piece of work: its truth is this row; a message to a worker only wakes somebody who looks for it.

    ``claim`` names the worker's present claim; whoever finds another one there has lost the job and
    must write nothing more.
    """

    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs")
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.UniqueConstraint(
                fields=["kind", "subject_id"], name="job_once_at_a_time", condition=Q(state__in=UNFINISHED)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="job_unfinished", condition=Q(state__in=UNFINISHED)),
            models.Index(fields=["owner", "-id"], name="job_by_owner"),
            models.Index(fields=["subject_id", "-id"], name="job_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.state}"

    @property
    def is_unfinished(self) -> bool:
        """True while somebody may wait for it."""
        return self.state in UNFINISHED
