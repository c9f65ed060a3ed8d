"""Addresses of the screens, one module per screen family; each appends nothing but its own paths."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver

FAMILIES = (
    "day",
    "touchpoints",
    "accounts",
    "handover",
    "contacts",
    "renewals",
    "health",
    "notifications",
    "search",
    "style",
)


def collect() -> list[URLPattern | URLResolver]:
    """All patterns of the families, in order."""
    patterns: list[URLPattern | URLResolver] = []
    for family in FAMILIES:
        if find_spec(f"{__name__}.{family}"):
            patterns += import_module(f"{__name__}.{family}").urlpatterns
    return patterns


urlpatterns = collect()
