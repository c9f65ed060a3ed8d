"""What is known over all accounts, question by question, and of whom it is not."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.filters import AccountFilter
from accounts.fx import base_currency
from contacts.knowledge.questions import BY_TOPIC
from contacts.knowledge.rollup import lacking, share_known, standings
from contacts.knowledge.words import Topic
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..figures.files import about, as_file, chained
from ..formats import percent_text
from ..lists import Heading, listing
from ..parts import Crumb
from ..reader import reader
from ..words import answer, fact, sentence
from .differences import tabs

SORTS = {"revenue": Sort("arr_base", "Revenue", Decimal, descending=True)}
HEADINGS = (
    Heading("Account"),
    Heading("Owner"),
    Heading("Decides by", numeric=True),
    Heading("Revenue a year", "revenue", numeric=True),
)


@require_safe
def known(request: HttpRequest) -> HttpResponse:
    """Every question with the share of revenue of which it is known, and the customers of whom it is not."""
    user = reader(request)
    rows = standings(user, on=local_day(database_now(), user.time_zone))
    share = share_known(rows)
    said = (
        sentence(_("{nothing} can be said while no customer brings revenue."), nothing=fact(_("Nothing")))
        if share is None
        else sentence(
            _("{share} of what you should know of your customers is known and fresh, by yearly revenue."),
            share=fact(percent_text(float(share))),
        )
    )
    context = {"rows": rows, "share": share, "tabs": tabs("known"), "answer": answer(said)}
    return render(request, "desk/known/page.html", context)


@require_safe
def known_file(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    head = ("question", "weight", "known and fresh, by yearly revenue", "customers without")
    lines = (
        (
            row.question.ours,
            row.question.weight,
            None if row.share is None else round(row.share, 4),
            row.lacking,
        )
        for row in standings(user, on=today)
    )
    return as_file("known", chained(about(today), [head], lines))


@require_safe
def not_known(request: HttpRequest, topic: str) -> HttpResponse:
    """The customers of whom one question is not answered, those worth most first."""
    if topic not in Topic.values or Topic(topic) not in BY_TOPIC:
        raise Http404
    user, question = reader(request), BY_TOPIC[Topic(topic)]
    rows = lacking(user, topic, on=local_day(database_now(), user.time_zone)).select_related("owner")
    context = {
        "list": listing(request, rows, AccountFilter, sorts=SORTS, headings=HEADINGS),
        "question": question,
        "currency": base_currency(),
        "crumbs": [Crumb(_("Known"), reverse("known")), Crumb(question.ours)],
    }
    return render(request, "desk/known/lacking.html", context)
