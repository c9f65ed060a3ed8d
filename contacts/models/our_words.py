"""What we say of ourselves: what should set us apart, and whom we count as competitors."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from retention.lib.records import Recorded


class OurWords(Recorded):
    """A published version of our own two lists; the newest counts.

    Both are lists of ``{"name": …, "also": [other words for the same]}``; differences stand in our order, the
    one we put first is the first.
    """

    version = models.PositiveIntegerField(unique=True)
    differences = models.JSONField()
    competitors = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(version__gte=1), name="our_words_from_version_1"),
        ]

    def __str__(self) -> str:
        return f"our own words {self.version}"
