"""Every address of the product."""

from django.urls import include, path

from retention.desk.healthz import healthz, livez

urlpatterns = [
    path("livez", livez, name="livez"),
    path("healthz", healthz, name="healthz"),
    path("api/", include("retention.integrations.api_urls")),  # before the pages: programs ask none
    path("", include("retention.desk.urls")),
    path("", include("retention.team.urls")),
    path("", include("retention.integrations.urls")),
]

handler400 = "retention.desk.errors.bad_request"
handler403 = "retention.desk.errors.forbidden"
handler404 = "retention.desk.errors.not_found"
handler500 = "retention.desk.errors.server_error"
