"""Publishes the first scorecard. What is written here stays as it is: snapshots name this version for ever."""

from django.db import migrations
from django.db.models.functions import Now

from retention.lib.migrations import FillIn

STARTER = {
    "version": "starter-1",
    "measures_planned": 17,
    "measures": [
        {
            "code": "E1", "label": "Check-ins kept, 90 days", "weight": "6",
            "points": [["0", "0"], ["1", "100"]], "fresh_days": None, "stale_days": None,
        },
        {
            "code": "E2", "label": "Silence against the interval", "weight": "6",
            "points": [["1", "100"], ["1.5", "70"], ["2", "40"], ["3", "0"]],
            "fresh_days": None, "stale_days": None,
        },
        {
            "code": "E3", "label": "Replies to personal attempts, 90 days", "weight": "3",
            "points": [["0", "0"], ["0.3", "40"], ["0.6", "80"], ["0.8", "100"]],
            "fresh_days": None, "stale_days": None,
        },
        {
            "code": "R4", "label": "Latest mood", "weight": "3",
            "points": [["-2", "0"], ["2", "100"]], "fresh_days": 90, "stale_days": 180,
        },
        {
            "code": "C2", "label": "Revenue against a year ago", "weight": "3",
            "points": [["0.5", "0"], ["0.8", "30"], ["1", "75"], ["1.1", "90"], ["1.2", "100"]],
            "fresh_days": None, "stale_days": None,
        },
    ],
    "caps": [
        {
            "code": "notice_received", "at_most": "5",
            "text": "Written notice received on the open renewal",
        },
        {
            "code": "silence", "at_most": "60",
            "text": "No two-way contact with any key contact for twice the interval",
        },
    ],
}  # fmt: skip


def publish(apps, schema_editor):
    apps.get_model("health", "Scorecard").objects.get_or_create(
        version=1, defaults={"name": "Starter", "definition": STARTER, "published_at": Now()}
    )


def withdraw(apps, schema_editor):
    apps.get_model("health", "Scorecard").objects.filter(version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("health", "0001_first_tables"), ("contacts", "0001_first_tables")]

    operations = [FillIn(publish, withdraw)]
