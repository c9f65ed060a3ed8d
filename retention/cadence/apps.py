"""The cadence package."""

from django.apps import AppConfig


class CadenceConfig(AppConfig):
    """Wires the cadence package in."""

    name = "retention.cadence"
    label = "cadence"
