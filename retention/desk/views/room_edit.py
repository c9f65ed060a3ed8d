"""Writing down what a cell says, and working on it: plays with their next steps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.choosing import people_at_work
from accounts.models import OrgUnit, Product
from plans.actions.room_plays import edit_room_play, end_room_play, make_opportunity, next_room_step
from plans.actions.whitespace import look_at_cell, set_cell
from plans.forms.whitespace import EditPlayForm, EndPlayForm, RoomStepForm, StartPlayForm
from plans.models import WhitespaceCell, WhitespacePlay
from retention.growth.actions.expansion import start_expansion
from retention.growth.advising import why_blocked
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..answering import done, refused, way_back
from ..editing import form_page
from ..reader import reader, refuse_others
from ..rivals import rival_names
from ..room_form import ShownCellForm
from .account import the_account
from .account_edit import SHOWS_AND_SAVES

QUARTER = timedelta(days=90)
WEEK = timedelta(days=7)


@require_http_methods(SHOWS_AND_SAVES)
def cell_edit(request: HttpRequest, pk: int, product: int, unit: int) -> HttpResponse:
    """What stands in a unit of one product; unit 0 is the account as a whole."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    refuse_others(request, row)
    sold = get_object_or_404(Product, pk=product)
    units = OrgUnit.objects.visible_to(user).filter(account=row)
    place = get_object_or_404(units, pk=unit) if unit else None
    known = WhitespaceCell.objects.visible_to(user).filter(account=row, product=sold, unit=place).first()
    version = {"version": known.version} if known is not None else {}
    form = ShownCellForm(
        request.POST or None, user=user, account=row, cell=known, initial=version,
        competitors=rival_names(user),
    )  # fmt: skip

    def save() -> str:
        said = form.changes() if known is not None else form.fields_said()
        made = set_cell(
            account=row, product=sold, unit=place, by=user, at=at, changes=said,
            expected_version=form.expected_version,
        )  # fmt: skip
        return f"{made}: {made.get_state_display().lower()}."

    back = way_back(request, f"{reverse('account_room', args=[pk])}#grid")
    title = f"{sold} for {place or row.name}"
    return form_page(request, form, title=title, save=save, back=back, record=lambda: known,
                     more=_more(request, known))  # fmt: skip


def _more(request: HttpRequest, known: WhitespaceCell | None) -> dict[str, Any]:
    more: dict[str, Any] = {"address": request.get_full_path()}
    if known is not None and known.state in ("open", "competitor", "owned_partial"):
        more |= {"other_url": reverse("room_play_start", args=[known.pk]), "other_text": _("Start a play")}
    return more


@require_POST
def cell_look(request: HttpRequest, pk: int) -> HttpResponse:
    """It is still as it says."""
    row = _the_cell(request, pk)
    look_at_cell(cell=row, by=reader(request), at=database_now())
    return done(request, f"Looked at: {row}", back=reverse("account_room", args=[row.account_id]))


def _the_cell(request: HttpRequest, pk: int) -> WhitespaceCell:
    rows = WhitespaceCell.objects.visible_to(reader(request)).select_related("account", "unit", "product")
    row: WhitespaceCell = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    return row


@require_http_methods(SHOWS_AND_SAVES)
def room_play_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Set out to win a cell."""
    row, user, at = _the_cell(request, pk), reader(request), database_now()
    today = local_day(at, user.time_zone)
    initial = {"owner": user.pk, "target_on": today + QUARTER, "step_on": today + WEEK}
    blocked = why_blocked(row.account, on=today)
    form = StartPlayForm(
        request.POST or None, people=people_at_work(), is_blocked=bool(blocked), initial=initial
    )

    def save() -> str:
        made = start_expansion(cell=row, by=user, at=at, **form.fields_said())
        return f"{row} is in play: {made.owner.name}."

    back = reverse("account_room", args=[row.account_id])
    return form_page(request, form, title=f"Win {row}", save=save, back=back)


def _the_play(request: HttpRequest, pk: int) -> WhitespacePlay:
    rows = WhitespacePlay.objects.visible_to(reader(request)).select_related(
        "account", "owner", "step", "cell__unit", "cell__product"
    )
    row: WhitespacePlay = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    return row


def _play_page(
    request: HttpRequest, play: WhitespacePlay, form: Any, title: str, act: Callable[[], Any]
) -> HttpResponse:
    def save() -> str:
        act()
        return _("Saved.")

    back = way_back(request, reverse("account_room", args=[play.account_id]))
    more = {"address": request.get_full_path()}
    again = WhitespacePlay.objects.visible_to(reader(request)).filter(pk=play.pk)
    return form_page(request, form, title=title, save=save, back=back, record=again.get, more=more)


@require_http_methods(SHOWS_AND_SAVES)
def room_play_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a play is, whose it is, why, until when."""
    row, user, at = _the_play(request, pk), reader(request), database_now()
    initial = {"stage": row.stage, "owner": row.owner_id, "reason": row.reason, "target_on": row.target_on,
               "version": row.version}  # fmt: skip
    form = EditPlayForm(request.POST or None, people=people_at_work(), initial=initial)

    def act() -> None:
        edit_room_play(
            play=row, changes=form.changes(), by=user, at=at, expected_version=form.expected_version
        )

    return _play_page(request, row, form, f"The play for {row}", act)


@require_http_methods(SHOWS_AND_SAVES)
def room_play_step(request: HttpRequest, pk: int) -> HttpResponse:
    """What is next."""
    row, user, at = _the_play(request, pk), reader(request), database_now()
    initial = {"step_on": local_day(at, user.time_zone) + WEEK}
    form = RoomStepForm(request.POST or None, initial=initial)

    def act() -> None:
        next_room_step(play=row, by=user, at=at, **form.fields_said())

    return _play_page(request, row, form, f"Next for {row}", act)


@require_http_methods(SHOWS_AND_SAVES)
def room_play_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Won, lost or stopped."""
    row, user, at = _the_play(request, pk), reader(request), database_now()
    form = EndPlayForm(request.POST or None)

    def act() -> None:
        end_room_play(play=row, by=user, at=at, **form.fields_said())

    return _play_page(request, row, form, f"End the play for {row}", act)


@require_POST
def room_play_opportunity(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it a map of people of its own: it is an opportunity."""
    row = _the_play(request, pk)
    back = reverse("account_room", args=[row.account_id])
    try:
        make_opportunity(play=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, f"An opportunity now: {row}", back=back)
