"""The team layer: users, teams, visibility, calendars."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Bottom layer with tables."""

    name = "retention.team"
    label = "team"
    verbose_name = "Team"

    def ready(self) -> None:
        """Offer what is somebody's in this layer."""
        from .open_work import offer_open_work
        from .own_work import COVERS, LEADS

        offer_open_work(LEADS, COVERS)
