"""Addresses of integrations: imports, tokens, the API."""

from django.urls import include, path

urlpatterns = [
    path("", include("retention.integrations.imports.urls")),
    path("", include("retention.integrations.tokens.urls")),
    path("", include("retention.integrations.feeds.urls")),
    path("api/", include("retention.integrations.api_urls")),
]
