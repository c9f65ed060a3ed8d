"""Sign-in for every page, the reader's zone and reach for the request, and the actor for the audit."""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from retention.lib.zones import is_zone

from .audit import acting
from .models import User
from .visibility import keep_reach

Answer = Callable[[HttpRequest], HttpResponse]
OPEN_PATHS = (
    "/sign-in/", "/password/", "/invitation/", "/healthz", "/livez", "/static/", "/api/", "/calendar/",
    "/answer/", "/share/",
)  # fmt: skip


class SignInRequiredMiddleware:
    """Everything needs a signed-in user, except what is listed; the API and secret links know their own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send anonymous readers to sign in and back."""
        if request.user.is_authenticated or request.path.startswith(OPEN_PATHS):
            return self.get_response(request)
        target = settings.LOGIN_URL
        if request.method in ("GET", "HEAD"):
            target = f"{target}?next={quote(request.get_full_path())}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)


class ReaderMiddleware:
    """Dates and times are the reader's; what they may see is loaded once."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the reader's zone for the length of the request."""
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        keep_reach(user)
        place = user.time_zone if is_zone(user.time_zone) else "UTC"  # names vanish with new zone data
        with timezone.override(place):
            return self.get_response(request)


class AuditActorMiddleware:
    """Whatever is written during a request is attributed to its user by the triggers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the audit context for changing requests only: reads pay nothing."""
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return self.get_response(request)
        with acting(user_id=request.user.pk, via="page"):
            return self.get_response(request)
