"""Addresses of the screens, one module per screen family; each has nothing but its own paths."""

from django.urls import URLPattern, URLResolver

from . import (
    accounts,
    contacts,
    day,
    figures,
    handover,
    health,
    lost_deals,
    notifications,
    renewals,
    search,
    style,
    targets,
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
    lost_deals,
    notifications,
    search,
    targets,
    style,
)

urlpatterns: list[URLPattern | URLResolver] = [path for family in FAMILIES for path in family.urlpatterns]
