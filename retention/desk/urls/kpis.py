"""KPIs agreed with customers, and their readings."""

from django.urls import path

from ..views import kpis, kpis_edit

urlpatterns = [
    path("kpis/", kpis.kpis, name="kpis"),
    path("accounts/<int:pk>/kpis/", kpis.account_kpis, name="account_kpis"),
    path("accounts/<int:pk>/kpis/new/", kpis_edit.kpi_new, name="kpi_new"),
    path("kpis/<int:pk>/edit/", kpis_edit.kpi_edit, name="kpi_edit"),
    path("kpis/<int:pk>/agree/", kpis_edit.kpi_agree, name="kpi_agree"),
    path("kpis/<int:pk>/end/", kpis_edit.kpi_end, name="kpi_end"),
    path("kpis/<int:pk>/read/", kpis_edit.kpi_read, name="kpi_read"),
    path("kpi-readings/<int:pk>/", kpis_edit.kpi_reading, name="kpi_reading"),
    path("kpi-readings/<int:pk>/correct/", kpis_edit.kpi_correct, name="kpi_correct"),
    path("kpi-readings/<int:pk>/void/", kpis_edit.kpi_void, name="kpi_void"),
    path("kpi-readings/<int:pk>/close/", kpis_edit.kpi_close, name="kpi_close"),
]
