"""The list of accounts."""

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.filters import AccountFilter
from accounts.models import Account
from retention.lib.keyset import Sort

from ..answering import by_htmx
from ..lists import Heading, Listing, address, listing, quick_views
from ..parts import Segment
from ..reader import reader
from ..words import answer, fact, sentence

SORTS = {
    "name": Sort("name_key", "Name"),
    "arr": Sort("arr_base", "Yearly revenue", Decimal, descending=True),
    "health": Sort("health_score", "Health", Decimal, nullable=True),
    "decides": Sort("next_decision_on", "To be decided", date.fromisoformat, nullable=True),
    "contact": Sort(
        "last_two_way_at",
        "Last contact",
        datetime.fromisoformat,
        nullable=True,
        nulls_first=True,
        empty_first=True,
    ),
}
SHOWN = (
    "name", "tier", "city", "health_band", "health_score", "health_trend", "arr", "currency",
    "next_decision_on", "last_two_way_at", "next_check_in_on", "next_step_on", "owner__name",
    "name_key", "arr_base",
)  # fmt: skip
"""What a row shows, and what the list is sorted by."""
HEADINGS = (
    Heading("Account", "name"),
    Heading("Health", "health"),
    Heading("Yearly revenue", "arr", numeric=True),
    Heading("To be decided", "decides", numeric=True),
    Heading("Last contact", "contact", numeric=True),
    Heading("Next check-in", numeric=True),
    Heading("Next step", numeric=True),
    Heading("Owner"),
)


def _segments(request: HttpRequest) -> list[Segment]:
    """The few views people start from; each is an address."""
    return quick_views(
        request,
        (
            (_("All"), ""),
            (_("Mine"), "owner=me"),
            (_("At risk"), "health=at_risk"),
            (_("Without an owner"), "owner=none"),
        ),
    )


def _answer(page: Listing[Account]) -> SafeString:
    note = page.page.count_note
    if not note:
        return SafeString("")
    singular = note == "1"
    return answer(
        sentence(
            _("{count} {accounts} {match}."),
            count=fact(note),
            accounts=_("account") if singular else _("accounts"),
            match=_("matches")
            if singular and page.is_filtered
            else _("match")
            if page.is_filtered
            else _("in view"),
        )
    )


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Which accounts match, and which first."""
    rows = Account.objects.visible_to(reader(request)).select_related("owner").only(*SHOWN)
    page = listing(request, rows, AccountFilter, sorts=SORTS, headings=HEADINGS)
    context = {"list": page, "segments": _segments(request), "answer": _answer(page), "here": address}
    template = "desk/accounts/_list.html" if by_htmx(request) else "desk/accounts/list.html"
    return render(request, template, context)
