"""Every order of the list of renewals is walked along an index, open and closed ones apart."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, Q

from retention.lib.migrations import Together

CLOSED = (
    "renewed", "renewed_expanded", "renewed_partial", "auto_renewed", "extended_short", "lost", "unresolved", "void",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("renewals", "0006_rights_to_leave"),
        ("renewals", "0006_terms_and_approvals"),
    ]

    operations: ClassVar = [
        Together([
            migrations.AddIndex(
                model_name="renewal",
                index=models.Index(
                    condition=~Q(stage__in=CLOSED), fields=["renewal_due_on", "id"], name="renewal_open_by_due"
                ),
            ),
            migrations.AddIndex(
                model_name="renewal",
                index=models.Index(
                    F("atr").desc(), "id", condition=~Q(stage__in=CLOSED), name="renewal_open_by_value"
                ),
            ),
            migrations.AddIndex(
                model_name="renewal",
                index=models.Index(
                    condition=Q(closed_on__isnull=False),
                    fields=["decision_on", "id"],
                    name="renewal_closed_by_day",
                ),
            ),
        ]),
    ]
