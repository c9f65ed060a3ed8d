"""The books: exchange rates, and months that are closed. For admins."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import add_rate, add_rates, close_period
from accounts.books import book_facts
from accounts.forms.books import ClosePeriodForm, PasteRatesForm, RateForm
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.models import User
from retention.team.views.pages import for_admins
from retention.team.visibility import runs_the_workspace

from ..editing import form_page
from ..reader import reader

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


def _admin(request: HttpRequest) -> User:
    user = reader(request)
    if not runs_the_workspace(user):
        raise PermissionDenied("Only an admin may open this page.")
    return user


@for_admins
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """Rates by currency, what is missing or old, closed months, and what was restated."""
    user = reader(request)
    facts = book_facts(local_day(database_now(), user.time_zone))
    return render(request, "desk/books/books.html", {"facts": facts})


@require_http_methods(SHOWS_AND_SAVES)
def rate_new(request: HttpRequest) -> HttpResponse:
    """Enter one rate."""
    user = _admin(request)
    today = local_day(database_now(), user.time_zone)
    form = RateForm(request.POST or None, initial={"on": today, "currency": request.GET.get("currency", "")})

    def save() -> str:
        add_rate(by=user, at=database_now(), **form.fields_said())
        return "Rate kept."

    return form_page(request, form, title="Enter a rate", save=save, back=reverse("books"))


@require_http_methods(SHOWS_AND_SAVES)
def rates_paste(request: HttpRequest) -> HttpResponse:
    """Paste many rates."""
    user = _admin(request)
    form = PasteRatesForm(request.POST or None)

    def save() -> str:
        made = add_rates(by=user, at=database_now(), **form.fields_said())
        return f"Rates kept: {len(made)}."

    return form_page(request, form, title="Paste rates", save=save, back=reverse("books"))


@require_http_methods(SHOWS_AND_SAVES)
def period_close(request: HttpRequest) -> HttpResponse:
    """Close the books through a day."""
    user = _admin(request)
    last_month = local_day(database_now(), user.time_zone).replace(day=1) - timedelta(days=1)
    form = ClosePeriodForm(request.POST or None, initial={"through": last_month})

    def save() -> str:
        closed = close_period(by=user, at=database_now(), **form.fields_said())
        return f"{closed}."

    return form_page(request, form, title="Close the books", save=save, back=reverse("books"))
