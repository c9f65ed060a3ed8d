"""Health of a team, and how it is computed."""

from django.urls import path

from ..views import health

urlpatterns = [
    path("team/health/", health.team_health, name="team_health"),
    path("team/health/method/", health.health_method, name="health_method"),
]
