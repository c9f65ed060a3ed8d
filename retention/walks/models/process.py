"""How contracts walk: processes in versions that never change once they are published."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.choices import TeamFunction
from retention.lib.records import Recorded
from retention.team.audit import audited

from ..choices import Party


@audited()
class Process(Recorded):
    """A way that contracts walk, such as order to cash; a retired one is not offered any more."""

    name = models.CharField(max_length=80, unique=True)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="process_has_a_name")]

    def __str__(self) -> str:
        return self.name


def _stays(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class ProcessVersion(Recorded):
    """A published version of a process; walks keep the one they began with. Keel's own has nobody's name."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "number"], name="process_version_once"),
        ]
        triggers: ClassVar = [_stays("process_version_stays")]

    def __str__(self) -> str:
        return f"{self.process}, version {self.number}"


class ProcessStep(Recorded):
    """One step of a version. Steps are walked in their order, so none can wait for a later one.

    ``function`` is who of ours does it, empty where nobody of ours does. ``expected_days`` are calendar
    days from entering to leaving. One with ``needs_acceptance`` is left once a contact accepted it.
    """

    version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    party = models.CharField(max_length=8, choices=Party.choices, default=Party.IN_HOUSE)
    function = models.CharField(max_length=20, choices=TeamFunction.choices, blank=True)
    expected_days = models.PositiveSmallIntegerField()
    needs_acceptance = models.BooleanField(default=False)
    what = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=500, blank=True, help_text="Why it stands at this place.")
    pitfall = models.CharField(max_length=500, blank=True, help_text="What typically goes wrong.")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="process_step_position_once"),
            models.UniqueConstraint(fields=["version", "name"], name="process_step_name_once"),
            models.CheckConstraint(condition=Q(party__in=Party.values), name="process_step_party_known"),
            models.CheckConstraint(
                condition=~Q(party=Party.IN_HOUSE) | Q(function__in=TeamFunction.values),
                name="process_step_in_house_has_a_function",
            ),
            models.CheckConstraint(
                condition=Q(expected_days__gte=1, expected_days__lte=730), name="process_step_days_range"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="process_step_has_a_name"),
        ]
        triggers: ClassVar = [_stays("process_step_stays")]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"
