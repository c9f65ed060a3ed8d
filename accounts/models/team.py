"""Who of ours works on an account, and what each tier needs."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import TeamFunction
from .account import Account


class TeamMemberQuerySet(ThroughAccount["AccountTeamMember"]):
    """Questions over places on account teams."""

    def current(self) -> Self:
        """Who is on the team now; the others were."""
        return self.filter(ends_on__isnull=True)


@audited()
class AccountTeamMember(Recorded):
    """Somebody of ours who works on an account, by function; may edit only where it says so.

    ``ends_on`` is the first day on which they were no longer on it, ``starts_on`` is empty when nobody
    remembers. A function has one who is in charge of it, everybody else backs them up.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="team_members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_memberships")
    function = models.CharField(max_length=20, choices=TeamFunction.choices)
    may_edit = models.BooleanField(default=False)
    is_backup = models.BooleanField(db_default=False, default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar = TeamMemberQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "user", "function"], name="account_team_once",
                condition=Q(ends_on__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["account", "function"], name="account_team_one_in_charge",
                condition=Q(ends_on__isnull=True, is_backup=False),
            ),
            models.CheckConstraint(
                condition=Q(function__in=TeamFunction.values), name="account_team_function_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="account_team_ends_after_start",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user}, {self.get_function_display()}"


class TeamTemplate(Recorded):
    """A published version of which functions each tier needs; the newest counts.

    ``needs`` is, by tier, function and whether it needs a backup as well (accounts/roster.py).
    """

    version = models.PositiveIntegerField(unique=True)
    needs = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"team template {self.version}"
