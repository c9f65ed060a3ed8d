"""Addresses of the screens, one module per screen family; each has nothing but its own paths."""

from django.urls import URLPattern, URLResolver

from . import (
    accounts,
    contacts,
    day,
    figures,
    handover,
    health,
    notifications,
    renewals,
    search,
    style,
    touchpoints,
)

FAMILIES = (
    day,
    touchpoints,
    accounts,
    handover,
    contacts,
    renewals,
    health,
    figures,
    notifications,
    search,
    style,
)

urlpatterns: list[URLPattern | URLResolver] = [path for family in FAMILIES for path in family.urlpatterns]
