"""Complaints, ideas and praise: the list, writing one down, replying, and closing the loop."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts.actions.voice import close_feedback, reopen_feedback, reply_to_feedback, write_feedback
from contacts.filters import FeedbackFilter
from contacts.forms.voice import CloseLoopForm, FeedbackForm, ReplyForm
from contacts.models import FeedbackItem, FeedbackState
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..account.comments import comments_on
from ..answering import refused, taken_back, way_back
from ..editing import form_page
from ..lists import Heading, Listing, listing, quick_views
from ..log_form import id_in
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, opening, sentence
from .account import the_account

SORTS = {"due": Sort("due_on", "Due", date.fromisoformat)}
HEADINGS = (
    Heading("What they said"),
    Heading("Account"),
    Heading("Who"),
    Heading("Who replies"),
    Heading("Owed by", "due", numeric=True),
    Heading("State"),
    Heading("Actions", hidden=True),
)
SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """What customers said, what is owed to them first."""
    user = reader(request)
    rows = FeedbackItem.objects.visible_to(user).select_related(
        "account", "owner", "contact__person", "about_user"
    )
    segments = quick_views(
        request,
        (
            (_("Open"), ""),
            (_("Mine"), "owner=me"),
            (_("Late"), "late=1"),
            (_("Complaints"), "kind=complaint"),
            (_("Praise"), "kind=praise&state=open&state=replied&state=closed"),
            (_("Closed"), "state=closed"),
        ),
    )
    found = listing(request, rows, FeedbackFilter, sorts=SORTS, headings=HEADINGS)
    context = {"list": found, "segments": segments, "answer": _answer(found, request)}
    return render(request, "desk/voice/list.html", context)


def _answer(found: Listing[FeedbackItem], request: HttpRequest) -> SafeString:
    """What is owed on this page."""
    today = local_day(database_now(), reader(request).time_zone)
    late = sum(row.is_late(on=today) for row in found.rows)
    if not found.rows:
        return answer(sentence(_("{nothing} that customers said is open."), nothing=fact(_("Nothing"))))
    if not late:
        return answer(sentence(_("Nobody waits longer than {promised}."), promised=fact(_("was said"))))
    who = fact(opening(counted(late, "customer", "customers")), "?late=1")
    waits = _("waits") if late == 1 else _("wait")
    return answer(sentence(_("{who} {waits} for our word."), who=who, waits=waits))


def _seen(request: HttpRequest, pk: int) -> FeedbackItem:
    """The item, or 404 when it is not theirs to see."""
    rows = FeedbackItem.objects.visible_to(reader(request))
    return get_object_or_404(rows.select_related("account", "contact__person", "owner", "about_user"), pk=pk)


def the_item(request: HttpRequest, pk: int) -> FeedbackItem:
    """The same, or 403 when they may only read it."""
    row = _seen(request, pk)
    refuse_others(request, row)
    return row


@require_safe
def feedback_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint, idea or praise: their words, what they were told, and what we say about it."""
    row, user = _seen(request, pk), reader(request)
    context = {
        "item": row,
        "main_account": row.account_id,
        "comments": comments_on("feedback", pk, user, database_now()),
        "may_edit": FeedbackItem.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/voice/detail.html", context)


@require_http_methods(SHOWS_AND_SAVES)
def feedback_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what they said."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    initial = {"received_on": local_day(at, user.time_zone), "contact": id_in(request.GET, "contact")}
    form = FeedbackForm(request.POST or None, user=user, account=row, initial=initial)

    def save() -> str:
        item = write_feedback(account=row, by=user, at=at, **form.fields_said())
        return f"{item.get_kind_display()} written down. {item.owner.name} replies by {item.due_on:%-d %b}."

    back = way_back(request, reverse("account", args=[pk]))
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=_("What they said"), save=save, back=back, more=more)


@require_http_methods(SHOWS_AND_SAVES)
def feedback_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what they were told."""
    row, user, at = the_item(request, pk), reader(request), database_now()
    form = ReplyForm(request.POST or None, initial={"on": local_day(at, user.time_zone)})

    def save() -> str:
        item = reply_to_feedback(item=row, by=user, at=at, **form.fields_said())
        return f"Replied. They hear what came of it by {item.due_on:%-d %b}."

    back = way_back(request, reverse("feedback"))
    title = _("Reply: {said}").format(said=row.text[:80])
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=title, save=save, back=back, more=more)


@require_http_methods(SHOWS_AND_SAVES)
def feedback_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the loop; without a reply there is nothing to close yet."""
    row, user, at = the_item(request, pk), reader(request), database_now()
    form = CloseLoopForm(request.POST or None, initial={"on": local_day(at, user.time_zone)})

    def save() -> str:
        close_feedback(item=row, by=user, at=at, **form.fields_said())
        return _("Loop closed.")

    back = way_back(request, reverse("feedback"))
    title = _("What came of it: {said}").format(said=row.text[:80])
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=title, save=save, back=back, more=more)


@require_POST
def feedback_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the closing back."""
    row, user = the_item(request, pk), reader(request)
    back = reverse("feedback")
    if row.state != FeedbackState.CLOSED:
        return refused(request, _("This is open already."), back=back)
    try:
        reopen_feedback(item=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return taken_back(request, _("Open again: {said}").format(said=row.text[:80]), back=back)
