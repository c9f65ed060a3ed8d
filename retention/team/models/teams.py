"""Teams form a tree; a lead sees the whole subtree below each team they lead."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from retention.lib.records import Recorded, Versioned

from ..audit import audited


@audited()
class Team(Recorded, Versioned):
    """A team of ours. Accounts belong to a team in a column of their own."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="team_name_once"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="team_not_its_own_parent"
            ),
        ]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


@audited()
class TeamMembership(Recorded):
    """One person in one team; somebody may be in several and lead some of them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "team"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"
