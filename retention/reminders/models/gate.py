"""Whether reminders and mails may leave this database at all."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Gate(models.Model):
    """The only row of its table: what ties this database to its installation, and when it last ticked.

    ``instance`` and ``mark`` are also kept in a file outside the database (retention/reminders/instance.py):
    a copy has another file or none, a restored backup has a lower mark than the file. Either way mails wait
    until an admin releases them. ``last_release_at`` shows a clock that has jumped.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    instance = models.CharField(max_length=36)
    mark = models.BigIntegerField(default=0, help_text="Raised before every batch of mails.")
    last_release_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="gate_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.instance} at mark {self.mark}"
