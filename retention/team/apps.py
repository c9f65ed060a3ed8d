"""The team layer: users, teams, visibility, calendars."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Bottom layer with tables."""

    name = "retention.team"
    label = "team"
    verbose_name = "Team"
