"""When people work: holidays by country, and absences with a delegate."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from retention.lib.records import Recorded, Versioned

from ..audit import audited


@audited()
class Holiday(Recorded):
    """A day off in a country or one of its subdivisions; an empty country means the whole company."""

    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=8, blank=True)
    on = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "subdivision", "on"], name="holiday_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["on"], name="holiday_by_day")]

    def __str__(self) -> str:
        return f"{self.name} ({self.on})"


@audited()
class Absence(Recorded, Versioned):
    """Somebody is away, both days included; a delegate may act on their accounts meanwhile."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="covers"
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(delegate__isnull=True) | ~Q(delegate=F("user")),
                name="absence_delegate_is_another",
            ),
            ExclusionConstraint(
                name="absence_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["delegate", "starts_on", "ends_on"], name="absence_by_delegate")
        ]

    def __str__(self) -> str:
        return f"{self.user} away {self.starts_on} to {self.ends_on}"
