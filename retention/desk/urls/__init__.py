"""Addresses of the screens, one module per screen family; each has nothing but its own paths."""

from django.urls import URLPattern, URLResolver

from . import (
    account_team,
    advocacy,
    accounts,
    competitors,
    books,
    contacts,
    contracts,
    day,
    duplicates,
    figures,
    goals,
    handover,
    health,
    lost_deals,
    notifications,
    people_map,
    privacy,
    renewals,
    search,
    sponsors,
    style,
    targets,
    touchpoints,
    voice,
)

FAMILIES = (
    day,
    touchpoints,
    accounts,
    contracts,
    account_team,
    handover,
    contacts,
    duplicates,
    people_map,
    privacy,
    renewals,
    health,
    figures,
    targets,
    goals,
    voice,
    books,
    advocacy,
    competitors,
    lost_deals,
    notifications,
    sponsors,
    search,
    style,
)

urlpatterns: list[URLPattern | URLResolver] = [path for family in FAMILIES for path in family.urlpatterns]
