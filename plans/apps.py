"""The plans layer."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Strategic account plans."""

    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"
