"""What is done with reviews: planned, prepared, written to, sent, held, summed up, called off."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.reviews.actions.holding import hold_review, sum_up
from retention.reviews.actions.planning import cancel_review, edit_review, invite, plan_review
from retention.reviews.actions.preparing import prepare_review, send_review, write_to_section
from retention.reviews.file import agenda
from retention.reviews.forms.reviews import (
    CancelForm,
    EditReviewForm,
    HoldForm,
    InviteForm,
    PlanReviewForm,
    SectionForm,
)
from retention.reviews.models import BusinessReview
from retention.reviews.sections import BY_KEY

from ..answering import done, refused, way_back
from ..editing import form_page
from ..reader import reader, refuse_others
from .account import the_account
from .reviews import the_review

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_AND_SAVES)
def review_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a review into the calendar."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    form, made = PlanReviewForm(request.POST or None), []

    def save() -> str:
        made.append(plan_review(account=row, by=user, at=database_now(), **form.fields_said()))
        return _("Planned for {day}.").format(day=f"{made[0].planned_on:%-d %b %Y}")

    back = way_back(request, reverse("account_reviews", args=[pk]))
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=_("Plan a review"), save=save, back=back, more=more)


@require_http_methods(SHOWS_AND_SAVES)
def review_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change day, purpose and period; a stale page shows both versions."""
    row = _editable(request, pk)
    form = EditReviewForm(request.POST or None, review=row)

    def save() -> str:
        edit_review(
            review=row, changes=form.changes(), by=reader(request), at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    back = reverse("review", args=[pk])
    title = _("Change the review")
    return form_page(request, form, title=title, save=save, back=back, record=lambda: the_review(request, pk))


@require_http_methods(SHOWS_AND_SAVES)
def review_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who of both sides is to come."""
    row, user = _editable(request, pk), reader(request)
    form = InviteForm(request.POST or None, review=row, user=user)

    def save() -> str:
        invite(review=row, by=user, at=database_now(), **form.fields_said())
        return _("Saved.")

    return form_page(request, form, title=_("Who is to come"), save=save, back=reverse("review", args=[pk]))


@require_http_methods(SHOWS_AND_SAVES)
def review_section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write to one section, or leave it out."""
    row = _editable(request, pk)
    if key not in BY_KEY:
        raise Http404
    known = row.sections.filter(key=key).first()
    names = ("commentary", "is_left_out", "minutes")
    said = {name: getattr(known, name) for name in names} if known else {}
    form = SectionForm(request.POST or None, initial=said, key=key, agenda=agenda(row))

    def save() -> str:
        write_to_section(review=row, key=key, by=reader(request), at=database_now(), **form.fields_said())
        return _("Saved.")

    back = f"{reverse('review', args=[pk])}#{key}"
    return form_page(request, form, title=BY_KEY[key].title, save=save, back=back)


@require_http_methods(SHOWS_AND_SAVES)
def review_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off, and say why."""
    row = _editable(request, pk)
    form = CancelForm(request.POST or None)

    def save() -> str:
        cancel_review(review=row, by=reader(request), at=database_now(), **form.fields_said())
        return _("The review is called off.")

    return form_page(request, form, title=_("Call it off"), save=save, back=reverse("review", args=[pk]))


@require_http_methods(SHOWS_AND_SAVES)
def review_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who was there, what was decided and when both meet next."""
    row, user = _editable(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    seats = list(row.seats.all())
    initial = {
        "held_on": min(today, row.planned_on),
        "contacts": [seat.contact_id for seat in seats if seat.contact_id],
        "users": [seat.user_id for seat in seats if seat.user_id] or [user.pk],
    }
    form = HoldForm(request.POST or None, review=row, user=user, initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            hold_review(
                review=row, held_on=said["held_on"], next_on=said["next_on"], contacts=said["contacts"],
                users=said["users"], decisions=form.decisions(), by=user, at=database_now(),
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            when = f"{said['next_on']:%-d %b %Y}"
            return done(
                request, _("Held. Next on {day}.").format(day=when), back=reverse("review", args=[pk])
            )
    context = {"form": form, "review": row, "back": reverse("review", args=[pk])}
    return render(request, "desk/reviews/hold.html", context, status=status)


@require_POST
def review_prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the pack of what is recorded now."""
    return _click(request, pk, prepare_review, _("The pack was made."))


@require_POST
def review_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the pack was sent in advance."""
    return _click(request, pk, send_review, _("Marked as sent."))


@require_POST
def review_sum_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what was agreed was sent."""
    return _click(request, pk, sum_up, _("Marked as sent."))


def _click(request: HttpRequest, pk: int, act: Callable[..., BusinessReview], said: str) -> HttpResponse:
    row, back = _editable(request, pk), reverse("review", args=[pk])
    try:
        act(review=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, said, back=back)


def _editable(request: HttpRequest, pk: int) -> BusinessReview:
    row = the_review(request, pk)
    refuse_others(request, row.account)
    return row
