"""The renewals package."""

from django.apps import AppConfig


class RenewalsConfig(AppConfig):
    """Wires the renewals package in."""

    name = "retention.renewals"
    label = "renewals"
