"""The integrations package."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Wires the integrations package in."""

    name = "retention.integrations"
    label = "integrations"
