"""Erasures that were asked for, as a job carries them out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from contacts.models import Person, RequestReason
from retention.lib.records import Recorded
from retention.team.visibility import Reader, runs_the_workspace


class AskedErasureQuerySet(models.QuerySet["AskedErasure"]):
    """Questions over erasures that were asked for."""

    def visible_to(self, user: Reader) -> "AskedErasureQuerySet":
        """Of the workspace: all for those who run it, none for others."""
        return self if runs_the_workspace(user) else self.none()


class AskedErasure(Recorded):
    """That a person is to be erased, why, and how far; what came of it is a DataRequest, once it is done."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=RequestReason.choices)
    clear_shared = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = AskedErasureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__in=RequestReason.values), name="asked_erasure_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Erase person {self.person_id}"
