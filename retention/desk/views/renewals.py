"""Renewals as a table, a board or thirteen weeks: the same filters, the same rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.renewals.filters import RenewalFilter
from retention.renewals.models import Renewal
from retention.renewals.questions import with_views
from retention.team.models import User
from retention.team.visibility import leads_people

from ..lists import Heading, address, chips_of, listing
from ..parts import Chip, Segment
from ..reader import reader
from ..renewals.answers import board_answer, calendar_answer, table_answer
from ..renewals.board import board, first_steps
from ..renewals.family import family
from ..renewals.reviewing import open_calls
from ..renewals.table_file import table_lines
from ..renewals.weeks import calendar
from .forecast import forecast

SORTS = {
    "decides": Sort("decision_on", "To be decided", date.fromisoformat),
    "due": Sort("renewal_due_on", "Renews", date.fromisoformat),
    "atr": Sort("atr", "Value", Decimal, descending=True),
}
HEADINGS = (
    Heading("Account"),
    Heading("To be decided", "decides", numeric=True),
    Heading("Renews", "due", numeric=True),
    Heading("Value", "atr", numeric=True),
    Heading("Stage"),
    Heading("Owner's call"),
    Heading("System", numeric=True),
    Heading("Health"),
    Heading("Owner"),
)
LAYOUTS = {"table": "Table", "board": "Board", "calendar": "Calendar", "forecast": "Forecast"}
QUICK = (
    ("disagree", "1", "They disagree"),
    ("review", "1", "Calls to review"),
    ("stuck", "1", "Too long in their stage"),
    ("needs_me", "1", "Needs me today"),
    ("late", "1", "Past their day"),
    ("owner", "me", "Mine"),
)
LEADS = 3
"""The first ones are what leads look at."""
ALWAYS_DROPPED = ("cursor",)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: who reads, on which day, which rows, in which layout."""

    request: HttpRequest
    user: User
    today: date
    filters: RenewalFilter
    layout: str

    @property
    def rows(self) -> QuerySet[Renewal]:
        """What matches; nothing when a filter cannot be read."""
        found: QuerySet[Renewal] = self.filters.qs
        return found if self.filters.is_valid() else found.none()

    @property
    def is_review(self) -> bool:
        """Calls are reviewed: what they lack is said beside them."""
        return bool(self.request.GET.get("review"))

    def to_table(self, **more: str) -> str:
        """The table of the same rows, narrowed further."""
        query = self.request.GET
        return address(self.request.path, query, without=("cursor", "sort", "layout"), **more)

    def to_days(self, first: date | None, before: date, name: str = "decides") -> str:
        """The table of these days, as far as the filters reach."""
        said = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        asked = {f"{name}_before": min(before, said.get(f"{name}_before") or before).isoformat()}
        if first is not None:
            asked[f"{name}_from"] = max(first, said.get(f"{name}_from") or first).isoformat()
        return self.to_table(**asked)


def _asked(request: HttpRequest) -> Asked:
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    visible = Renewal.objects.visible_to(user)
    layout = request.GET.get("layout", "")
    filters = RenewalFilter(request.GET, queryset=visible, request=request)
    return Asked(request, user, today, filters, layout if layout in LAYOUTS else "table")


def _frame(asked: Asked, answer: SafeString) -> dict[str, Any]:
    """What every layout has around it: the answer, the switch, the filters."""
    request, query = asked.request, asked.request.GET
    kept = "" if asked.layout == "table" else asked.layout
    switch = [
        Segment(
            _(label),
            address(request.path, query, without=("cursor",), layout="" if name == "table" else name),
            current=name == asked.layout,
        )
        for name, label in LAYOUTS.items()
    ]
    quick = [
        Chip(_(label), address(request.path, query, without=ALWAYS_DROPPED, **{name: value}))
        for name, value, label in (QUICK if leads_people(asked.user) else (*QUICK[LEADS:], *QUICK[:LEADS]))
        if value not in query.getlist(name)
    ]
    active = chips_of(request.path, query, asked.filters, ())
    bare = address(request.path, QueryDict(""), layout=kept)
    return {
        "answer": answer,
        "tabs": family(asked.user, "renewals"),
        "segments": switch,
        "chips": [*active, *quick],
        "form": asked.filters.form,
        "clear_url": bare if active else "",
        "keep": [("layout", kept)] if kept else [],
        "today": asked.today,
        "export_url": address(reverse("renewals_file"), query, without=("cursor", "sort", "layout")),
    }


@require_safe
def renewals(request: HttpRequest) -> HttpResponse:
    """What renews, when it must be decided, what it is worth, and who says what."""
    asked = _asked(request)
    pages = {"board": _board, "calendar": _calendar, "forecast": _forecast}
    return pages.get(asked.layout, _table)(asked)


@require_safe
def renewals_file(request: HttpRequest) -> StreamingHttpResponse:
    """The table of the same filters as a file."""
    asked = _asked(request)
    answer = StreamingHttpResponse(
        table_lines(with_views(asked.rows), on=asked.today), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="renewals-{asked.today.isoformat()}.csv"'
    return answer


def _forecast(asked: Asked) -> HttpResponse:
    return forecast(asked.request, _frame(asked, SafeString(""))["segments"])


def _table(asked: Asked) -> HttpResponse:
    visible = with_views(Renewal.objects.visible_to(asked.user))
    rows = visible.select_related("account__owner", "contract")
    page = listing(asked.request, rows, RenewalFilter, sorts=SORTS, headings=HEADINGS)
    context = _frame(asked, table_answer(asked.rows, asked.today, asked)) | {"list": page}
    context["stands_open"] = open_calls(page.rows, on=asked.today) if asked.is_review else {}
    return render(asked.request, "desk/renewals/list.html", context)


def _board(asked: Asked) -> HttpResponse:
    found = board(asked.rows, on=asked.today)
    cards = [card for lane in found.lanes for card in lane.cards]
    context = _frame(asked, board_answer(found, asked)) | {
        "board": found,
        "stands_open": open_calls(cards, on=asked.today) if asked.is_review else {},
        "lanes": [(lane, asked.to_table(stage=lane.code)) for lane in found.lanes],
        "steps": first_steps(cards, asked.user),
    }
    return render(asked.request, "desk/renewals/board.html", context)


def _calendar(asked: Asked) -> HttpResponse:
    found = calendar(asked.rows, on=asked.today)
    weeks = [
        (
            week,
            asked.to_days(week.first, week.next_first),
            asked.to_days(week.first, week.next_first, "notice"),
        )
        for week in found.weeks
    ]
    context = _frame(asked, calendar_answer(found, asked)) | {"calendar": found, "weeks": weeks}
    return render(asked.request, "desk/renewals/weeks.html", context)
