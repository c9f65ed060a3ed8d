"""Publishes the fifth scorecard: with champions and competitors, and the caps that go with them.

What is written here stays as it is: snapshots name this version for ever.
"""

from django.db import migrations
from django.db.models.functions import Now

from retention.lib.migrations import FillIn

CHAMPION = {
    "code": "R2", "label": "Champion", "weight": "6", "points": [["0", "0"], ["100", "100"]],
    "fresh_days": None, "stale_days": None,
}  # fmt: skip
THREAT = {
    "code": "C4", "label": "Threat from competitors", "weight": "2", "points": [["0", "0"], ["100", "100"]],
    "fresh_days": 180, "stale_days": 270,
}  # fmt: skip
EVALUATION = {
    "code": "evaluation", "at_most": "50", "text": "A contact says that they are looking at a competitor now",
}  # fmt: skip
CHAMPION_GONE = {
    "code": "champion_gone", "at_most": "55",
    "text": "A champion or economic buyer left, and no close tie followed in 60 days",
}  # fmt: skip


def publish(apps, schema_editor):
    cards = apps.get_model("health", "Scorecard").objects
    fourth = cards.get(version=4).definition
    values, coverage, others = fourth["measures"][:2], fourth["measures"][2], fourth["measures"][3:]
    notice, overdue, silence = fourth["caps"]
    definition = {
        **fourth,
        "version": "starter-5",
        "measures": [*values, coverage, CHAMPION, *others, THREAT],
        "caps": [notice, overdue, EVALUATION, CHAMPION_GONE, silence],
    }
    cards.get_or_create(
        version=5,
        defaults={"name": "Starter with champions and competitors", "definition": definition,
                  "published_at": Now()},
    )  # fmt: skip


def withdraw(apps, schema_editor):
    apps.get_model("health", "Scorecard").objects.filter(version=5).delete()


class Migration(migrations.Migration):
    dependencies = [("health", "0005_targets_and_value"), ("contacts", "0010_competitors_by_name")]

    operations = [FillIn(publish, withdraw)]
