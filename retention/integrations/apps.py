"""The integrations package."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Wires the integrations package in."""

    name = "retention.integrations"
    label = "integrations"

    def ready(self) -> None:
        """Make the kinds of job known."""
        from .imports.kinds import register_import_jobs

        register_import_jobs()
