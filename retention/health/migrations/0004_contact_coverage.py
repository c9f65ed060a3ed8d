"""Publishes the third scorecard: with contact coverage, now that there is a map of people to record it on.

What is written here stays as it is: snapshots name this version for ever.
"""

from django.db import migrations
from django.db.models.functions import Now

from retention.lib.migrations import FillIn

COVERAGE = {
    "code": "R1", "label": "Contact coverage", "weight": "12", "points": [["0", "0"], ["100", "100"]],
    "fresh_days": None, "stale_days": None,
}  # fmt: skip


def publish(apps, schema_editor):
    cards = apps.get_model("health", "Scorecard").objects
    second = cards.get(version=2).definition
    definition = {
        **second,
        "version": "starter-3",
        "measures": [COVERAGE, *second["measures"]],
    }
    cards.get_or_create(
        version=3,
        defaults={"name": "Starter with the map", "definition": definition, "published_at": Now()},
    )


def withdraw(apps, schema_editor):
    apps.get_model("health", "Scorecard").objects.filter(version=3).delete()


class Migration(migrations.Migration):
    dependencies = [("health", "0003_payment_behaviour"), ("contacts", "0004_people_map")]

    operations = [FillIn(publish, withdraw)]
