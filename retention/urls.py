"""Every address of the product."""

from django.urls import path

from retention.desk.healthz import healthz, livez

urlpatterns = [
    path("livez", livez, name="livez"),
    path("healthz", healthz, name="healthz"),
]
