"""Publishes the second scorecard: with payment behaviour, now that invoices can be recorded.

What is written here stays as it is: snapshots name this version for ever.
"""

from django.db import migrations
from django.db.models.functions import Now

from retention.lib.migrations import FillIn

PAYMENTS = {
    "code": "C1", "label": "Days overdue on invoices", "weight": "3",
    "points": [["0", "100"], ["15", "80"], ["30", "50"], ["60", "10"], ["90", "0"]],
    "fresh_days": 35, "stale_days": 70,
}  # fmt: skip
OVERDUE = {
    "code": "overdue", "at_most": "50", "text": "An undisputed invoice is more than 60 days overdue",
}  # fmt: skip


def publish(apps, schema_editor):
    cards = apps.get_model("health", "Scorecard").objects
    first = cards.get(version=1).definition
    *others, revenue = first["measures"]
    notice, silence = first["caps"]
    definition = {
        "version": "starter-2",
        "measures_planned": first["measures_planned"],
        "measures": [*others, PAYMENTS, revenue],
        "caps": [notice, OVERDUE, silence],
    }
    cards.get_or_create(
        version=2, defaults={"name": "Starter with invoices", "definition": definition, "published_at": Now()}
    )


def withdraw(apps, schema_editor):
    apps.get_model("health", "Scorecard").objects.filter(version=2).delete()


class Migration(migrations.Migration):
    dependencies = [("health", "0002_starter_card"), ("accounts", "0003_invoices")]

    operations = [FillIn(publish, withdraw)]
