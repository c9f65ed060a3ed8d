"""The review of losses, and whom to ask again."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now
from retention.lib.keyset import Page, Sort, keyset_page
from retention.lib.zones import local_day
from retention.renewals.models import Renewal

from ..lists import address
from ..parts import Chip, Pager, Segment
from ..reader import reader
from ..renewals.answers import in_words
from ..renewals.family import family
from ..renewals.losses import Losses, asked_competitor, losses_of_year, losses_seen_by, lost_to, narrowed
from ..words import answer, counted, fact, sentence

BY_DAY = {"closed": Sort("closed_on", "Closed", date.fromisoformat, descending=True)}
VIEWS = {
    "": "All",
    "no_word": "Nobody said why",
    "no_cause": "Cause not judged",
    "not_known": "Not known, to be agreed",
    "win_back": "Ask again",
}


@require_safe
def renewals_lost(request: HttpRequest) -> HttpResponse:
    """What was lost or became less, newest first, each with what they said and what it really was."""
    user, query = reader(request), request.GET
    today = local_day(database_now(), user.time_zone)
    show = query.get("show", "")
    competitor = asked_competitor(query)
    rows = narrowed(losses_seen_by(user).select_related("account__owner", "contract"), show, user)
    rows = lost_to(rows, competitor, user)
    page = keyset_page(rows, sorts=BY_DAY, cursor=query.get("cursor", ""), size=50)
    found = losses_of_year(user, on=today)
    context = {
        "rows": page.rows,
        "note": page.count_note,
        "show": show if show in VIEWS else "",
        "chips": _lost_to(request, competitor),
        "file_url": address(reverse("losses_file"), query, without=("cursor",)),
        "pager": _pager(request, page),
        "segments": [
            Segment(
                _(label), address(request.path, query, without=("cursor",), show=code), current=code == show
            )
            for code, label in VIEWS.items()
        ],
        "tabs": family(user, "renewals_lost"),
        "losses": found,
        "answer": _answer(found),
        "today": today,
    }
    return render(request, "desk/renewals/lost.html", context)


def _lost_to(request: HttpRequest, competitor: str) -> list[Chip]:
    if not competitor:
        return []
    url = address(request.path, request.GET, without=("competitor", "cursor"))
    return [Chip(_("Lost to"), url, value=competitor[:60], on=True, icon="x")]


def _pager(request: HttpRequest, page: Page[Renewal]) -> Pager:
    def turned(cursor: str) -> str:
        return address(request.path, request.GET, cursor=cursor) if cursor else ""

    return Pager(previous_url=turned(page.previous_cursor), next_url=turned(page.next_cursor))


def _answer(found: Losses) -> SafeString:
    if not found.worth.number:
        return answer(sentence(_("Nothing was lost in the last year.")))
    first = sentence(
        _("{worth} was lost in {renewals} in the last year."),
        worth=fact(in_words(found.worth)),
        renewals=fact(counted(found.worth.number, "renewal", "renewals")),
    )
    waiting = found.without_word + found.without_cause
    if not waiting:
        return answer(first)
    link = "?show=no_word" if found.without_word else "?show=no_cause"
    second = sentence(
        _("{renewals} still without a cause."),
        renewals=fact(counted(waiting, "is", "are").capitalize(), link),
    )
    return answer(first, second)
