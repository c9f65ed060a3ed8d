"""What is done with executive pairs: brought together, agreed, followed up, handed over, ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from retention.lib.clock import database_now
from retention.team.leading import people_led_by
from retention.teamwork.actions.pairs import edit_pair, end_pair, hand_over_pair, pair_executives
from retention.teamwork.actions.talks import follow_up_talk, limit_sponsor, plan_talk
from retention.teamwork.forms.pairs import (
    EditPairForm,
    EndPairForm,
    FollowUpForm,
    HandOverPairForm,
    LimitForm,
    PairForm,
    PlanTalkForm,
)
from retention.teamwork.loads import limit_of
from retention.teamwork.models import ExecutivePairing, PairTalk

from ..answering import way_back
from ..editing import form_page
from ..log_form import id_in
from ..reader import reader, refuse_others
from .account import the_account
from .sponsors import the_pair

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_AND_SAVES)
def pair_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring one of ours and one of theirs together."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    initial = {"contact": id_in(request.GET, "contact")}
    form = PairForm(request.POST or None, user=user, account=row, initial=initial)

    def save() -> str:
        made = pair_executives(account=row, by=user, at=database_now(), **form.fields_said())
        return _("They are a pair. They talk by {day}.").format(day=f"{made.talk_on:%-d %b}")

    back = way_back(request, reverse("account", args=[pk]))
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=_("Executive sponsor"), save=save, back=back, more=more)


@require_http_methods(SHOWS_AND_SAVES)
def pair_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how often they talk, or about what; a stale page shows both versions."""
    row = _editable(request, pk)
    form = EditPairForm(request.POST or None, pair=row)

    def save() -> str:
        edit_pair(
            pair=row, changes=form.changes(), by=reader(request), at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    title, back = _("How they talk"), reverse("pair", args=[pk])
    return form_page(request, form, title=title, save=save, back=back, record=lambda: the_pair(request, pk))


@require_http_methods(SHOWS_AND_SAVES)
def pair_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the day agreed for the next talk."""
    row = the_pair(request, pk)
    refuse_others(request, row)
    form = PlanTalkForm(request.POST or None, initial={"on": row.planned_on})

    def save() -> str:
        made = plan_talk(pair=row, on=form.cleaned_data["on"], by=reader(request), at=database_now())
        return _("They talk by {day}.").format(day=f"{made.talk_on:%-d %b}")

    return form_page(request, form, title=_("Next talk"), save=save, back=reverse("pair", args=[pk]))


@require_http_methods(SHOWS_AND_SAVES)
def pair_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another of ours take the pair over."""
    row = _editable(request, pk)
    form, made = HandOverPairForm(request.POST or None, pair=row), []

    def save() -> str:
        made.append(hand_over_pair(pair=row, by=reader(request), at=database_now(), **form.fields_said()))
        return _("Handed over to {name}.").format(name=made[0].user.name)

    title = _("Hand over {name}").format(name=row.contact.name)
    return form_page(request, form, title=title, save=save, back=_back(row))


@require_http_methods(SHOWS_AND_SAVES)
def pair_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that they are no pair any more, and why."""
    row = _editable(request, pk)
    form = EndPairForm(request.POST or None)

    def save() -> str:
        end_pair(pair=row, by=reader(request), at=database_now(), **form.fields_said())
        return _("They are no pair any more.")

    return form_page(request, form, title=_("End the pair"), save=save, back=_back(row))


@require_http_methods(SHOWS_AND_SAVES)
def talk_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what follows from a talk."""
    rows = PairTalk.objects.visible_to(reader(request)).select_related("pairing__contact__person")
    row = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    form = FollowUpForm(request.POST or None, initial={"text": row.follow_up})

    def save() -> str:
        follow_up_talk(talk=row, by=reader(request), at=database_now(), **form.fields_said())
        return _("Written down.")

    title = _("What follows from the talk with {name}?").format(name=row.pairing.contact.name)
    back = way_back(request, reverse("pair", args=[row.pairing_id]))
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=title, save=save, back=back, more=more)


@require_http_methods(SHOWS_AND_SAVES)
def pair_limit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many pairs one of ours may keep."""
    person = get_object_or_404(people_led_by(reader(request)), pk=pk)
    form = LimitForm(request.POST or None, initial={"pairs": limit_of(person)})

    def save() -> str:
        limit_sponsor(user=person, by=reader(request), at=database_now(), **form.fields_said())
        return _("Saved.")

    title = _("Pairs of {name}").format(name=person.name)
    return form_page(request, form, title=title, save=save, back=reverse("pairs"))


def _editable(request: HttpRequest, pk: int) -> ExecutivePairing:
    row = the_pair(request, pk)
    refuse_others(request, row.account)
    return row


def _back(row: ExecutivePairing) -> str:
    return reverse("account", args=[row.account_id])
