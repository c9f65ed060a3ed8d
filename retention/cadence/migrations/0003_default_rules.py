"""The intervals every installation starts with (docs/methods.md, Check-in intervals)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from retention.lib.migrations import FillIn

DAYS = {
    "account": {"A": 14, "B": 30, "C": 60, "D": 120},
    "economic_buyer": {"A": 60, "B": 90, "C": 180},
    "executive_sponsor": {"A": 90, "B": 180},
    "decision_maker": {"A": 45, "B": 60, "C": 90},
    "champion": {"A": 14, "B": 30, "C": 60},
    "coach": {"A": 14, "B": 30, "C": 60},
    "influencer": {"A": 60, "B": 90, "C": 180},
    "user_lead": {"A": 30, "B": 60, "C": 90},
    "procurement": {"A": 180, "B": 365},
}


def add_rules(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One row per tier and subject; what is not listed has no rule."""
    rule = apps.get_model("cadence", "CadenceRule")
    rows = [
        rule(tier=tier, subject=subject, interval_days=days)
        for subject, by_tier in DAYS.items()
        for tier, days in by_tier.items()
    ]
    rule.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    """Fills the table of rules."""

    dependencies = [("cadence", "0002_room_for_time_and_spread")]

    operations = [FillIn(add_rules, migrations.RunPython.noop)]
