"""Publishes the sixth scorecard: with executive pairs, hours beyond the contract, and close ties before a decision.

What is written here stays as it is: snapshots name this version for ever.
"""

from django.db import migrations
from django.db.models.functions import Now

from retention.lib.migrations import FillIn

SPONSORS = {
    "code": "R3", "label": "Sponsor contact against interval", "weight": "4",
    "points": [["1", "100"], ["2", "40"], ["3", "0"]], "fresh_days": None, "stale_days": None,
}  # fmt: skip
HOURS = {
    "code": "C3", "label": "Work beyond the contract, 90 days", "weight": "2",
    "points": [["0.05", "100"], ["0.15", "70"], ["0.3", "30"], ["0.5", "0"]],
    "fresh_days": 45, "stale_days": 90,
}  # fmt: skip
FEW_TIES = {
    "code": "few_ties", "at_most": "65",
    "text": "Less than 180 days to the decision, and fewer than two key contacts are close to us",
}  # fmt: skip


def publish(apps, schema_editor):
    cards = apps.get_model("health", "Scorecard").objects
    fifth = cards.get(version=5).definition
    upper, others, threat = fifth["measures"][:4], fifth["measures"][4:-1], fifth["measures"][-1]
    definition = {
        **fifth,
        "version": "starter-6",
        "measures": [*upper, SPONSORS, *others, HOURS, threat],
        "caps": [*fifth["caps"], FEW_TIES],
    }
    cards.get_or_create(
        version=6,
        defaults={"name": "Starter with pairs, hours and ties", "definition": definition,
                  "published_at": Now()},
    )  # fmt: skip


def withdraw(apps, schema_editor):
    apps.get_model("health", "Scorecard").objects.filter(version=6).delete()


class Migration(migrations.Migration):
    dependencies = [("health", "0006_champions_and_competitors"), ("plans", "0003_hours")]

    operations = [FillIn(publish, withdraw)]
