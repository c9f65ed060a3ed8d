"""Who is this? Our people with what they do, where, and who leads them."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now
from retention.lib.keyset import Sort, keyset_page
from retention.lib.zones import local_day
from retention.walks.colleague_filters import ColleagueFilter
from retention.walks.colleagues import colleagues, told
from retention.walks.models import WalkStep

from ..lists import Heading, address, listing
from ..parts import Pager
from ..reader import reader

SORTS = {"name": Sort("name", "Name")}
DUE = {"due": Sort("due_on", "Due", date.fromisoformat)}
HEADINGS = (
    Heading("Name", "name"), Heading("Function"), Heading("Where"), Heading("Team"), Heading("Lead"),
    Heading("Backup"),
)  # fmt: skip


@require_safe
def all_colleagues(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, by name."""
    user = reader(request)
    found = listing(request, colleagues(), ColleagueFilter, sorts=SORTS, headings=HEADINGS)
    today = local_day(database_now(), user.time_zone)
    context = {"list": found, "people": told(found.rows, on=today), "asked": request.GET.get("q", "")}
    return render(request, "desk/colleagues/list.html", context)


@require_safe
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, and the steps of walks they hold at accounts the reader sees."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    person = get_object_or_404(colleagues(), pk=pk)
    rows = WalkStep.objects.visible_to(user).here().filter(owner_user=person)
    rows = rows.select_related("walk__contract__account", "step")
    page = keyset_page(rows, sorts=DUE, cursor=request.GET.get("cursor", ""), size=50)
    turn = {"next_url": page.next_cursor, "previous_url": page.previous_cursor}
    ways = {name: address(request.path, request.GET, cursor=at) if at else "" for name, at in turn.items()}
    context = {
        "who": told([person], on=today)[0],
        "steps": page.rows,
        "pager": Pager(**ways),
        "today": today,
    }
    return render(request, "desk/colleagues/colleague.html", context)
