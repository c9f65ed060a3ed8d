"""Whom customers see as our competitors: the sums over all accounts, and every customer behind them."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.fx import base_currency
from contacts.knowledge.competitors import (
    Competitor,
    named_competitors,
    never_named,
    summed_up,
    with_ends,
)
from contacts.knowledge.our_words import our_lists
from contacts.known_filters import CompetitorFilter
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.team.visibility import leads_people

from ..figures.files import about, as_file, by_key, chained
from ..lists import Heading, listing, quick_views
from ..reader import reader
from ..rivals import rivals_of
from ..words import answer, counted, fact, opening, sentence

SORTS = {
    "revenue": Sort("account__arr_base", "Revenue", Decimal, descending=True),
    "said": Sort("said_on", "Said on", date.fromisoformat, descending=True),
}
HEADINGS = (
    Heading("Account"),
    Heading("Competitor"),
    Heading("How near they are"),
    Heading("Who said so"),
    Heading("Said on", "said", numeric=True),
    Heading("Contract ends", numeric=True),
    Heading("Decides by", numeric=True),
    Heading("Revenue a year", "revenue", numeric=True),
)


@require_safe
def competitors(request: HttpRequest) -> HttpResponse:
    """Every customer who named a competitor, those worth most first, below the sums by competitor."""
    user = reader(request)
    named = named_competitors(user)
    today = local_day(database_now(), user.time_zone)
    ours = our_lists()
    sums = summed_up(named, ours)
    rows = with_ends(named).select_related("account", "contact__person")
    segments = quick_views(
        request,
        (
            (_("All"), ""),
            (_("Looking now"), "value=looking"),
            *([(_("Not on our list"), "ours=false")] if ours.competitors else []),
            (_("Mine"), "owner=me"),
        ),
    )
    context = {
        "list": listing(request, rows, CompetitorFilter, sorts=SORTS, headings=HEADINGS),
        "segments": segments,
        "sums": sums,
        "rivals": rivals_of(user, sums, ours, on=today),
        "ours": ours,
        "never_named": never_named(named, ours) if ours.competitors else [],
        "may_change": leads_people(user),
        "currency": base_currency(),
        "today": today,
        "answer": _answer(sums),
    }
    return render(request, "desk/competitors/list.html", context)


def _answer(sums: list[Competitor]) -> SafeString:
    looking = sum(each.looking for each in sums)
    if not sums:
        return answer(sentence(_("No customer {named} a competitor yet."), named=fact(_("named"))))
    who = fact(opening(counted(len(sums), "competitor", "competitors")), "#sums")
    are = _("is") if len(sums) == 1 else _("are")
    first = sentence(_("{who} {are} on your customers’ minds."), who=who, are=are)
    if strange := sum(each.is_ours is False for each in sums):
        some = fact(str(strange), "?ours=false")
        first = sentence(
            _("{who} {are} on your customers’ minds, {some} of them not on our own list."),
            who=who, are=are, some=some,
        )  # fmt: skip
    if not looking:
        return answer(first, sentence(_("{nobody} is looking at one now."), nobody=fact(_("Nobody"))))
    looks = fact(opening(counted(looking, "customer is", "customers are")), "?value=looking")
    return answer(first, sentence(_("{looks} looking at one now."), looks=looks))


@require_safe
def competitors_file(request: HttpRequest) -> StreamingHttpResponse:
    """The customers of the same filters, each with what a competitor would take."""
    user = reader(request)
    filters = CompetitorFilter(request.GET, queryset=with_ends(named_competitors(user)), request=request)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    head = ("account", "name", "competitor", "how near", "in their words", "who", "said on", "good until",
            "contract ends", "decides by", "yearly revenue", "health")  # fmt: skip
    lines = (
        (
            row.account_id, row.account.name, row.named, row.value, row.text,
            row.contact.name if row.contact else "", row.said_on, row.fresh_until,
            getattr(row, "ends_on", None), row.account.next_decision_on, row.account.arr_base,
            row.account.health_band,
        )
        for row in by_key(rows.select_related("account", "contact__person"))
    )  # fmt: skip
    return as_file("competitors", chained(about(local_day(database_now(), user.time_zone)), [head], lines))
