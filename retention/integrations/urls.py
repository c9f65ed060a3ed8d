"""Addresses of integrations: imports, tokens, the API."""

from django.urls import include, path

urlpatterns = [
    path("", include("retention.integrations.imports.urls")),
]
