"""The desk package."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Wires the desk package in."""

    name = "retention.desk"
    label = "desk"

    def ready(self) -> None:
        """Give the digest its list of the day, and renewals the caps of health."""
        from retention.health.held_caps import caps_now
        from retention.renewals.caps import provide_caps

        from . import digest_section

        digest_section.register()
        provide_caps(caps_now)
