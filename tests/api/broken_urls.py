"""The product's addresses, and some below /api/ whose views fail in ways that no view should."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from retention import urls

FAILURES: dict[str, Exception] = {
    "plain/400": SuspiciousOperation("odd <b>host</b>"),
    "plain/400-again": BadRequest("unreadable"),
    "plain/403": PermissionDenied(),
    "plain/404": Http404("Vela Hotels is secret"),
    "plain/500": RuntimeError("Vela Hotels is secret"),
}


def plain(request: HttpRequest, failure: str) -> HttpResponse:
    """A view of Django's own."""
    raise FAILURES[f"plain/{failure}"]


class Broken(APIView):
    """A view of the API with a bug in it."""

    permission_classes = (AllowAny,)

    def get(self, request: Request) -> Any:
        """Fail."""
        raise RuntimeError("Vela Hotels is secret")


urlpatterns = [
    path("api/v1/plain/<failure>/", plain),
    path("plain/<failure>/", plain),
    path("api/v1/broken/", Broken.as_view()),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
