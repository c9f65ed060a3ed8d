"""Promises of both sides: the list, writing one down, another day or keeper, and how it ended."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contacts.actions.promises import edit_promise, make_promise, settle_promise
from contacts.filters import PromiseFilter
from contacts.forms.promises import EditPromiseForm, PromiseForm, SettlePromiseForm
from contacts.keeping import WINDOW_DAYS, Keeping, keeping_of
from contacts.models import Promise, Touchpoint
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..account.comments import comments_on
from ..answering import way_back
from ..editing import form_page
from ..formats import percent_text
from ..lists import Heading, listing, quick_views
from ..log_form import id_in
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, opening, sentence
from .account import the_account

SORTS = {"due": Sort("due_on", "Due", date.fromisoformat)}
HEADINGS = (
    Heading("What"),
    Heading("Account"),
    Heading("With"),
    Heading("Kept by"),
    Heading("Due", "due", numeric=True),
    Heading("State"),
    Heading("Actions", hidden=True),
)
SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


PEOPLE = ("account__owner", "user", "contact__person", "released_by__person")


def _seen(request: HttpRequest, pk: int) -> Promise:
    """The promise, or 404 when it is not theirs to see."""
    rows = Promise.objects.visible_to(reader(request)).select_related(*PEOPLE)
    return get_object_or_404(rows, pk=pk)


def the_promise(request: HttpRequest, pk: int) -> Promise:
    """The same, or 403 when they may only read it."""
    row = _seen(request, pk)
    refuse_others(request, row)
    return row


@require_safe
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise: who, to whom, what, by when, how it ended, and what we say to each other about it."""
    row, user = _seen(request, pk), reader(request)
    talk = Touchpoint.objects.visible_to(user).filter(pk=row.touchpoint_id) if row.touchpoint_id else ()
    context = {
        "promise": row,
        "main_account": row.account_id,
        "talk": next(iter(talk), None),
        "comments": comments_on("promise", pk, user, database_now()),
        "may_edit": Promise.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/promises/detail.html", context)


def keeping_answer(keeping: Keeping) -> SafeString:
    """What we still owe, and how well the reader kept their word."""
    if not keeping.open:
        first = sentence(_("{nothing} that you promised is open."), nothing=fact(_("Nothing")))
    else:
        late = fact(counted(keeping.late, "of them late", "of them late"), "?user=me&late=1")
        first = sentence(
            _("{promises} {are} open{late}."),
            promises=fact(opening(counted(keeping.open, "promise of yours", "promises of yours"))),
            are=_("is") if keeping.open == 1 else _("are"),
            late=sentence(_(", {late}"), late=late) if keeping.late else "",
        )
    if keeping.share is None:
        return answer(first)
    share = fact(percent_text(keeping.share))
    return answer(
        first, sentence(_("{share} were kept by their day in {days} days."), share=share, days=WINDOW_DAYS)
    )


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """What was promised by either side, soonest first."""
    user = reader(request)
    rows = Promise.objects.visible_to(user).select_related(*PEOPLE)
    segments = quick_views(
        request,
        (
            (_("All"), ""),
            (_("Mine to keep"), "user=me&state=open"),
            (_("Late"), "late=1"),
            (_("Ours, open"), "side=ours&state=open"),
            (_("Theirs, open"), "side=theirs&state=open"),
        ),
    )
    mine = Promise.objects.visible_to(user).filter(user=user)
    context = {
        "list": listing(request, rows, PromiseFilter, sorts=SORTS, headings=HEADINGS),
        "segments": segments,
        "answer": keeping_answer(keeping_of(mine, on=local_day(database_now(), user.time_zone))),
    }
    return render(request, "desk/promises/list.html", context)


def _here(request: HttpRequest) -> dict[str, str]:
    """The form is sent to where it was asked for, so that the way back is not lost."""
    return {"address": request.get_full_path()}


@require_http_methods(SHOWS_AND_SAVES)
def promise_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what somebody was told."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    initial = {"promised_on": local_day(at, user.time_zone), "contact": id_in(request.GET, "contact")}
    form = PromiseForm(request.POST or None, user=user, account=row, initial=initial)

    def save() -> str:
        make_promise(account=row, by=user, at=at, **form.fields_said())
        return _("Promise written down.")

    back = way_back(request, reverse("account", args=[pk]))
    return form_page(request, form, title=_("Promise"), save=save, back=back, more=_here(request))


@require_http_methods(SHOWS_AND_SAVES)
def promise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree another day, or let somebody else keep it."""
    row, user = the_promise(request, pk), reader(request)
    form = EditPromiseForm(request.POST or None, promise=row)

    def save() -> str:
        edit_promise(
            promise=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    back = way_back(request, reverse("account", args=[row.account_id]))
    title = _("Change: {promise}").format(promise=row.text[:80])
    return form_page(
        request,
        form,
        title=title,
        save=save,
        back=back,
        record=lambda: the_promise(request, pk),
        more=_here(request),
    )


@require_http_methods(SHOWS_AND_SAVES)
def promise_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how it ended: kept, broken, or withdrawn with consent."""
    row, user, at = the_promise(request, pk), reader(request), database_now()
    initial = {"on": local_day(at, user.time_zone), "state": "kept"}
    form = SettlePromiseForm(request.POST or None, user=user, promise=row, initial=initial)

    def save() -> str:
        ended = settle_promise(promise=row, by=user, at=at, **form.fields_said())
        return f"{ended.get_state_display()}: {ended.text}"

    back = way_back(request, reverse("account", args=[row.account_id]))
    title = _("How it ended: {promise}").format(promise=row.text[:80])
    return form_page(request, form, title=title, save=save, back=back, more=_here(request))
