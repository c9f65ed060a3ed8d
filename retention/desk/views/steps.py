"""Next steps over all accounts, and what each of them is for."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contacts.models import NextStep
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.teamwork.step_filters import SupportFilter
from retention.teamwork.supports import supports_of, with_link

from ..lists import Heading, listing, quick_views
from ..reader import reader
from .account import frame

SORTS = {"due": Sort("due_on", "Due", date.fromisoformat)}
HEADINGS = (
    Heading("Step"), Heading("Account"), Heading("Whose"), Heading("Supports"),
    Heading("Due", "due", numeric=True),
)  # fmt: skip


@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """Open steps, the next due first."""
    user = reader(request)
    rows = with_link(NextStep.objects.visible_to(user)).select_related("account", "owner")
    views = ((_("Open"), ""), (_("Mine"), "owner=me"), (_("Unlinked"), "unlinked=1"))
    context = {
        "list": listing(request, rows, SupportFilter, sorts=SORTS, headings=HEADINGS),
        "segments": quick_views(request, views),
        "today": local_day(database_now(), user.time_zone),
    }
    return render(request, "desk/steps/list.html", context)


@require_safe
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """One step, and every link from it up to the renewal."""
    user = reader(request)
    rows = NextStep.objects.visible_to(user).select_related("account__owner", "owner", "contact__person")
    row = get_object_or_404(rows, pk=pk)
    context = frame(row.account, "") | {
        "step": row,
        "found": supports_of(row, user),
        "today": local_day(database_now(), user.time_zone),
    }
    return render(request, "desk/steps/step.html", context)
