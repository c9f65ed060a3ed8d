"""Logging from anywhere, and the log."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from contacts.actions.knowledge import learn
from contacts.actions.steps import settle_step
from contacts.actions.touchpoints import correct_touchpoint, log_touchpoint, withdraw_touchpoint
from contacts.choices import StepState
from contacts.filters import TouchpointFilter
from contacts.forms.log import QuickLogForm
from contacts.knowledge.gathering import question_for_a_talk
from contacts.models import NextStep, Touchpoint, TouchpointContact
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.team.models import User

from ..account.comments import comments_on
from ..answering import by_htmx, done, refused, taken_back
from ..formats import day_text
from ..lists import listing
from ..log_form import initial_log, offered_names
from ..reader import reader, refuse_others

SORTS = {"when": Sort("happened_at", "When", read=datetime.fromisoformat, descending=True)}


@require_safe
def touchpoints(request: HttpRequest) -> HttpResponse:
    """What was said lately at the accounts the reader sees."""
    links = TouchpointContact.objects.select_related("contact__person")
    rows = (
        Touchpoint.objects.visible_to(reader(request))
        .select_related("account", "logged_by")
        .prefetch_related(Prefetch("contact_links", queryset=links))
    )
    context = {"list": listing(request, rows, TouchpointFilter, sorts=SORTS)}
    return render(request, "desk/touchpoints/list.html", context)


def _asked_account(request: HttpRequest, user: User) -> Account | None:
    wanted = request.POST.get("account") or request.GET.get("account") or ""
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 18:
        return None
    return get_object_or_404(Account.objects.visible_to(user), pk=int(wanted))


def _form(request: HttpRequest, form: QuickLogForm, status: int = 200, **more: Any) -> HttpResponse:
    template = "desk/touchpoints/_form.html" if by_htmx(request) else "desk/touchpoints/form.html"
    user = reader(request)
    names = [] if form.account else offered_names(user)
    context = {"form": form, "account": form.account, "names": names, "title": "Log a touchpoint"} | more
    return render(request, template, context, status=status)


def _finish_step(request: HttpRequest, user: User) -> None:
    """Logging from a step's row settles the step: one click less."""
    wanted = request.POST.get("step", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        step = NextStep.objects.visible_to(user).open().filter(pk=int(wanted), owner=user).first()
        if step:
            settle_step(step=step, state=StepState.DONE, by=user, at=database_now())


@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_new(request: HttpRequest) -> HttpResponse:
    """The quick log: five fields, in the dialog or as a page."""
    user = reader(request)
    account = _asked_account(request, user)
    at = database_now()
    if request.method != "POST":
        today = local_day(at, user.time_zone)
        question = question_for_a_talk(account, on=today) if account else None
        initial = initial_log(request.GET, at, user)
        return _form(request, QuickLogForm(user=user, account=account, question=question, initial=initial))
    form = QuickLogForm(request.POST, user=user, account=account)
    if not form.is_valid():
        return _form(request, form, 422)
    try:
        touchpoint = _log(form, user, at)
        _finish_step(request, user)
    except DomainError as error:
        form.refuse(error)
        return _form(request, form, 422)
    return _logged(request, touchpoint)


@transaction.atomic
def _log(form: QuickLogForm, user: User, at: datetime) -> Touchpoint:
    """What was said, and the answer to what was asked, both or neither."""
    said = form.log_fields()
    touchpoint = log_touchpoint(by=user, at=at, **said)
    if learned := form.learned():
        only = said["contacts"][0] if len(said["contacts"]) == 1 else None
        learn(
            account=touchpoint.account, topic=learned[0], text=learned[1], contact=only,
            touchpoint=touchpoint, said_on=local_day(touchpoint.happened_at, user.time_zone), by=user, at=at,
        )  # fmt: skip
    return touchpoint


def _logged(request: HttpRequest, touchpoint: Touchpoint) -> HttpResponse:
    account = Account.objects.get(pk=touchpoint.account_id)
    due = f" Next check-in {day_text(account.next_check_in_on)}." if account.next_check_in_on else ""
    text = f"{touchpoint.get_channel_display()} with {account.name} logged.{due}"
    undo = reverse("touchpoint_withdraw", args=[touchpoint.pk])
    answer = done(request, text, undo_url=undo, back=reverse("account", args=[account.pk]))
    if by_htmx(request):
        answer["HX-Trigger"] = '{"close-dialog": true, "touchpoint-logged": true}'
    return answer


@require_POST
def touchpoint_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back; everything that followed from it moves back too."""
    user = reader(request)
    touchpoint = get_object_or_404(Touchpoint.objects.visible_to(user).select_related("account"), pk=pk)
    back = reverse("account", args=[touchpoint.account_id])
    try:
        withdraw_touchpoint(touchpoint=touchpoint, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    text = f"Took back: {touchpoint.get_channel_display().lower()}, {touchpoint.account.name}"
    return taken_back(request, text, back=back)


@require_safe
def touchpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with its people, its earlier versions, and what may be done with it."""
    user = reader(request)
    row = get_object_or_404(Touchpoint.objects.visible_to(user).select_related("account", "logged_by"), pk=pk)
    newer = Touchpoint.objects.visible_to(user).filter(supersedes=row).first()
    context = {
        "touchpoint": row,
        "newer": newer,
        "older": row.supersedes,
        "links": row.contact_links.select_related("contact__person"),
        "colleagues": row.colleague_links.select_related("user"),
        "comments": comments_on("touchpoint", row.pk, user, database_now()),
        "may_correct": row.is_current and (row.logged_by_id == user.pk or _may_edit(row, user)),
    }
    return render(request, "desk/touchpoints/detail.html", context)


def _may_edit(row: Touchpoint, user: User) -> bool:
    return Account.objects.editable_by(user).filter(pk=row.account_id).exists()


@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an entry: the new version supersedes it, the old one stays readable."""
    user = reader(request)
    row = get_object_or_404(Touchpoint.objects.visible_to(user).current().select_related("account"), pk=pk)
    if row.logged_by_id != user.pk:
        refuse_others(request, row)
    said = {
        name: getattr(row, name)
        for name in ("channel", "text", "happened_at", "mood", "direction", "outcome")
    }
    said |= {name: getattr(row, name) for name in ("purpose", "minutes", "subject", "is_private")}
    links = list(row.contact_links.values_list("contact_id", "in_copy"))
    said["contacts"] = [contact for contact, in_copy in links if not in_copy]
    said["in_copy"] = [contact for contact, in_copy in links if in_copy]
    form = QuickLogForm(request.POST or None, user=user, account=row.account, initial=said)
    for name in ("next_text", "next_due", "push_reason"):
        form.fields.pop(name, None)
    more = {"title": "Correct this entry", "address": request.path}
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200, **more)
    changes = {k: v for k, v in form.log_fields().items() if k not in ("account", "next_step")}
    try:
        newer = correct_touchpoint(touchpoint=row, changes=changes, by=user, at=database_now())
    except DomainError as error:
        form.refuse(error)
        return _form(request, form, 422, **more)
    return redirect("touchpoint", pk=newer.pk)
