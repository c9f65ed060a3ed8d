"""The health package."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Wires the health package in."""

    name = "retention.health"
    label = "health"
