"""White space: one account unit by unit, and all accounts by product."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.fx import base_currency
from accounts.models import Account
from plans.models import WhitespacePlay
from plans.room_grid import Grid, PlaceShown, UnitRow, grid_of
from plans.room_portfolio import MONEY, Totals, products_shown, squares_of, totals_of, with_room
from retention.growth.advising import advice_for, advice_word, with_advice
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..account.health_panel import health_panel
from ..formats import money_text, percent_text
from ..lists import Heading, listing, quick_views
from ..reader import reader
from ..room_filter import RoomFilter
from ..words import answer, counted, fact, opening, sentence
from .account import frame, the_account

COLUMNS = 8
SORTS = {
    "room": Sort("room", "White space", MONEY.to_python, descending=True),
    "weighted": Sort("weighted_room", "Weighted", MONEY.to_python, descending=True),
    "name": Sort("name", "Account"),
}


@require_safe
def account_room(request: HttpRequest, pk: int) -> HttpResponse:
    """Units × products of one account, the plays that run, and what to do with the customer."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    today = local_day(at, user.time_zone)
    grid = grid_of(row, user, on=today)
    shown = _columns(grid, every="all" in request.GET)
    health = health_panel(row, user, at=at).fact
    plays = WhitespacePlay.objects.visible_to(user).filter(account=row)
    context = frame(row, "account_room") | {
        "grid": grid,
        "products": [grid.products[at] for at in shown],
        "rows": [_shown_row(unit, shown) for unit in grid.all_rows],
        "hidden": len(grid.products) - len(shown),
        "advised": advice_for(row, user, health, on=today),
        "plays": plays.select_related("owner", "step", "cell__unit", "cell__product").order_by(
            "ended_on", "target_on", "id"
        )[:30],
        "displaceable": [each for each in grid.places if each.is_displaceable],
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
        "today": today,
        "answer": _answer_of_account(grid),
    }
    return render(request, "desk/room/account.html", context)


def _columns(grid: Grid, *, every: bool) -> list[int]:
    """Places of the products shown: those of which something is known, filled up to eight."""
    places = range(len(grid.products))
    if every:
        return list(places)
    known = [at for at in places if any(row.places[at].state != "unknown" for row in grid.all_rows)]
    others = [at for at in places if at not in known]
    return sorted([*known, *others[: max(COLUMNS - len(known), 0)]])


def _shown_row(row: UnitRow, shown: list[int]) -> tuple[UnitRow, list[PlaceShown]]:
    return row, [row.places[at] for at in shown]


def _answer_of_account(grid: Grid) -> SafeString:
    room = grid.room
    unknown = fact(opening(counted(room.unknown, "cell", "cells")), "#grid")
    asks = sentence(_("Of {unknown} nobody knows what stands there."), unknown=unknown)
    if not room.whitespace:
        none = sentence(_("No white space of known worth is {here}."), here=fact(_("here")))
        return answer(none, asks) if room.unknown else answer(none)
    url = f"{reverse('cells')}?account={grid.account.pk}&room=1"
    worth = fact(money_text(room.whitespace, grid.account.currency, "short"), url)
    first = sentence(_("{worth} a year could still be won here."), worth=worth)
    return answer(first, asks) if room.unknown else answer(first)


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """Accounts × products, those with most white space first."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    customers = Account.objects.visible_to(user).customers().select_related("owner")
    rows = with_advice(with_room(customers, on=today), on=today)
    products, more = products_shown(on=today, family=request.GET.get("family", ""))
    found = listing(
        request, rows, RoomFilter, sorts=SORTS, headings=_headings(products), size=30, hidden=["family"]
    )
    squares = squares_of([row.pk for row in found.rows], products, on=today)
    totals = totals_of(RoomFilter.of(request, rows), on=today)
    context = {
        "list": found,
        "rows": [(row, squares[row.pk], advice_word(row)) for row in found.rows],
        "more": more,
        "totals": totals,
        "currency": base_currency(),
        "segments": quick_views(
            request,
            ((_("All"), ""), (_("Mine"), "owner=me"), (_("Expand"), "do=expand"),
             (_("Recover first"), "do=recover_first"), (_("Discover"), "do=discover")),
        ),
        "answer": _answer_of_all(totals),
    }  # fmt: skip
    return render(request, "desk/room/portfolio.html", context)


def _headings(products: Any) -> list[Heading]:
    return [
        Heading(_("Account"), "name"),
        Heading(_("Owned"), numeric=True),
        *(Heading(each.name) for each in products),
        Heading(_("White space"), "room", numeric=True),
        Heading(_("Weighted"), "weighted", numeric=True),
        Heading(_("Next")),
    ]


def _answer_of_all(totals: Totals) -> SafeString:
    if not totals.room:
        return answer(sentence(_("{nothing} is known yet of what customers could still use."),
                               nothing=fact(_("Nothing"))))  # fmt: skip
    worth = fact(money_text(totals.room, base_currency(), "short"), f"{reverse('cells')}?room=1")
    first = sentence(_("{worth} a year could still be won."), worth=worth)
    share = fact(percent_text(totals.owned / (totals.owned + totals.room)))
    if totals.weighted is None:
        return answer(
            first, sentence(_("We have {share} of it all; nobody said yet what fits."), share=share)
        )
    likely = fact(money_text(totals.weighted, base_currency(), "short"))
    return answer(first, sentence(_("{likely} of it by fit and access; we have {share} of it all."),
                                  likely=likely, share=share))  # fmt: skip
