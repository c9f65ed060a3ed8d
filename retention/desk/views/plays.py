"""Save plays of a renewal's account: start one, and say how it ended."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from retention.lib.clock import database_now
from retention.renewals.actions.playing import finish_play, start_play

from ..editing import form_page
from ..play_forms import FinishPlayForm, StartPlayForm
from ..reader import reader
from .renewal import FORM, editable_renewal, title_of


@FORM
def play_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a save play; its steps become next steps from today."""
    row, user = editable_renewal(request, pk), reader(request)
    form = StartPlayForm(request.POST or None)

    def save() -> str:
        said = form.cleaned_data
        run = start_play(
            account=row.account,
            renewal=row,
            play=said["play"],
            root_cause=said["root_cause"],
            trigger=said["trigger"],
            by=user,
            at=database_now(),
        )
        return _("{play} started; its steps stand below.").format(play=run.get_play_display())

    title = title_of(row, _("Start a save play"))
    return form_page(request, form, title=title, save=save, back=f"/renewals/{pk}/")


@FORM
def play_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a play ended; what is left of its steps is dropped."""
    row, user = editable_renewal(request, pk), reader(request)
    form = FinishPlayForm(request.POST or None, renewal=row, user=user)

    def save() -> str:
        said = form.fields_said()
        run = finish_play(**said, by=user, at=database_now())
        return _("{play}: {outcome}.").format(play=run.get_play_display(), outcome=run.get_outcome_display())

    title = title_of(row, _("How the play ended"))
    return form_page(request, form, title=title, save=save, back=f"/renewals/{pk}/")
