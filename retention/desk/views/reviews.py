"""Reviews to read: their calendar, who is due for one, one review with its pack, its files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.filters import AccountFilter
from accounts.models import Account
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.reviews.file import agenda, internal_file, missing_deciders, silent_keys
from retention.reviews.filters import ReviewFilter
from retention.reviews.gaps import without_review
from retention.reviews.models import BusinessReview
from retention.reviews.pdf import customer_pdf, internal_pdf
from retention.reviews.sections import BY_KEY

from ..answering import refused
from ..formats import day_text
from ..lists import Heading, listing, quick_views
from ..parts import Crumb
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence
from .account import frame, the_account

SORTS = {"day": Sort("day", "Day", date.fromisoformat)}
HEADINGS = (
    Heading("Review"),
    Heading("Account"),
    Heading("Prepared by"),
    Heading("State"),
    Heading("Day", "day", numeric=True),
)
DUE_HEADINGS = (
    Heading("Account", "name"),
    Heading("Tier"),
    Heading("Health"),
    Heading("Last review", numeric=True),
    Heading("Owner"),
    Heading("Actions", hidden=True),
)
DUE_SORTS = {"name": Sort("name_key", "Account", str)}
MANY = 500


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Reviews ahead, the next one first; whose day has passed and who is due for one comes first in words."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = BusinessReview.objects.visible_to(user).select_related("account", "owner")
    views = (
        (_("Ahead"), ""),
        (_("Mine"), "owner=me"),
        (_("Day has passed"), "late=1"),
        (_("Not summed up"), "recap=1"),
        (_("Held"), "state=held"),
        (_("Cancelled"), "state=cancelled"),
    )
    context = {
        "list": listing(request, rows.defer("pack", "inside"), ReviewFilter, sorts=SORTS, headings=HEADINGS),
        "segments": quick_views(request, views),
        "today": today,
        "answer": _answer(request, today),
    }
    return render(request, "desk/reviews/list.html", context)


def _answer(request: HttpRequest, today: date) -> SafeString:
    user = reader(request)
    rows = BusinessReview.objects.visible_to(user)
    late = len(rows.overdue(on=today).values_list("pk", flat=True)[:MANY])
    due = without_review(Account.objects.visible_to(user), on=today)
    missing = len(due.values_list("pk", flat=True)[:MANY])
    first = (
        sentence(
            _("{reviews} late."), reviews=fact(opening(counted(late, "review is", "reviews are")), "?late=1")
        )
        if late
        else sentence(_("No review is late."))
    )
    if not missing:
        return answer(first, sentence(_("Every customer who is due for one has one planned.")))
    who = fact(opening(counted(missing, "customer", "customers")), reverse("reviews_due"))
    due_ones = (
        _("{who} is due and has none planned.") if missing == 1 else _("{who} are due, with none planned.")
    )
    return answer(first, sentence(due_ones, who=who))


@require_safe
def reviews_due(request: HttpRequest) -> HttpResponse:
    """Customers who are due for a review that nobody has planned."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = without_review(Account.objects.visible_to(user), on=today).select_related("owner")
    found = listing(request, rows, AccountFilter, sorts=DUE_SORTS, headings=DUE_HEADINGS)
    crumbs = [Crumb(_("Reviews"), reverse("reviews")), Crumb(_("Due"))]
    context = {"list": found, "crumbs": crumbs, "today": today}
    return render(request, "desk/reviews/due.html", context)


@require_safe
def account_reviews(request: HttpRequest, pk: int) -> HttpResponse:
    """The reviews of one account, the newest first."""
    row, user = the_account(request, pk), reader(request)
    rows = BusinessReview.objects.visible_to(user).filter(account=row).select_related("owner")
    context = frame(row, "account_reviews") | {
        "reviews": rows.defer("pack", "inside").order_by("-day", "-id")[:50],
        "today": local_day(database_now(), user.time_zone),
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/reviews/account.html", context)


def the_review(request: HttpRequest, pk: int) -> BusinessReview:
    """The review, or 404 when it is not theirs to see."""
    rows = BusinessReview.objects.visible_to(reader(request)).select_related("account__owner", "owner")
    return get_object_or_404(rows.prefetch_related("sections"), pk=pk)


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One review: the pack as the customer gets it, with the appendix apart, and what can be done next."""
    row, user = the_review(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    file = by_cells(internal_file(row))
    left_out = [each.key for each in row.sections.all() if each.is_left_out]
    silent = [key for key in silent_keys(row) if not row.is_held]
    plan = None if row.is_held or row.is_internal else agenda(row)
    context = frame(row.account, "account_reviews") | {
        "review": row,
        "file": file,
        "left_out": [(key, BY_KEY[key].title) for key in left_out],
        "silent": [(key, BY_KEY[key].title) for key in silent],
        "agenda": plan,
        "missing": missing_deciders(row),
        "today": today,
        "answer": _state(row, today),
        "may_edit": Account.objects.editable_by(user).filter(pk=row.account_id).exists(),
        "following": BusinessReview.objects.visible_to(user).filter(former=row).first(),
    }
    return render(request, "desk/reviews/review.html", context)


def by_cells(file: dict[str, Any]) -> dict[str, Any]:
    """Every cell of a table beside the word of its column, as phones show it."""
    for section in (*file["sections"], *file["appendix"]):
        for block in section["blocks"]:
            if block["kind"] == "table":
                heads = [(word, number in block["ends"]) for number, word in enumerate(block["head"])]
                block["heads"] = heads
                block["cells"] = [
                    [(*head, cell) for head, cell in zip(heads, cells, strict=False)]
                    for cells in block["rows"]
                ]
    return file


def _state(row: BusinessReview, today: date) -> SafeString:
    """How far it is, and what it waits for."""
    state = fact(row.get_state_display())
    when = fact(day_text(row.held_on or row.planned_on, today))
    if row.is_held:
        first = sentence(_("{state} on {when}."), state=state, when=when)
        if row.recap_sent_on:
            return answer(first, sentence(_("What was agreed was sent.")))
        by = fact(day_text(row.recap_by, today) if row.recap_by else "")
        return answer(first, sentence(_("Send what was agreed by {by}."), by=by))
    if not row.is_open:
        return answer(sentence(_("{state}: {why}."), state=state, why=row.cancel_reason))
    first = sentence(_("{state}, for {when}."), state=state, when=when)
    if row.as_of is None:
        return answer(first, sentence(_("Its pack is not made yet.")))
    return answer(first)


@require_safe
def review_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The file for the customer."""
    return _file(request, pk, customer_pdf, "")


@require_safe
def review_inside_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The file for ourselves, with the appendix."""
    return _file(request, pk, internal_pdf, "-internal")


def _file(
    request: HttpRequest, pk: int, made: Callable[[BusinessReview], bytes], suffix: str
) -> HttpResponse:
    row = the_review(request, pk)
    try:
        pdf = made(row)
    except DomainError as error:
        return refused(request, error.message, back=reverse("review", args=[pk]))
    name = f"{slugify(row.account.name)[:60] or 'review'}-{row.held_on or row.planned_on}{suffix}.pdf"
    answered = HttpResponse(pdf, content_type="application/pdf")
    answered["Content-Disposition"] = f'inline; filename="{name}"'
    answered["Cache-Control"] = "private, no-store"
    return answered
