"""Absences: one's own, and those that leads and admins enter for others."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions.absences import cancel_absence, change_absence, set_absence
from ..forms.calendar import AbsenceForm, AbsenceOfForm
from ..models import Absence, User
from ..visibility import may_arrange_for, people_arranged_by, standing_in
from .pages import (
    FORM_METHODS,
    PEOPLE_TABS,
    SETTINGS_TABS,
    FormAnswer,
    for_leads,
    reader,
    sent,
    sent_back,
    tabs,
)

SHOWN = 100


def _coming(rows: QuerySet[Absence], user: User) -> QuerySet[Absence]:
    """Absences that have not ended, the next first."""
    today = local_day(database_now(), user.time_zone)
    rows = rows.filter(ends_on__gte=today).select_related("user", "delegate")
    return rows.order_by("starts_on", "id")[:SHOWN]


def _said(form: AbsenceForm) -> dict[str, Any]:
    return {name: value for name, value in form.fields_said().items() if name != "person"}


@require_http_methods(FORM_METHODS)
def own_absences(request: HttpRequest) -> HttpResponse:
    """When one is away and who stands in."""
    user = reader(request)
    form = AbsenceForm(sent(request), colleagues=standing_in(user))

    def save() -> None:
        set_absence(person=user, by=user, at=database_now(), **_said(form))

    answer = FormAnswer(form).run(save)
    if answer.saved:
        return sent_back(request, "Absence entered.", "own_absences")
    rows = _coming(Absence.objects.filter(user=user), user)
    covers = _coming(Absence.objects.filter(delegate=user), user)
    told = {"tabs": tabs(SETTINGS_TABS, "own_absences", user), "rows": rows, "covers": covers, "person": user}
    return answer.page(request, "team/own_absences.html", told)


@for_leads
@require_http_methods(FORM_METHODS)
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away, among the people this lead or admin arranges things for; and entering another one."""
    user = reader(request)
    people = people_arranged_by(user)
    chosen = request.GET.get("person", "")
    form = AbsenceOfForm(
        sent(request), people=people, colleagues=standing_in(), initial={"person": chosen[:19]}
    )

    def save() -> None:
        set_absence(person=form.cleaned_data["person"], by=user, at=database_now(), **_said(form))

    answer = FormAnswer(form).run(save)
    if answer.saved:
        return sent_back(request, "Absence entered.", "absences")
    rows = _coming(Absence.objects.filter(user__in=people.order_by().values("pk")), user)
    told = {"tabs": tabs(PEOPLE_TABS, "absences", user), "rows": rows}
    return answer.page(request, "team/absences.html", told)


@require_http_methods(FORM_METHODS)
def absence_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other days, or another delegate."""
    absence, user = _arranged(request, pk)
    colleagues = standing_in(absence.user)
    form = AbsenceForm(sent(request), colleagues=colleagues, absence=absence)

    def save() -> None:
        change_absence(
            absence=absence, by=user, at=database_now(), expected_version=form.expected_version, **_said(form)
        )

    answer = FormAnswer(form).run(save, current=lambda: Absence.objects.values().get(pk=pk))
    if answer.saved:
        return sent_back(request, "Saved.", _list_of(absence, user))
    told = {"title": f"Absence of {absence.user.name}", "back": reverse(_list_of(absence, user))}
    return answer.page(request, "team/form.html", told)


@require_POST
def absence_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """They are not away after all."""
    absence, user = _arranged(request, pk)
    cancel_absence(absence=absence, by=user, at=database_now())
    return sent_back(request, "Absence cancelled.", _list_of(absence, user))


def _arranged(request: HttpRequest, pk: int) -> tuple[Absence, User]:
    """One's own absence or one of those arranged: 403 for the delegate, 404 for everybody else."""
    user = reader(request)
    absence = get_object_or_404(Absence.objects.select_related("user", "delegate"), pk=pk)
    if may_arrange_for(user, absence.user):
        return absence, user
    if absence.delegate_id == user.pk:
        raise PermissionDenied("Only they, their team lead or an admin may change an absence.")
    return get_object_or_404(Absence.objects.none()), user


def _list_of(absence: Absence, user: User) -> str:
    return "own_absences" if absence.user_id == user.pk else "absences"
