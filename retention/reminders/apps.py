"""The reminders package."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Wires the reminders package in."""

    name = "retention.reminders"
    label = "reminders"
