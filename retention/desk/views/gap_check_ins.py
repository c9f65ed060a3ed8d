"""Gaps of the map that are closed by speaking with somebody: their check-in becomes due."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Account
from contacts.models import Contact
from retention.cadence.actions import plan_gap_check_in, take_gap_back
from retention.cadence.models import CheckIn, GapCheckIn
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.form_fields import DayField
from retention.lib.forms import ActionForm
from retention.lib.zones import local_day
from retention.team.models import User

from ..answering import done, refused, taken_back
from ..editing import form_page
from ..formats import day_text
from ..reader import reader, refuse_others
from .account import the_account


class GapDayForm(ActionForm):
    """From which day somebody is to be spoken to."""

    due_on = DayField(label="From when", help_text="Their own rhythm counts when it comes sooner.")


@require_POST
def gap_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the check-in of a flag due today."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    try:
        gap = _planned(request, row, user)
    except DomainError as error:
        return refused(request, error.message, back=_map_of(row))
    undo = reverse("gap_check_in_back", args=[gap.pk])
    return done(request, _said(gap, user), undo_url=undo, back=_map_of(row))


@require_http_methods(["GET", "HEAD", "POST"])
def gap_check_in_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the check-in of a flag due on another day."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    form = GapDayForm(request.POST or None)

    def save() -> str:
        return _said(_planned(request, row, user, form.fields_said()), user)

    return form_page(request, form, title=_("Check in because of a gap"), save=save, back=_map_of(row),
                     more={"address": request.get_full_path()})  # fmt: skip


@require_POST
def gap_check_in_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back: the check-in follows its own rhythm again."""
    user = reader(request)
    gap = get_object_or_404(GapCheckIn.objects.visible_to(user).select_related("account"), pk=pk)
    try:
        take_gap_back(gap=gap, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=_map_of(gap.account))
    return taken_back(request, _("Taken back."), back=_map_of(gap.account))


def _map_of(account: Account) -> str:
    return f"{reverse('account_map', args=[account.pk])}#flags"


def _planned(
    request: HttpRequest, account: Account, user: User, said: dict[str, Any] | None = None
) -> GapCheckIn:
    """By the flag and contact of the address. Raises DomainError."""
    asked = request.GET.get("contact", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 18 else 0
    who = Contact.objects.visible_to(user).filter(account=account, pk=number).first()
    return plan_gap_check_in(
        account=account,
        flag=request.GET.get("flag", ""),
        contact=who,
        by=user,
        at=database_now(),
        **(said or {}),
    )


def _said(gap: GapCheckIn, user: User) -> str:
    """When it shows, which may be later: nobody is called on a day off, or again at once."""
    row = CheckIn.objects.visible_to(user).get(contact=gap.contact_id)
    today = local_day(database_now(), user.time_zone)
    words = _("Check-in with {who} is due {day}: {why}.")
    return words.format(who=gap.contact.name, day=day_text(row.shown_on, today), why=gap.reason)
