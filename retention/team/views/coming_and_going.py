"""Inviting people, handing over what is theirs, deactivating and letting them back in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from retention.lib.clock import database_now
from retention.lib.errors import DomainError

from ..actions.invitations import Invitation, invite_again, invite_person
from ..actions.leaving import deactivate_person, hand_over_work, reactivate_person
from ..forms.choices import zones_nearby
from ..forms.handover import HandOverForm
from ..forms.people import InvitationForm
from ..models import User
from ..open_work import counted_work, in_words
from .pages import (
    FORM_METHODS,
    PEOPLE_TABS,
    FormAnswer,
    for_admins,
    reader,
    refused_back,
    sent,
    sent_back,
    tabs,
)
from .people import person_of

SHOWN_ITEMS = 20


@for_admins
@never_cache
@require_http_methods(FORM_METHODS)
def person_invite(request: HttpRequest) -> HttpResponse:
    """Who joins; the link is mailed, and shown once."""
    user = reader(request)
    form = InvitationForm(sent(request), initial={"time_zone": user.time_zone, "country": user.country})
    made: list[Invitation] = []

    def save() -> None:
        said = form.fields_said()
        fields = form.fields_of_person()
        teams, leads = said["teams"], said["leads"]
        made.append(invite_person(fields=fields, teams=teams, leads=leads, by=user, at=database_now()))

    answer = FormAnswer(form).run(save)
    if answer.saved:
        return _invited(request, made[0])
    told = {"title": "Invite somebody", "back": reverse("people"), "zones": zones_nearby(user.country)}
    return answer.page(request, "team/form.html", {**told, "act": "Send the invitation"})


@for_admins
@never_cache
@require_POST
def person_invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh link for somebody who has not been in yet."""
    try:
        return _invited(request, invite_again(person=person_of(pk), by=reader(request), at=database_now()))
    except DomainError as error:
        return refused_back(request, error, "person", pk)


@for_admins
@never_cache
@require_POST
def person_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody back in, by a fresh link."""
    try:
        return _invited(
            request, reactivate_person(person=person_of(pk), by=reader(request), at=database_now())
        )
    except DomainError as error:
        return refused_back(request, error, "person", pk)


def _invited(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    told = {"tabs": tabs(PEOPLE_TABS, "people", reader(request)), "invitation": invitation}
    return render(request, "team/invited.html", told)


@for_admins
@require_http_methods(FORM_METHODS)
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is theirs, who takes over each kind, and the end of their access."""
    user, row = reader(request), person_of(pk)
    form = _hand_over_form(request, row, leaving=True)

    def save() -> None:
        deactivate_person(person=row, receivers=form.receivers(), by=user, at=database_now())

    answer = FormAnswer(form).run(save)
    if answer.saved:
        return sent_back(request, f"{row.name} was deactivated and signed out everywhere.", "person", pk)
    return answer.page(request, "team/hand_over.html", _work_of(row, leaving=True))


@for_admins
@require_http_methods(FORM_METHODS)
def person_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what is theirs, or some kinds of it, to others; they stay."""
    user, row = reader(request), person_of(pk)
    form = _hand_over_form(request, row, leaving=False)
    moved: dict[str, int] = {}

    def save() -> None:
        moved.update(hand_over_work(person=row, receivers=form.receivers(), by=user, at=database_now()))

    answer = FormAnswer(form).run(save)
    if answer.saved:
        said = f"Handed over: {in_words(moved)}." if moved else "Nothing was handed over."
        return sent_back(request, said, "person", pk)
    return answer.page(request, "team/hand_over.html", _work_of(row, leaving=False))


def _hand_over_form(request: HttpRequest, row: User, *, leaving: bool) -> HandOverForm:
    kinds = [kind for kind, _ in counted_work(row)]
    colleagues = list(User.objects.active().exclude(pk=row.pk).order_by("name", "id"))
    return HandOverForm(sent(request), kinds=kinds, colleagues=colleagues, leaving=leaving)


def _work_of(row: User, *, leaving: bool) -> dict[str, Any]:
    work = [
        {"kind": kind, "count": count, "items": kind.first(row, SHOWN_ITEMS), "more": count - SHOWN_ITEMS}
        for kind, count in counted_work(row)
    ]
    return {"person": row, "work": work, "leaving": leaving, "back": reverse("person", args=[row.pk])}
