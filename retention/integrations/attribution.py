"""Who writes through the API, for the audit; and that a token's zone ends with its request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from retention.team.audit import acting

Answer = Callable[[HttpRequest], HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")


class ApiActorMiddleware:
    """Opens the audit context of API requests; the token check names the token's owner in it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through whatever is not the API."""
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        with timezone.override(timezone.get_current_timezone()):
            if request.method in READING:
                return self.get_response(request)
            with acting(user_id=request.user.pk, via="api"):
                return self.get_response(request)
