"""The desk package."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Wires the desk package in."""

    name = "retention.desk"
    label = "desk"

    def ready(self) -> None:
        """Give the digest its list of the day."""
        from . import digest_section

        digest_section.register()
