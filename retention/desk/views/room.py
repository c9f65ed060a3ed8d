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
from plans.wallets import wallet_of_all, wallet_of_rows, wallet_rows, wallets_of
from retention.growth.advising import advice_for, advice_word, with_advice
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..account.health_panel import health_panel
from ..formats import money_text, percent_text
from ..lists import Heading, listing, quick_views
from ..reader import reader
from ..room_filter import RoomFilter
from ..words import answer, fact, sentence
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
    sums: dict[str, Any] = {"revenue": grid.revenue, "rates": grid.rates}
    wallet = wallet_rows(row, user, on=today, **sums)
    health = health_panel(row, user, at=at).fact
    plays = WhitespacePlay.objects.visible_to(user).filter(account=row)
    context = frame(row, "account_room") | {
        "grid": grid,
        "products": [grid.products[at] for at in shown],
        "rows": [_shown_row(unit, shown) for unit in grid.all_rows],
        "hidden": len(grid.products) - len(shown),
        "advised": advice_for(row, user, health, on=today),
        "wallet": wallet,
        "our_share": wallet_of_rows(wallet, into=row.currency, **sums).share,
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
    unknown = fact(f"{room.unknown} of {room.applicable}", "#grid")
    asks = sentence(_("Nobody knows what stands in {unknown} cells."), unknown=unknown)
    if not room.whitespace:
        none = sentence(_("No white space of {worth} is here."), worth=fact(_("known worth")))
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
    wallets = wallets_of([row.pk for row in found.rows], on=today)
    every = RoomFilter.of(request, rows)
    totals = totals_of(every, on=today)
    context = {
        "list": found,
        "rows": [(row, squares[row.pk], wallets[row.pk], advice_word(row)) for row in found.rows],
        "more": more,
        "totals": totals,
        "wallet": wallet_of_all(every, totals.owned, on=today),
        "currency": base_currency(),
        "segments": quick_views(
            request,
            ((_("All"), ""), (_("Mine"), "owner=me"), (_("Expand"), "do=expand"),
             (_("Recover first"), "do=recover_first"), (_("Discover"), "do=discover"),
             (_("Spend not known"), "spend=unknown")),
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
        Heading(_("Our share"), numeric=True),
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
            first, sentence(_("We have {share} of what is known; nobody said yet what fits."), share=share)
        )
    likely = fact(money_text(totals.weighted, base_currency(), "short"))
    return answer(first, sentence(_("{likely} of it by fit and access; we have {share} of what is known."),
                                  likely=likely, share=share))  # fmt: skip
