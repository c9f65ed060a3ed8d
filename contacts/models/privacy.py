"""What was done about people's data: copies handed out, people erased, two entries found to be one person."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from retention.lib.records import Recorded
from retention.team.visibility import Reader, runs_the_workspace

from .contact import Contact, Person


class RequestKind(models.TextChoices):
    """What was done."""

    EXPORT = "export", "Copy handed out"
    ERASURE = "erasure", "Erased"


class RequestReason(models.TextChoices):
    """Why, in words that cannot name anybody."""

    ASKED = "asked", "They asked for it"
    NO_REASON_TO_KEEP = "no_reason", "We have no reason left to keep it"
    ENTERED_WRONGLY = "wrong", "It should never have been entered"


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Questions over what was done about people's data."""

    def visible_to(self, user: Reader) -> "DataRequestQuerySet":
        """Of the workspace: all for those who run it, none for others."""
        return self if runs_the_workspace(user) else self.none()


class DataRequest(models.Model):
    """Who handed out or erased the data of which person, when, and how many records; never the data."""

    kind = models.CharField(max_length=8, choices=RequestKind.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="data_requests")
    reason = models.CharField(max_length=12, choices=RequestReason.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    counts = models.JSONField(default=dict, help_text="Records by kind: numbers alone.")

    objects: ClassVar = DataRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="data_request_known"),
            models.CheckConstraint(
                condition=Q(reason__in=RequestReason.values), name="data_request_says_why"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(kind="erasure"), name="erased_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="data_request_by_time")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: person {self.person_id}"


class PersonMergerQuerySet(models.QuerySet["PersonMerger"]):
    """Questions over mergers of people."""

    def visible_to(self, user: Reader) -> "PersonMergerQuerySet":
        """Of people whom the reader sees at some account."""
        seats = Contact.objects.visible_to(user)
        return self.filter(Exists(seats.filter(person=OuterRef("kept"))))

    def standing(self) -> "PersonMergerQuerySet":
        """Not taken back."""
        return self.filter(undone_at__isnull=True)


class PersonMerger(Recorded):
    """Two entries were one person: what the second held went over to the first, and can come back.

    ``before`` holds the columns of the kept person as they were, ``moved`` which rows went over by table and
    column, ``removed`` rows that could not stand twice, as they were. ``gone`` stays, without a seat.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="mergers")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merged_into")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    before = models.JSONField(default=dict)
    moved = models.JSONField(default=list)
    removed = models.JSONField(default=list)

    objects: ClassVar = PersonMergerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="person_merger_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("at")),
                name="person_merger_undone_later",
            ),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="person_merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"
