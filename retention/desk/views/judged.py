"""What customers stay for and judge us by, over all accounts, and what nobody does anything about."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.fx import base_currency
from contacts.knowledge.ratings import IDLE_DAYS, Rating, rated, ratings, without_action
from contacts.known_filters import RatedFilter
from contacts.models import KnownFact
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..charts.judged import Rated, judged
from ..charts.scatter import Scatter
from ..figures.files import about, as_file, by_key, chained
from ..lists import Heading, listing, quick_views
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence
from .differences import tabs

WIDE, NARROW = 1100, 340
SORTS = {
    "weighs": Sort("weighs", "Gap", int, descending=True),
    "said": Sort("said_on", "Said on", date.fromisoformat, descending=True),
    "revenue": Sort("account__arr_base", "Revenue", Decimal, descending=True),
}
HEADINGS = (
    Heading("Account"),
    Heading("In their words"),
    Heading("Importance", numeric=True),
    Heading("Performance", numeric=True),
    Heading("Gap", "weighs", numeric=True),
    Heading("What we do"),
    Heading("Said on", "said", numeric=True),
    Heading("Revenue a year", "revenue", numeric=True),
)


def drawn(marks: Sequence[Rated], width: int) -> Scatter | None:
    """Importance against performance; None without anything rated twice."""
    if not marks:
        return None
    head = (_("In their words"), _("Importance"), _("Performance"), _("Customers"))
    summary = _("Importance against how well we do it, 1 to 5; size is how many customers say so")
    return judged(marks, summary=summary, head=head, width=width)


def marks_of(facts: Sequence[KnownFact]) -> list[Rated]:
    """What one account rated twice."""
    return [
        Rated(fact.text, fact.importance, fact.performance)
        for fact in facts
        if fact.importance is not None and fact.performance is not None
    ]


@require_safe
def judged_by(request: HttpRequest) -> HttpResponse:
    """The chart over all customers, and each reason with its gap and what is done about it."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = rated(user)
    found = ratings(rows)
    idle = without_action(rows, on=today, reader=user).exists()
    marks = [Rated(each.words, each.importance, each.performance, each.accounts) for each in found]
    views = ((_("All"), ""), (_("Nothing done in 60 days"), "idle=1"), (_("Mine"), "owner=me"))
    listed = rows.select_related("account", "step")
    context = {
        "tabs": tabs("judged"),
        "list": listing(request, listed, RatedFilter, sorts=SORTS, headings=HEADINGS),
        "segments": quick_views(request, views),
        "found": found,
        "chart": drawn(marks, WIDE),
        "narrow": drawn(marks, NARROW),
        "currency": base_currency(),
        "today": today,
        "answer": _answer(found, idle),
    }
    return render(request, "desk/known/judged.html", context)


def _answer(found: list[Rating], idle: bool) -> SafeString:
    if not found:
        return answer(sentence(_("Nothing was {rated} yet: ask how important it is, and how well we do it."),
                               rated=fact(_("rated twice"))))  # fmt: skip
    worst = max(found, key=lambda each: each.importance * (5 - each.performance))
    first = sentence(
        _("{things} rated; the widest gap is {worst}."),
        things=opening(counted(len(found), "thing is", "things are")), worst=fact(worst.words[:80]),
    )  # fmt: skip
    if not idle:
        return answer(first)
    nothing = fact(_("nothing was done in {days} days").format(days=IDLE_DAYS), "?idle=1")
    return answer(first, sentence(_("About some of them {nothing}."), nothing=nothing))


@require_safe
def judged_file(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the same filters."""
    user = reader(request)
    filters = RatedFilter(request.GET, queryset=rated(user), request=request)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    head = ("account", "name", "what", "in their words", "importance", "performance", "gap", "our work",
            "who", "said on", "good until", "step", "step due", "step state")  # fmt: skip
    lines = (
        (
            row.account_id, row.account.name, row.topic, row.text, row.importance, row.performance, row.gap,
            row.operation, row.contact.name if row.contact else "", row.said_on, row.fresh_until,
            *((row.step.text, row.step.due_on, row.step.state) if row.step else ("", None, "")),
        )
        for row in by_key(rows.select_related("account", "contact__person", "step"))
    )  # fmt: skip
    return as_file("judged", chained(about(local_day(database_now(), user.time_zone)), [head], lines))
