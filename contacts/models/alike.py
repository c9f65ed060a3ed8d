"""Pairs of records that may be the same, kept by the actions that change what they are told by."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from retention.lib.records import Recorded
from retention.team.visibility import Reader

from .contact import Contact, Person


class AlikeReason(models.TextChoices):
    """Why two records may be the same."""

    EMAIL = "email", "Same e-mail address"
    PHONE = "phone", "Same phone number"
    NAME = "name", "Similar name"
    COMPANY = "company", "At the same account"


class AlikeState(models.TextChoices):
    """What came of a pair."""

    OPEN = "open", "To be looked at"
    APART = "apart", "Two different ones"


class AlikePeopleQuerySet(models.QuerySet["AlikePeople"]):
    """Questions over pairs of people."""

    def open(self) -> "AlikePeopleQuerySet":
        """Nobody has decided yet."""
        return self.filter(state=AlikeState.OPEN)

    def visible_to(self, user: Reader) -> "AlikePeopleQuerySet":
        """Pairs of which the reader sees both, each at some account."""
        seats = Contact.objects.visible_to(user)
        return self.filter(
            Exists(seats.filter(person=OuterRef("first"))), Exists(seats.filter(person=OuterRef("second")))
        )


class AlikePeople(Recorded):
    """Two people who may be one: how sure (docs/methods.md, Duplicates), why, and what was decided."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=8, choices=AlikeReason.choices))
    state = models.CharField(max_length=6, choices=AlikeState.choices, default=AlikeState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = AlikePeopleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="alike_people_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="alike_people_in_order"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="alike_people_score"),
            models.CheckConstraint(condition=Q(state__in=AlikeState.values), name="alike_people_state"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-score", "id"], name="alike_people_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
