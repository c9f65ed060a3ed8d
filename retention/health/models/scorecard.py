"""Published scorecards."""

from django.db import models

from retention.lib.records import Recorded


class Scorecard(Recorded):
    """A version of measures, weights, thresholds and caps; never edited once published.

    ``definition`` is what ``published.card_from`` reads back: every number is a text, so that .3 stays three
    tenths.
    """

    version = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=80)
    definition = models.JSONField()
    published_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"
