"""What is kept: the figures and the rows behind them."""

from django.urls import path

from ..views import drivers, economics, retention, table_files

urlpatterns = [
    path("team/retention/", retention.retention, name="retention"),
    path("team/retention/rows/", retention.retention_rows, name="retention_rows"),
    path("team/retention/file/", retention.retention_file, name="retention_file"),
    path("team/drivers/", drivers.drivers, name="drivers"),
    path("team/drivers/file/", drivers.drivers_file, name="drivers_file"),
    path("team/economics/file/", table_files.spend_file, name="spend_file"),
    path("team/economics/effect/file/", economics.effect_file, name="effect_file"),
    path("team/economics/", economics.economics, name="economics"),
]
