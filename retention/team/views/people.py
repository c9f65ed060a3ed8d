"""The administration of people: the list, one person, and changing what we know of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from retention.lib.clock import database_now
from retention.lib.keyset import Page, keyset_page

from ..actions.moving import move_person
from ..actions.people import edit_person
from ..directory import SORTS, directory, matching
from ..forms.choices import zones_nearby
from ..forms.people import MoveForm, PeopleSearchForm, PersonForm
from ..history import history_of
from ..models import User
from ..open_work import counted_work
from .pages import FORM_METHODS, PEOPLE_TABS, FormAnswer, for_admins, reader, sent, sent_back, tabs

PAGE_SIZE = 50
SHOWN_EVENTS = 30


@for_admins
@require_http_methods(["GET", "HEAD"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, by name."""
    form = PeopleSearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = matching(directory(), wanted)
    page = keyset_page(found, sorts=SORTS, cursor=request.GET.get("cursor", ""), size=PAGE_SIZE)
    asked = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    told = {
        "tabs": tabs(PEOPLE_TABS, "people", reader(request)),
        "form": form,
        "page": page,
        "pager": _pager(page, asked),
        "asked": asked,
    }
    return render(request, "team/people.html", told)


def _pager(page: Page[User], asked: dict[str, str]) -> dict[str, str]:
    links = {"next_url": page.next_cursor, "previous_url": page.previous_cursor}
    return {
        name: f"{reverse('people')}?{urlencode({**asked, 'cursor': cursor})}" if cursor else ""
        for name, cursor in links.items()
    }


def person_of(pk: int) -> User:
    """One of our people; the machine and nobody are 404."""
    return get_object_or_404(directory(), pk=pk)


@for_admins
@require_http_methods(["GET", "HEAD"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What we know of somebody, what is theirs to do, and what happened."""
    user, row = reader(request), person_of(pk)
    told = {
        "person": row,
        "work": counted_work(row),
        "absences": row.absences.select_related("delegate").order_by("-starts_on")[:5],
        "events": row.people_events.select_related("actor").order_by("-at", "-id")[:SHOWN_EVENTS],
        "changes": history_of(row, user, limit=SHOWN_EVENTS),
    }
    return render(request, "team/person.html", told)


@for_admins
@require_http_methods(FORM_METHODS)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, address, role, place and hours."""
    user, row = reader(request), person_of(pk)
    form = PersonForm(sent(request), person=row)

    def save() -> None:
        edit_person(
            person=row,
            changes=form.fields_said(),
            by=user,
            at=database_now(),
            expected_version=form.expected_version,
        )

    answer = FormAnswer(form).run(save, current=lambda: User.objects.values().get(pk=pk))
    if answer.saved:
        return sent_back(request, "Saved.", "person", pk)
    return answer.page(request, "team/form.html", _frame(row, f"Edit {row.name}", zones_of=row))


@for_admins
@require_http_methods(FORM_METHODS)
def person_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Into which teams, and whether their accounts follow."""
    user, row = reader(request), person_of(pk)
    form = MoveForm(sent(request), person=row)

    def save() -> None:
        said = form.fields_said()
        move_person(person=row, by=user, at=database_now(), **said)

    answer = FormAnswer(form).run(save)
    if answer.saved:
        return sent_back(request, f"{row.name} was moved.", "person", pk)
    return answer.page(request, "team/form.html", _frame(row, f"Teams of {row.name}"))


def _frame(row: User, title: str, zones_of: User | None = None) -> dict[str, Any]:
    zones = zones_nearby(zones_of.country, zones_of.time_zone) if zones_of else []
    return {"title": title, "back": reverse("person", args=[row.pk]), "person": row, "zones": zones}
