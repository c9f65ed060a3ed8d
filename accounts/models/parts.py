"""What an account is made of and known as: org units, external ids."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import UnitKind
from .account import Account


@audited()
class OrgUnit(Recorded, Versioned):
    """A division, location or department of the customer."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="org_units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)

    objects: ClassVar = ThroughAccount["OrgUnit"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "parent", "name"], name="unit_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class RecordType(models.TextChoices):
    """The kinds of record that other systems may know under an id of their own."""

    ACCOUNT = "account"
    CONTACT = "contact"
    CONTRACT = "contract"
    INVOICE = "invoice"
    TOUCHPOINT = "touchpoint"
    USER = "user"
    PRODUCT = "product"
    MAP_ROLE = "map_role"
    MAP_RATING = "map_rating"
    MAP_TIE = "map_tie"
    MAP_LINE = "map_line"
    MAP_LISTENS = "map_listens"
    ROI_TARGET = "roi_target"
    MEASUREMENT = "measurement"
    VALUE = "value_entry"
    CHANGE = "change"
    ROOM_PLAY = "room_play"


@audited()
class ExternalId(Recorded):
    """The id under which another system knows a record; one record may have several."""

    record_type = models.CharField(max_length=12, choices=RecordType.choices)
    record_id = models.BigIntegerField()
    source = models.CharField(max_length=60)
    value = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record_type", "source", "value"], name="external_id_once"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(value=""), name="external_id_filled"),
        ]
        indexes: ClassVar = [models.Index(fields=["record_type", "record_id"], name="external_id_of_record")]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"
