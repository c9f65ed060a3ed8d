"""Error pages: what happened and what to do, in plain words, without revealing what exists.

Programs that ask below /api/ get the same as problem documents.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from retention.desk.sharing.sealing import opens_nothing, sealed
from retention.lib.api.problems import NOT_MAY, NOT_THERE, TOO_LARGE, is_for_programs, plain_problem

BEHIND_A_LINK = "/share/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be read."""
    if is_for_programs(request):
        if isinstance(exception, RequestDataTooBig):
            return plain_problem(413, TOO_LARGE)
        return plain_problem(400, "This request cannot be read.")
    return _plain(request, "errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Visible, but not theirs to change."""
    if is_for_programs(request):
        return plain_problem(403, str(exception or "") or NOT_MAY)
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    if is_for_programs(request):
        return plain_problem(403, "A request by a browser needs the forgery token of a page.")
    return render(request, "errors/403.html", {"form_expired": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """It does not exist, or the reader may not see it: the same answer for both."""
    if is_for_programs(request):
        return plain_problem(404, NOT_THERE)
    if request.path.startswith(BEHIND_A_LINK):
        return opens_nothing(request)
    return _plain(request, "errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; nothing was half-saved."""
    if is_for_programs(request):
        return plain_problem(500, "Something broke on our side. Nothing was half-saved; it has been logged.")
    return _plain(request, "errors/500.html", 500)


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """What went wrong behind a link to a shared plan is sealed as the plan is."""
    answer = render(request, template, status=status)
    return sealed(answer) if request.path.startswith(BEHIND_A_LINK) else answer
