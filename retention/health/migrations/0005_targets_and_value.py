"""Publishes the fourth scorecard: with targets they agreed to and value they confirmed.

What is written here stays as it is: snapshots name this version for ever.
"""

from django.db import migrations
from django.db.models.functions import Now

from retention.lib.migrations import FillIn

RETURN = {
    "code": "V1", "label": "Return on investment against target", "weight": "15",
    "points": [["0", "0"], ["0.5", "25"], ["0.8", "60"], ["1", "90"], ["1.2", "100"]],
    "fresh_days": 120, "stale_days": 240,
}  # fmt: skip
VALUE = {
    "code": "V2", "label": "Days since value was confirmed", "weight": "10",
    "points": [["90", "100"], ["180", "60"], ["365", "10"], ["366", "0"]],
    "fresh_days": None, "stale_days": None,
}  # fmt: skip


def publish(apps, schema_editor):
    cards = apps.get_model("health", "Scorecard").objects
    third = cards.get(version=3).definition
    definition = {
        **third,
        "version": "starter-4",
        "measures": [RETURN, VALUE, *third["measures"]],
    }
    cards.get_or_create(
        version=4,
        defaults={"name": "Starter with return and value", "definition": definition, "published_at": Now()},
    )


def withdraw(apps, schema_editor):
    apps.get_model("health", "Scorecard").objects.filter(version=4).delete()


class Migration(migrations.Migration):
    dependencies = [("health", "0004_contact_coverage"), ("plans", "0001_roi_targets")]

    operations = [FillIn(publish, withdraw)]
