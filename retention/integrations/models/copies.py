"""Copies of a person's data that were asked for, as a job makes them and until they expire."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contacts.models import Person
from retention.lib.records import Recorded
from retention.team.visibility import Reader, runs_the_workspace


class AskedCopyQuerySet(models.QuerySet["AskedCopy"]):
    """Questions over copies that were asked for."""

    def visible_to(self, user: Reader) -> "AskedCopyQuerySet":
        """One's own alone, for those who run the workspace; none for others."""
        return self.filter(by_id=user.pk) if runs_the_workspace(user) else self.none()

    def without_files(self) -> "AskedCopyQuerySet":
        """Rows that say by ``has_file`` whether there is one, without reading it."""
        there = models.ExpressionWrapper(Q(content__isnull=False), models.BooleanField())
        return self.defer("content").annotate(has_file=there)

    def ready(self, at: datetime) -> "AskedCopyQuerySet":
        """Made, not yet expired, and of nobody who was erased since."""
        return self.filter(content__isnull=False, expires_at__gt=at)


class AskedCopy(Recorded):
    """Everything held of a person as one file, for whoever asked: their latest copy, until it expires.

    ``manifest`` says how many records of each table the file holds and the SHA-256 of each part of it; it
    names nobody and stays as the proof. ``digest`` is that of the whole file.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)
    manifest = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True)
    times_taken = models.PositiveIntegerField(default=0)

    objects: ClassVar = AskedCopyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "by"], name="asked_copy_one_each"),
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Q(made_at__isnull=False, expires_at__gt=F("made_at")),
                name="asked_copy_expires",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"], name="asked_copy_to_forget", condition=Q(content__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"Copy of person {self.person_id}"
