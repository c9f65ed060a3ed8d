"""Lines of the map: who reports to whom, across the group, and who listens to whom."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from retention.team.audit import audited

from .contact import Contact
from .map import MapQuerySet, MapRecord
from .map_guard import seat_guard

_NO_LOOP = """
    IF NEW.ends_on IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('keel.reports_to'));
        IF EXISTS (
            WITH RECURSIVE up AS (
                SELECT NEW.manager_id AS id
                UNION
                SELECT r.manager_id FROM contacts_reportsto r JOIN up ON r.contact_id = up.id
                WHERE r.ends_on IS NULL AND r.id <> NEW.id
            ) SELECT 1 FROM up WHERE id = NEW.contact_id
        ) THEN
            RAISE EXCEPTION 'reporting lines would form a loop' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
"""


@audited()
class ReportsTo(MapRecord):
    """A formal line: the contact reports to a manager, who may sit in another company of the group."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="reporting_lines")
    manager = models.ForeignKey(Contact, models.CASCADE, related_name="reports")

    objects: ClassVar = MapQuerySet["ReportsTo"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="reports_to_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(contact=F("manager")), name="reports_to_another"),
            models.UniqueConstraint(
                fields=["contact"], name="reports_to_once", condition=Q(ends_on__isnull=True)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "contact"], name="reports_to_by_account")]
        triggers: ClassVar = [seat_guard("no_loop_of_reports", more=_NO_LOOP)]

    def __str__(self) -> str:
        return f"{self.contact_id} reports to {self.manager_id}"


@audited()
class Influences(MapRecord):
    """An informal line: whom somebody listens to, whatever the chart says."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="influence_lines")
    on_contact = models.ForeignKey(Contact, models.CASCADE, related_name="influenced_by")
    weight = models.PositiveSmallIntegerField(default=2)
    note = models.CharField(max_length=300, blank=True, help_text="Account team only.")

    objects: ClassVar = MapQuerySet["Influences"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="influences_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(contact=F("on_contact")), name="influences_another"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=3), name="influences_weight_range"),
            models.UniqueConstraint(
                fields=["contact", "on_contact"], name="influences_once", condition=Q(ends_on__isnull=True)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "contact"], name="influences_by_account")]
        triggers: ClassVar = [seat_guard("influence_of_a_seat")]

    def __str__(self) -> str:
        return f"{self.contact_id} influences {self.on_contact_id}"
