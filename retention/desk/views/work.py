"""Finishing, putting off and taking back what stands in the day's list."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from contacts.actions.promises import reopen_promise, settle_promise
from contacts.actions.steps import reopen_step, settle_step, snooze_step, wake_step
from contacts.choices import PromiseState, StepState
from contacts.models import NextStep, Promise
from retention.cadence.actions import skip_check_in, snooze_check_in, undo_deferral
from retention.cadence.models import CheckIn, Deferral
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from ..answering import by_htmx, done, refused, taken_back
from ..forms import SnoozeForm
from ..reader import reader, refuse_others

DAY = "/day/"


def _step(request: HttpRequest, pk: int) -> NextStep:
    return get_object_or_404(NextStep.objects.visible_to(reader(request)), pk=pk)


@require_POST
def step_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a next step as done."""
    step, user = _step(request, pk), reader(request)
    try:
        settle_step(step=step, state=StepState.DONE, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=DAY)
    return done(request, f"Done: {step.text}", undo_url=reverse("step_reopen", args=[pk]), back=DAY)


@require_POST
def step_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a settling back, or wake a step that was put off."""
    step, user = _step(request, pk), reader(request)
    try:
        if step.state == StepState.OPEN:
            wake_step(step=step, by=user, at=database_now())
        else:
            reopen_step(step=step, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=DAY)
    return taken_back(request, f"Open again: {step.text}", back=DAY)


@require_POST
def promise_kept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a promise was kept today."""
    user, at = reader(request), database_now()
    promise = get_object_or_404(Promise.objects.visible_to(user), pk=pk)
    try:
        settle_promise(
            promise=promise, state=PromiseState.KEPT, on=local_day(at, user.time_zone), by=user, at=at
        )
    except DomainError as error:
        return refused(request, error.message, back=DAY)
    return done(request, f"Kept: {promise.text}", undo_url=reverse("promise_reopen", args=[pk]), back=DAY)


@require_POST
def promise_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the settling of a promise back."""
    user = reader(request)
    promise = get_object_or_404(Promise.objects.visible_to(user), pk=pk)
    try:
        reopen_promise(promise=promise, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=DAY)
    return taken_back(request, f"Open again: {promise.text}", back=DAY)


Snooze = Callable[[Any, User], str]


def _snooze(request: HttpRequest, title: str, row_id: str, put_off: Snooze) -> HttpResponse:
    """The form that asks until when and why; ``put_off`` answers with the address of its undo."""
    user = reader(request)
    form = SnoozeForm(request.POST or None, today=local_day(database_now(), user.time_zone))
    if request.method == "POST" and form.is_valid():
        try:
            undo_url = put_off(form.cleaned_data, user)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            until = date_format(form.cleaned_data["until"], "l j F")
            return done(request, f"Put off to {until}: {title}", undo_url=undo_url, back=DAY, gone=row_id)
    template = "desk/day/_snooze.html" if by_htmx(request) else "desk/day/snooze.html"
    context = {"form": form, "title": title, "address": request.path}
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def step_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a next step off."""
    step = _step(request, pk)
    refuse_others(request, step)

    def put_off(clean: dict[str, Any], user: User) -> str:
        snooze_step(step=step, until=clean["until"], reason=clean["reason"], by=user, at=database_now())
        return reverse("step_reopen", args=[pk])

    return _snooze(request, step.text, f"step-{pk}", put_off)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a check-in off; its original due date stays on record."""
    row = get_object_or_404(
        CheckIn.objects.visible_to(reader(request)).select_related("contact__person", "account"), pk=pk
    )
    refuse_others(request, row)

    def put_off(clean: dict[str, Any], user: User) -> str:
        deferral = snooze_check_in(
            check_in=row, until=clean["until"], reason=clean["reason"], by=user, at=database_now()
        )
        return reverse("deferral_undo", args=[deferral.pk])

    who = row.contact.name if row.contact else row.account.name
    return _snooze(request, f"Check in with {who}", f"check-in-{pk}", put_off)


@require_POST
def check_in_skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Not needed this time."""
    user = reader(request)
    row = get_object_or_404(CheckIn.objects.visible_to(user), pk=pk)
    try:
        deferral = skip_check_in(
            check_in=row, reason=request.POST.get("reason", ""), by=user, at=database_now()
        )
    except DomainError as error:
        return refused(request, error.message, back=DAY)
    undo = reverse("deferral_undo", args=[deferral.pk])
    return done(request, "Skipped this time", undo_url=undo, back=DAY, gone=f"check-in-{pk}")


@require_POST
def deferral_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a snooze or skip back."""
    user = reader(request)
    deferral = get_object_or_404(Deferral.objects.visible_to(user), pk=pk)
    try:
        undo_deferral(deferral=deferral, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=DAY)
    return taken_back(request, "No longer put off", back=DAY)
