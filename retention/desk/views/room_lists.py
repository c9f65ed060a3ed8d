"""White space as lists: cells, plays, and the table as a file."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Account, Product
from plans.models import WhitespaceCell, WhitespacePlay
from plans.planning.room_words import ROOM
from plans.room_filters import CellFilter, RoomPlayFilter
from plans.room_portfolio import squares_of, with_room
from plans.wallets import wallets_of
from retention.growth.advising import with_advice
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..figures.files import about, as_file, chained, portions
from ..lists import Heading, listing, quick_views
from ..reader import reader
from ..room_filter import RoomFilter
from ..words import answer, counted, fact, opening, sentence

CELLS = {
    "potential": Sort("potential", "Potential", Decimal, descending=True, nullable=True),
    "looked": Sort("looked_on", "Looked at", date.fromisoformat),
}
CELL_HEADINGS = (
    Heading("Account"),
    Heading("Unit"),
    Heading("Product"),
    Heading("What stands there"),
    Heading("Potential", "potential", numeric=True),
    Heading("Weighted", numeric=True),
    Heading("Ready", numeric=True),
    Heading("Looked at", "looked", numeric=True),
)
PLAYS = {"target": Sort("target_on", "Wanted by", date.fromisoformat)}
PLAY_HEADINGS = (
    Heading("Cell"),
    Heading("Account"),
    Heading("Potential", numeric=True),
    Heading("Stage"),
    Heading("Owner"),
    Heading("Next step"),
    Heading("Wanted by", "target", numeric=True),
)


@require_safe
def cells(request: HttpRequest) -> HttpResponse:
    """The cells behind a sum, those worth most first."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = WhitespaceCell.objects.visible_to(user).select_related("account", "unit", "product")
    found = listing(request, rows, CellFilter, sorts=CELLS, headings=CELL_HEADINGS)
    context = {
        "list": found,
        "rows": [(row, row.state in ROOM, row.is_stale(on=today), row.is_displaceable(on=today))
                 for row in found.rows],
        "segments": quick_views(
            request,
            ((_("All"), ""), (_("With room"), "room=1"), (_("Ready"), "ready=1"),
             (_("To displace"), "displace=1"), (_("Stale"), "stale=1")),
        ),
    }  # fmt: skip
    return render(request, "desk/room/cells.html", context)


@require_safe
def plays(request: HttpRequest) -> HttpResponse:
    """Who works on winning what, with the next step, the first due first."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = WhitespacePlay.objects.visible_to(user).select_related(
        "account", "owner", "step", "cell__unit", "cell__product"
    )
    if not set(request.GET) & {"running", "stage", "cell"}:
        rows = rows.running()
    found = listing(request, rows, RoomPlayFilter, sorts=PLAYS, headings=PLAY_HEADINGS)
    context = {
        "list": found,
        "today": today,
        "segments": quick_views(
            request,
            ((_("Running"), ""), (_("Mine"), "owner=me"), (_("Won"), "stage=won"),
             (_("Lost"), "stage=lost"), (_("Stopped"), "stage=stopped")),
        ),
        "answer": _answer(list(found.rows), today),
    }  # fmt: skip
    return render(request, "desk/room/plays.html", context)


def _answer(rows: list[WhitespacePlay], today: date) -> SafeString:
    running = [row for row in rows if row.is_running]
    if not running:
        return answer(sentence(_("{nobody} works on white space here."), nobody=fact(_("Nobody"))))
    who = fact(opening(counted(len(running), "cell is", "cells are")))
    late = [row for row in running if row.step.due_on < today]
    first = sentence(_("{who} in play."), who=who)
    if not late:
        return answer(first, sentence(_("Every next step is in time.")))
    number = fact(opening(counted(len(late), "next step is", "next steps are")))
    return answer(first, sentence(_("{number} late."), number=number))


@require_safe
def white_space_file(request: HttpRequest) -> StreamingHttpResponse:
    """The accounts of the same filters, with every product, in the workspace's currency."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = Account.objects.visible_to(user).customers()
    accounts = RoomFilter.of(request, with_advice(with_room(rows, on=today), on=today))
    products = list(Product.objects.filter(is_retired=False).order_by("name", "id"))
    head = ("account", "name", "health", "yearly revenue", "white space", "weighted", "they spend",
            "our share", "what to do",
            *(f"{each.name}: {what}" for each in products for what in ("state", "white space")))  # fmt: skip
    return as_file("white-space", chained(about(today), [head], _lines(accounts, products, today)))


def _lines(accounts: Any, products: list[Product], today: date) -> Iterator[tuple[object, ...]]:
    for portion in portions(accounts):
        squares = squares_of([row.pk for row in portion], products, on=today)
        wallets = wallets_of([row.pk for row in portion], on=today)
        for row in portion:
            ours = wallets[row.pk]
            cells = [(each.state, round(each.room, 2)) for each in squares[row.pk]]
            yield (
                row.pk,
                row.name,
                row.health_band,
                row.arr_base,
                round(row.room, 2),
                round(row.weighted_room, 2),
                ours.spend,
                None if ours.share is None else round(ours.share, 4),
                row.advice,
                *(value for cell in cells for value in cell),
            )
