"""What happened to people and teams, in the words of the admin pages."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class PeopleEvent(models.Model):
    """One line of the people history: invited, moved, deactivated, went absent."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="people_events"
    )
    team = models.ForeignKey(
        "team.Team", models.SET_NULL, null=True, blank=True, related_name="people_events"
    )
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=500)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="people_event_by_user")]

    def __str__(self) -> str:
        return self.text
