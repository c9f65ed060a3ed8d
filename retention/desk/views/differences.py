"""What sets us apart: our own list beside what customers say, and the form of both our lists."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.fx import base_currency
from contacts.actions.our_words import publish_our_words
from contacts.forms.our_words import OurWordsForm, start_of
from contacts.knowledge.our_words import (
    InTheirs,
    OurLists,
    in_theirs,
    our_lists,
    said_to_set_us_apart,
    with_ours,
)
from contacts.known_filters import DifferenceFilter
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.team.visibility import leads_people

from ..editing import form_page
from ..figures.files import about, as_file, by_key, chained
from ..formats import percent_text
from ..lists import Heading, listing, quick_views
from ..parts import Tab
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence

SORTS = {
    "said": Sort("said_on", "Said on", date.fromisoformat, descending=True),
    "revenue": Sort("account__arr_base", "Revenue", Decimal, descending=True),
}
HEADINGS = (
    Heading("Account"),
    Heading("In their words"),
    Heading("Of ours"),
    Heading("Importance", numeric=True),
    Heading("Who said so"),
    Heading("Said on", "said", numeric=True),
    Heading("Revenue a year", "revenue", numeric=True),
)


def tabs(current: str) -> list[Tab]:
    """The pages on what we know over all accounts."""
    pages = (
        ("known", _("Questions")),
        ("judged", _("What they judge us by")),
        ("differences", _("What sets us apart")),
    )
    return [Tab(label, reverse(name), current=name == current) for name, label in pages]


@require_safe
def differences(request: HttpRequest) -> HttpResponse:
    """Each of ours with the customers who name it, and every answer of a customer below."""
    user, ours = reader(request), our_lists()
    said = said_to_set_us_apart(user)
    asked, found = in_theirs(said, ours)
    rows = with_ours(said, ours).select_related("account", "contact__person")
    context = {
        "tabs": tabs("differences"),
        "list": listing(request, rows, DifferenceFilter, sorts=SORTS, headings=HEADINGS),
        "segments": quick_views(request, ((_("All"), ""), (_("None of ours"), "ours=0"))) if found else [],
        "found": found,
        "asked": asked,
        "ours": ours,
        "currency": base_currency(),
        "today": local_day(database_now(), user.time_zone),
        "may_change": leads_people(user),
        "answer": _answer(asked, found),
    }
    return render(request, "desk/known/differences.html", context)


def _answer(asked: int, found: list[InTheirs]) -> SafeString:
    if not asked:
        return answer(sentence(_("No customer {said} yet what sets us apart."), said=fact(_("said"))))
    who = fact(opening(counted(asked, "customer", "customers")))
    first = sentence(_("{who} said what sets us apart."), who=who)
    if not found:
        return answer(
            first, sentence(_("{nobody} wrote down what we say ourselves."), nobody=fact(_("Nobody")))
        )
    top = found[0]
    return answer(
        first,
        sentence(
            _("{share} of them name what we put first: {name}."),
            share=fact(percent_text(float(top.share or 0)), "?ours=1"), name=top.word.name,
        ),
    )  # fmt: skip


@require_safe
def differences_file(request: HttpRequest) -> StreamingHttpResponse:
    """The answers of the same filters, each with which of ours it names."""
    user, ours = reader(request), our_lists()
    all_rows = with_ours(said_to_set_us_apart(user), ours)
    filters = DifferenceFilter(request.GET, queryset=all_rows, request=request)
    rows = filters.qs if filters.is_valid() else all_rows.none()
    head = ("account", "name", "in their words", "of ours", "importance", "who", "how known", "said on",
            "good until", "yearly revenue")  # fmt: skip
    lines = (
        (
            row.account_id, row.account.name, row.text, getattr(row, "ours", ""), row.importance,
            row.contact.name if row.contact else "", row.source, row.said_on, row.fresh_until,
            row.account.arr_base,
        )
        for row in by_key(rows.select_related("account", "contact__person"))
    )  # fmt: skip
    return as_file("differences", chained(about(local_day(database_now(), user.time_zone)), [head], lines))


@require_http_methods(["GET", "HEAD", "POST"])
def our_words(request: HttpRequest) -> HttpResponse:
    """Both our lists, for leads and admins."""
    user = reader(request)
    if not leads_people(user):
        raise PermissionDenied("Leads and admins keep our own words.")
    now: OurLists = our_lists()
    form = OurWordsForm(request.POST or None, initial=start_of(now))

    def save() -> str:
        made = publish_our_words(
            changes=form.lists_said(), by=user, at=database_now(), expected_version=form.expected_version
        )
        return _("Version {number} counts from now on.").format(number=made.version)

    return form_page(request, form, title=_("What we say ourselves"), save=save, back=reverse("differences"))
