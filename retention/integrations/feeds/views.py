"""The page of one's calendar links, and the feed behind such a link."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.exceptions import AuthenticationFailed

from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.links import full_address
from retention.team.models import User
from retention.team.views.pages import SETTINGS_TABS, reader, tabs

from ..models import ApiToken
from ..tokens.actions import make_token
from ..tokens.authentication import TokenAuthentication
from ..tokens.scopes import CALENDAR
from .deadlines import deadlines_of
from .ics import calendar_lines

NAME = "Calendar link"
MOST_SHOWN = 20


@never_cache
@sensitive_variables("secret", "link")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_links(request: HttpRequest) -> HttpResponse:
    """One's calendar links; a new one is shown in the answer to that one request only."""
    user = reader(request)
    if request.method != "POST":
        return render(request, "integrations/calendar_links.html", _page(user))
    at = database_now()
    _, secret = make_token(owner=user, name=NAME, scopes=[CALENDAR], expires_at=None, by=user, at=at)
    link = full_address(reverse("notice_deadlines", args=[secret]))
    return render(request, "integrations/calendar_links.html", _page(user, link=link), status=201)


def _page(user: User, **more: Any) -> dict[str, Any]:
    rows = ApiToken.objects.usable(database_now()).filter(owner=user, scopes=[CALENDAR])
    return {"tabs": tabs(SETTINGS_TABS, "tokens", user), "links": rows.order_by("-id")[:MOST_SHOWN], **more}


@login_not_required
@never_cache
@sensitive_variables("secret")
@require_safe
def notice_deadlines(request: HttpRequest, secret: str) -> HttpResponse:
    """The last days for notice that the link's owner may see now; a link that ended is not found."""
    try:
        user, token = TokenAuthentication().check(secret)
    except AuthenticationFailed:
        raise Http404 from None
    if CALENDAR not in token.scopes:
        raise Http404
    at = database_now()
    today = local_day(at, user.time_zone)
    events = deadlines_of(user, on=today, mine=request.GET.get("mine") == "1")
    body = "".join(calendar_lines("Keel: last days for notice", events, at=at))
    timezone.deactivate()  # the check of the link put the thread on its owner's clock
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="notice-deadlines.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer
