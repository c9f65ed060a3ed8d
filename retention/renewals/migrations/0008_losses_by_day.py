"""Losses and what nobody has decided are walked along an index; what another index answers is kept once."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from retention.lib.migrations import Together

CLOSED = (
    "renewed", "renewed_expanded", "renewed_partial", "auto_renewed", "extended_short", "lost", "unresolved", "void",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0001_first_tables"), ("renewals", "0007_lists_by_index")]

    operations: ClassVar = [
        Together(
            [
                migrations.AlterField(
                    model_name="renewal",
                    name="account",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="accounts.account",
                    ),
                ),
                migrations.AddIndex(
                    model_name="renewal",
                    index=models.Index(
                        condition=~Q(stage__in=(*CLOSED, "auto_renewing")),
                        fields=["decision_on", "id"],
                        name="renewal_undecided_by_day",
                    ),
                ),
                migrations.AddIndex(
                    model_name="renewal",
                    index=models.Index(
                        F("closed_on").desc(),
                        "id",
                        condition=Q(is_history=False, stage__in=("lost", "renewed_partial")),
                        name="renewal_lost_by_day",
                    ),
                ),
            ]
        ),
    ]
