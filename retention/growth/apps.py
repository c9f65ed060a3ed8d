"""The growth package."""

from django.apps import AppConfig


class GrowthConfig(AppConfig):
    """Targets, plan rates, lost deals and references."""

    name = "retention.growth"
    label = "growth"
    default_auto_field = "django.db.models.BigAutoField"
