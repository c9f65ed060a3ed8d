"""How a click is answered: a browser is sent back with a message, htmx gets the regions that change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event


def by_htmx(request: HttpRequest) -> bool:
    """True when the page itself asks for a fragment."""
    return bool(getattr(request, "htmx", False))


def way_back(request: HttpRequest, default: str) -> str:
    """Where the reader came from, when that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe and wanted.startswith("/") else default


def done(
    request: HttpRequest,
    text: str,
    *,
    undo_url: str = "",
    back: str,
    gone: str = "",
) -> HttpResponse:
    """Say what happened, with Undo. ``gone`` is the id of a row that leaves the page."""
    if not by_htmx(request):
        messages.success(request, text, extra_tags=f"undo:{undo_url}" if undo_url else "")
        return redirect(way_back(request, back))
    facts = {"text": text, "kind": "done", "undo_url": undo_url, "gone": gone}
    answer = render(request, "desk/_done.html", facts)
    if request.headers.get("HX-Target") == "dialog-body":
        answer["HX-Reswap"] = "none"
        return trigger_client_event(answer, "close-dialog")
    return answer


def taken_back(request: HttpRequest, text: str, *, back: str) -> HttpResponse:
    """Say that something was undone. What it moved may stand anywhere, so the page is asked for again."""
    if not by_htmx(request):
        return done(request, text, back=back)
    messages.success(request, text)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def refused(request: HttpRequest, text: str, *, back: str, status: int = 409) -> HttpResponse:
    """Say why not; nothing changed."""
    if not by_htmx(request):
        messages.error(request, text)
        return redirect(way_back(request, back))
    answer = render(request, "desk/_done.html", {"text": text, "kind": "fail"}, status=status)
    answer["HX-Reswap"] = "none"
    return answer
