"""The map of people: what somebody is in decisions, where they stand, and what one of ours is to them.

Rows are dated and never change what they say: a change ends the row and begins another, so that the map can
be read as it was on any day. ``ends_on`` is the first day on which the row no longer holds.
"""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Account, OrgUnit
from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import Attitude, BuyingRole, Certainty, Orientation, RelationshipLevel
from .contact import Contact
from .map_guard import seat_guard
from .map_scope import MapScope

M = TypeVar("M", bound=models.Model)


class MapQuerySet(ThroughAccount[M]):
    """Questions over dated rows of the map."""

    def current(self) -> Self:
        """What holds until somebody changes it."""
        return self.filter(ends_on__isnull=True)

    def as_on(self, day: date) -> Self:
        """What held on a day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class MapRecord(Recorded):
    """What every row of the map carries: from when to when it held, and who said so."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Known(models.Model):
    """How sure we are: assumed, or confirmed on a day, with what we saw or heard."""

    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.ASSUMED)
    verified_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=500, blank=True, help_text="Account team only.")

    class Meta:
        abstract = True


class OnAMap(models.Model):
    """On which map a row stands: of one unit, of one decision, or of the whole account."""

    org_unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="+")
    scope = models.ForeignKey(MapScope, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


def _one_map(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(org_unit__isnull=True) | Q(scope__isnull=True), name=f"{name}_on_one_map"
    )


def _dated(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=f"{name}_ends_after_start"
    )


def _sure(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~Q(certainty=Certainty.CONFIRMED) | (Q(verified_on__isnull=False) & ~Q(evidence="")),
        name=f"{name}_confirmed_by_evidence",
    )


@audited()
class RoleOnMap(MapRecord, OnAMap, Known):
    """The part a contact plays in decisions: on the map of the whole account, of one unit or one decision."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="map_roles")
    role = models.CharField(max_length=24, choices=BuyingRole.choices)

    objects: ClassVar = MapQuerySet["RoleOnMap"].as_manager()

    class Meta:
        constraints: ClassVar = [
            _dated("map_role"),
            _sure("map_role"),
            _one_map("map_role"),
            models.CheckConstraint(
                condition=Q(role__in=BuyingRole.values) & ~Q(role=BuyingRole.UNKNOWN), name="map_role_known"
            ),
            models.UniqueConstraint(
                fields=["contact", "org_unit", "scope", "role"], name="map_role_once", nulls_distinct=False,
                condition=Q(ends_on__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["account", "org_unit", "scope"], name="map_one_economic_buyer", nulls_distinct=False,
                condition=Q(ends_on__isnull=True, role=BuyingRole.ECONOMIC_BUYER),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["account", "contact"], name="map_role_by_account")]
        triggers: ClassVar = [seat_guard("role_of_a_seat", on_a_map=True)]

    def __str__(self) -> str:
        return self.get_role_display()


@audited()
class Standing(MapRecord, OnAMap, Known):
    """How much weight a contact has on one map, where they stand, and by what they decide."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="standings")
    influence = models.PositiveSmallIntegerField(null=True, blank=True)
    attitude = models.SmallIntegerField(
        choices=Attitude.choices, null=True, blank=True, help_text="Account team only."
    )
    orientation = models.CharField(
        max_length=12, choices=Orientation.choices, default=Orientation.UNKNOWN
    )  # fmt: skip

    objects: ClassVar = MapQuerySet["Standing"].as_manager()

    class Meta:
        constraints: ClassVar = [
            _dated("standing"),
            _sure("standing"),
            _one_map("standing"),
            models.CheckConstraint(
                condition=Q(influence__isnull=True) | Q(influence__gte=1, influence__lte=5),
                name="standing_influence_range",
            ),
            models.CheckConstraint(
                condition=Q(attitude__isnull=True) | Q(attitude__gte=-2, attitude__lte=2),
                name="standing_attitude_range",
            ),
            models.UniqueConstraint(
                fields=["contact", "org_unit", "scope"], name="standing_once", nulls_distinct=False,
                condition=Q(ends_on__isnull=True),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["account", "contact"], name="standing_by_account")]
        triggers: ClassVar = [seat_guard("standing_of_a_seat", on_a_map=True)]

    def __str__(self) -> str:
        return f"Standing of {self.contact_id}"


@audited()
class Tie(MapRecord):
    """What one of ours is to a contact, and what they should become."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="ties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ties")
    level = models.PositiveSmallIntegerField(choices=RelationshipLevel.choices, null=True, blank=True)
    desired_level = models.PositiveSmallIntegerField(
        choices=RelationshipLevel.choices, null=True, blank=True
    )  # fmt: skip

    objects: ClassVar = MapQuerySet["Tie"].as_manager()

    class Meta:
        constraints: ClassVar = [
            _dated("tie"),
            models.CheckConstraint(
                condition=(Q(level__isnull=True) | Q(level__gte=1, level__lte=4))
                & (Q(desired_level__isnull=True) | Q(desired_level__gte=1, desired_level__lte=4)),
                name="tie_levels_range",
            ),
            models.UniqueConstraint(
                fields=["contact", "user"], name="tie_once", condition=Q(ends_on__isnull=True)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "contact"], name="tie_by_account")]
        triggers: ClassVar = [seat_guard("tie_of_a_seat")]

    def __str__(self) -> str:
        return f"{self.user_id} with {self.contact_id}"
