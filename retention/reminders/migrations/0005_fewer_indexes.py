"""A reminder is written into two indexes fewer: they answered nothing that others do not."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from retention.lib.migrations import Together


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0001_first_tables"), ("reminders", "0004_notices")]

    operations: ClassVar = [
        Together(
            [
                migrations.AlterField(
                    model_name="reminder",
                    name="account",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="accounts.account",
                    ),
                ),
                migrations.AlterField(
                    model_name="reminder",
                    name="dedupe_key",
                    field=models.CharField(max_length=160),
                ),
                migrations.AddConstraint(
                    model_name="reminder",
                    constraint=models.UniqueConstraint(fields=("dedupe_key",), name="reminder_once"),
                ),
            ]
        ),
    ]
