"""Addresses of integrations: imports, tokens, feeds; the API's stand first of all."""

from django.urls import include, path

urlpatterns = [
    path("", include("retention.integrations.imports.urls")),
    path("", include("retention.integrations.tokens.urls")),
    path("", include("retention.integrations.feeds.urls")),
]
