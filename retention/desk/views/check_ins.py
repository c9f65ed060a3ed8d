"""Check-ins: who is due, who is late, who is put off."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.cadence.filters import CheckInFilter
from retention.cadence.models import CheckIn
from retention.lib.keyset import Sort

from ..lists import Heading, listing, quick_views
from ..reader import reader

SORTS = {"due": Sort("shown_on", "Due", date.fromisoformat)}
HEADINGS = (
    Heading("Who"),
    Heading("Account"),
    Heading("Due", "due", numeric=True),
    Heading("Why"),
    Heading("Health"),
    Heading("Actions", hidden=True),
)


@require_safe
def check_ins(request: HttpRequest) -> HttpResponse:
    """The schedule of proactive contact, soonest first."""
    rows = CheckIn.objects.visible_to(reader(request)).select_related("contact__person", "account__owner")
    segments = quick_views(
        request,
        (
            (_("All"), ""),
            (_("Mine"), "owner=me"),
            (_("Late"), "state=late"),
            (_("This week"), "state=week"),
            (_("Put off"), "state=put_off"),
            (_("Because of a gap"), "state=gap"),
        ),
    )
    context = {
        "list": listing(request, rows, CheckInFilter, sorts=SORTS, headings=HEADINGS),
        "segments": segments,
    }
    return render(request, "desk/check_ins/list.html", context)
