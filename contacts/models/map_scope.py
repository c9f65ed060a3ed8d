"""Decisions that have a map of people of their own: a renewal, or an opportunity."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Account
from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount


class ScopeKind(models.TextChoices):
    """What is decided."""

    RENEWAL = "renewal", "Renewal"
    OPPORTUNITY = "opportunity", "Opportunity"


class MapScopeQuerySet(ThroughAccount["MapScope"]):
    """Questions over decisions with a map."""

    def open(self) -> "MapScopeQuerySet":
        """Not decided yet."""
        return self.filter(closed_on__isnull=True)


@audited()
class MapScope(Recorded):
    """A decision on whose map people play other parts than at the account as a whole.

    ``renewal_id`` is the renewal that is decided; what an opportunity is about stands in its title alone.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="map_scopes")
    kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    title = models.CharField(max_length=120)
    renewal_id = models.BigIntegerField(null=True, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = MapScopeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="map_scope_has_title"),
            models.CheckConstraint(
                condition=Q(kind=ScopeKind.RENEWAL, renewal_id__isnull=False)
                | Q(kind=ScopeKind.OPPORTUNITY, renewal_id__isnull=True),
                name="map_scope_of_a_renewal_or_an_opportunity",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="map_scope_closed_later",
            ),
            models.UniqueConstraint(fields=["renewal_id"], name="map_scope_once_per_renewal"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "id"], name="map_scope_by_account")]

    def __str__(self) -> str:
        return self.title
