"""Imports: the files, every row of them as it was read, and what was decided about it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import Reader, runs_the_workspace


class ImportState(models.TextChoices):
    """Where an import stands."""

    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    FAILED = "failed", "Failed"


class RowState(models.TextChoices):
    """What will become of a row, and after applying, what became of it."""

    STAGED = "staged", "Read"
    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    UNCHANGED = "unchanged", "Unchanged"
    UNCLEAR = "unclear", "Unclear"
    REJECTED = "rejected", "Rejected"
    SKIPPED = "skipped", "Not used"
    ADDED = "added", "Added"
    UPDATED = "updated", "Updated"
    REMOVED = "removed", "Removed again"
    RESTORED = "restored", "Restored"
    KEPT = "kept", "Kept"


TO_APPLY = (RowState.NEW, RowState.CHANGED)
APPLIED = (RowState.ADDED, RowState.UPDATED)


class ImportQuerySet(models.QuerySet["Import"]):
    """Questions over imports."""

    def visible_to(self, user: Reader) -> "ImportQuerySet":
        """Imports belong to the workspace: all for those who run it, none for others."""
        return self if runs_the_workspace(user) else self.none()


@audited(exclude=["summary"])
class Import(Recorded, Versioned):
    """Several files of one system, checked together and applied together."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    source = models.CharField(max_length=60, help_text="The name of the system the files come from.")
    signature = models.CharField(max_length=64, blank=True, help_text="Digest of the kinds and columns.")
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.CHECKING)
    choices = models.JSONField(default=dict, help_text="What the admin chose for this import.")
    checked_choices = models.JSONField(null=True, help_text="The choices that the last check was made with.")
    checked_on = models.DateField(null=True, help_text="The day the last check took for today.")
    last_day = models.DateField(null=True, help_text="The last day on which something happened in the files.")
    summary = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar = ImportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(condition=~Q(source=""), name="import_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.pk}"


class ImportFile(models.Model):
    """One uploaded file. Its bytes are kept until the rows are staged."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    kind = models.CharField(max_length=16, blank=True)
    encoding = models.CharField(max_length=24, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict, help_text="Which column holds which field.")
    dates = models.CharField(max_length=11, blank=True, help_text="Which comes first, month or day.")
    last_day = models.DateField(null=True)
    rows = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One row of a file: its cells as read, what the check made of them, and the record it became.

    ``group`` is the account the row belongs to; rows of a group are applied in one transaction.
    ``before`` holds the old values of an updated record, for undo.
    """

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="staged")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    state = models.CharField(max_length=9, choices=RowState.choices, default=RowState.STAGED)
    reason = models.CharField(max_length=400, blank=True)
    flags = models.CharField(max_length=200, blank=True, help_text="Repaired or damaged text, by column.")
    record_type = models.CharField(max_length=12, blank=True)
    key = models.CharField(max_length=200, blank=True, help_text="Under which the source knows the record.")
    group = models.CharField(max_length=210, blank=True)
    record_id = models.BigIntegerField(null=True)
    draft = models.JSONField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "number"], name="import_row_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["of", "group"], name="import_row_by_group"),
            models.Index(fields=["of", "state", "id"], name="import_row_by_state"),
            models.Index(
                fields=["record_type", "key"], name="import_row_by_key", condition=Q(record_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.number}"


class ImportMapping(Recorded):
    """What was chosen for files of this shape, offered again for the next ones."""

    signature = models.CharField(max_length=64, unique=True)
    choices = models.JSONField(default=dict)
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.signature[:12]
