"""The colleagues whom somebody keeps up with, by function and at which pace."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.choices import TeamFunction
from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import Reader, reach_of


class NetworkQuerySet(models.QuerySet["NetworkTie"]):
    """Questions over somebody's internal network: it is theirs alone."""

    def visible_to(self, user: Reader) -> Self:
        """One's own."""
        return self.filter(owner=reach_of(user).user_id) if not reach_of(user).is_nobody else self.none()

    def editable_by(self, user: Reader) -> Self:
        """One's own."""
        return self.visible_to(user)

    def current(self) -> Self:
        """Not ended."""
        return self.filter(ended_on__isnull=True)


@audited()
class NetworkTie(Recorded):
    """Somebody (``owner``) checks in with a colleague every so many days. ``next_on`` is derived."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="network")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    function = models.CharField(max_length=20, choices=TeamFunction.choices)
    every_days = models.PositiveSmallIntegerField()
    started_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    next_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects: ClassVar = NetworkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "colleague"], name="network_once", condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(condition=~Q(owner=F("colleague")), name="network_of_others"),
            models.CheckConstraint(
                condition=Q(every_days__gte=7, every_days__lte=365), name="network_pace_range"
            ),
            models.CheckConstraint(
                condition=Q(function__in=TeamFunction.values), name="network_function_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "next_on", "id"], name="network_due", condition=Q(ended_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner} and {self.colleague}"

    def is_late(self, *, on: date) -> bool:
        """Its day has passed."""
        return self.ended_on is None and self.next_on < on


@audited()
class NetworkTalk(Recorded):
    """They spoke on a day."""

    tie = models.ForeignKey(NetworkTie, models.CASCADE, related_name="talks")
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tie", "on"], name="network_talk_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.tie} on {self.on}"
