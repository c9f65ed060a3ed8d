"""Save plays across customers: what was started, what came of it, and the runs behind each number."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now
from retention.lib.keyset import Sort, keyset_page
from retention.lib.zones import local_day
from retention.renewals.choices import PlayCode
from retention.renewals.models import PlayRun
from retention.renewals.play_report import FEWEST_FOR_A_SHARE, steps_of_runs
from retention.renewals.plays import NO_COMPARISON

from ..figures.files import about, as_file, chained
from ..lists import address
from ..parts import Chip, Pager, Segment
from ..reader import reader
from ..renewals.answers import in_words
from ..renewals.family import family
from ..renewals.play_file import plays, runs
from ..renewals.play_page import PlayLine, play_lines, runs_shown
from ..renewals.worth import total
from ..words import answer, counted, fact, opening, sentence

BY_START = {"started": Sort("started_on", "Started", date.fromisoformat, descending=True)}
YEAR, MOST = timedelta(days=365), 100
VIEWS = {"": "All", "running": "Running", "to_finish": "Decided, not finished"}


@require_safe
def play_report(request: HttpRequest) -> HttpResponse:
    """Which plays were run, how far they came and how they ended; each number opens its runs."""
    user, query = reader(request), request.GET
    today = local_day(database_now(), user.time_zone)
    lines = play_lines(user, since=today - YEAR, until=today)
    play, show = query.get("play", ""), query.get("show", "")
    page = keyset_page(
        runs_shown(user, play=play, show=show), sorts=BY_START, cursor=query.get("cursor", ""), size=50
    )
    to_finish = len(PlayRun.objects.visible_to(user).to_finish().values_list("id")[:MOST])
    context = {
        "tabs": family(user, "play_report"),
        "answer": _answer(lines, to_finish),
        "lines": lines,
        "least": FEWEST_FOR_A_SHARE,
        "no_comparison": NO_COMPARISON,
        "runs": page.rows,
        "steps": steps_of_runs(page.rows),
        "today": today,
        "file": address(reverse("play_report_file"), query, without=("cursor",), table="runs"),
        **_around(request, play, show, page),
    }
    return render(request, "desk/renewals/plays.html", context)


@require_safe
def play_report_file(request: HttpRequest) -> StreamingHttpResponse:
    """What save plays did in the last year, or the runs of the same view, as a file."""
    user, query = reader(request), request.GET
    today = local_day(database_now(), user.time_zone)
    if query.get("table") == "runs":
        shown = runs_shown(user, play=query.get("play", ""), show=query.get("show", ""))
        return as_file("play-runs", chained(about(today), runs(shown)))
    top = about(today, **{"first day": (today - YEAR).isoformat()})
    return as_file("plays", chained(top, plays(play_lines(user, since=today - YEAR, until=today))))


def _around(request: HttpRequest, play: str, show: str, page: Any) -> dict[str, Any]:
    """The views, the play that was chosen, and the pages."""
    path, query = request.path, request.GET
    views = [
        Segment(_(label), address(path, query, without=("cursor",), show=code), current=code == show)
        for code, label in VIEWS.items()
    ]
    bare = address(path, query, without=("cursor", "play"))
    chosen = PlayCode(play).label if play in PlayCode.values else ""
    turn = {
        name: address(path, query, cursor=cursor) if cursor else ""
        for name, cursor in (("previous_url", page.previous_cursor), ("next_url", page.next_cursor))
    }
    return {
        "segments": views,
        "chips": [Chip(_("Play"), bare, value=str(chosen), on=True, icon="x")] if chosen else [],
        "pager": Pager(**turn),
    }


def _answer(lines: list[PlayLine], to_finish: int) -> SafeString:
    finished = sum(line.finished for line in lines)
    running = sum(line.running for line in lines)
    if not finished and not running:
        return answer(sentence(_("No save play was run in the last year.")))
    first = sentence(
        _("{running} now; of {finished} that ended in a year, {saved} kept something: {kept}."),
        running=fact(opening(counted(running, "play runs", "plays run")), "?show=running"),
        finished=finished,
        saved=fact(sum(line.saved for line in lines)),
        kept=fact(in_words(total(line.kept for line in lines))),
    )
    if not finished:
        first = sentence(
            _("{running} now; none has ended yet."),
            running=fact(opening(counted(running, "play runs", "plays run")), "?show=running"),
        )
    if not to_finish:
        return answer(first)
    waits = opening(counted(to_finish, "waits", "wait"))
    return answer(
        first,
        sentence(_("{runs} for somebody to say how it ended."), runs=fact(waits, "?show=to_finish")),
    )
