"""Health of a team, and how it is computed."""

from django.urls import path

from ..views import health, table_files

urlpatterns = [
    path("team/health/", health.team_health, name="team_health"),
    path("team/health/file/", table_files.team_health_file, name="team_health_file"),
    path("team/health/method/", health.health_method, name="health_method"),
]
