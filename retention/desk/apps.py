"""The desk package."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Wires the desk package in."""

    name = "retention.desk"
    label = "desk"
