"""What the reader was told, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.reminders.actions.reading import acknowledge, read_all
from retention.reminders.facts import newest_notices, notification_page
from retention.reminders.models import Notification

from ..answering import done, refused
from ..parts import Pager
from ..reader import reader

BACK = "/notifications/"


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """The reader's notifications; what is not acknowledged yet says so."""
    cursor = request.GET.get("cursor", "")
    page = notification_page(reader(request), cursor=cursor)
    older = f"{request.path}?cursor={page.next_cursor}" if page.next_cursor else ""
    context = {
        "page": page,
        "notices": [] if cursor else newest_notices(reader(request)),
        "pager": Pager(next_url=older, next_label="Older"),
        "has_more": bool(older),
    }
    return render(request, "desk/notifications/list.html", context)


@require_POST
def notification_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop its repeats: the reader has seen it and acts."""
    user = reader(request)
    row = get_object_or_404(Notification.objects.visible_to(user).filter(user=user), pk=pk)
    try:
        acknowledge(notification=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=BACK)
    return done(request, f"Noted: {row.title}", back=BACK)


@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    read_all(by=reader(request), at=database_now())
    return redirect("notifications")
