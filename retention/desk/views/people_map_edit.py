"""One person on the map: their roles, standing, ties and lines, and how each is changed."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import may_edit
from contacts.actions.map import assign_role, end_role, rate_contact, set_tie
from contacts.actions.map_lines import end_influence_line, set_influence_line, set_manager
from contacts.actions.moves import move_job
from contacts.forms.map import InfluenceForm, JobMoveForm, ManagerForm, RatingForm, RoleForm, TieForm
from contacts.map_facts import map_of, person_on
from contacts.map_shown import Place
from contacts.models import Contact, Influences, ReportsTo, RoleOnMap, Standing, Tie
from retention.lib.accepts import InputRefused
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.forms import ActionForm
from retention.lib.zones import local_day
from retention.team.field_policy import hidden_fields

from ..answering import done, refused
from ..editing import Save, form_page
from ..log_form import id_in
from ..parts import Crumb
from ..people_map.places import place_asked, place_query, place_said
from ..reader import reader, refuse_others
from .contacts import the_contact

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_safe
def contact_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the map says of one person, and what it said before."""
    row, user = the_contact(request, pk), reader(request)
    place = place_asked(request, row.account, user)
    facts = map_of(row.account, user, on=max(local_day(database_now(), user.time_zone), row.since))
    shown = person_on(facts, row, place)
    asked = f"?{place_query(place)}" if place else ""
    lines = Influences.objects.visible_to(user).current().filter(Q(contact=row) | Q(on_contact=row))
    lines = lines.select_related("contact__person", "on_contact__person").order_by("id")
    context = {
        "contact": row,
        "main_account": row.account_id,
        "person": shown,
        "reads_attitudes": facts.reads_attitudes,
        "place": place,
        "asked": asked,
        "crumbs": [
            Crumb("Accounts", reverse("accounts")),
            Crumb(row.account.name, f"{reverse('account_map', args=[row.account_id])}{asked}"),
            Crumb(row.name),
        ],
        "roles": facts.sources.roles.get(pk, []),
        "reports": ReportsTo.objects.visible_to(user).current().filter(manager=row)
        .select_related("contact__person"),
        "influences": [line for line in lines if line.contact_id == pk],
        "influenced_by": [line for line in lines if line.on_contact_id == pk],
        "past_roles": RoleOnMap.objects.visible_to(user).filter(contact=row, ends_on__isnull=False)
        .select_related("by", "org_unit", "scope").order_by("-ends_on", "-id")[:10],
        "past_ratings": Standing.objects.visible_to(user).filter(contact=row, ends_on__isnull=False)
        .select_related("by", "org_unit", "scope").order_by("-ends_on", "-id")[:10],
    }  # fmt: skip
    return render(request, "desk/map/person.html", context)


def _change(
    request: HttpRequest, row: Contact, form: ActionForm, title: str, save: Save, place: Place = None,
    *, address: str = "",
) -> HttpResponse:  # fmt: skip
    back, asked = reverse("contact_map", args=[row.pk]), f"?{place_query(place)}" if place else ""
    more = {"address": address or f"{request.path}{asked}"}
    return form_page(request, form, title=title, save=save, back=f"{back}{asked}", more=more)


def _on_map_of(place: Place) -> str:
    return f" for {place}" if place else ""


def _said(form: ActionForm) -> dict[str, Any]:
    """What was said; an empty day means today, which the action knows."""
    return {name: value for name, value in form.fields_said().items() if name != "on" or value}


def _mine(request: HttpRequest, pk: int) -> Contact:
    row = the_contact(request, pk)
    refuse_others(request, row)
    return row


@require_http_methods(SHOWS_AND_SAVES)
def map_role_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a role, or confirm one again."""
    row, user = _mine(request, pk), reader(request)
    place = place_asked(request, row.account, user)
    form = RoleForm(request.POST or None, user=user, account=row.account, initial=place_said(place))
    known = request.GET.get("role", "")
    if known:
        form.initial.update({"role": known, "certainty": "confirmed"})

    def save() -> str:
        role = assign_role(contact=row, by=user, at=database_now(), **_said(form))
        return f"{row.name} is on the map as {role.get_role_display().lower()}."

    return _change(request, row, form, f"Role of {row.name}", save, place)


@require_POST
def map_role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody no longer plays a part."""
    user = reader(request)
    rows = RoleOnMap.objects.visible_to(user).select_related("contact__account")
    role = get_object_or_404(rows, pk=pk)
    back = reverse("contact_map", args=[role.contact_id])
    try:
        end_role(role=role, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, f"No longer {role.get_role_display().lower()}.", back=back)


@require_http_methods(SHOWS_AND_SAVES)
def map_rating(request: HttpRequest, pk: int) -> HttpResponse:
    """Rate influence, attitude and by what somebody decides."""
    row, user = _mine(request, pk), reader(request)
    place = place_asked(request, row.account, user)
    on_map: dict[str, Any] = {"org_unit": None, "scope": None} | place_said(place)
    standing = Standing.objects.visible_to(user).current().filter(contact=row, **on_map).first()
    reads = not hidden_fields(user, row)
    form = RatingForm(request.POST or None, user=user, account=row.account, reads_attitudes=reads)
    if standing is not None:
        names = [name for name in form.fields if name not in ("version", "on", "org_unit")]
        form.initial.update({name: getattr(standing, name) for name in names} | {"version": standing.pk})

    def save() -> str:
        seen = form.expected_version or 0
        rate_contact(contact=row, by=user, at=database_now(), seen=seen, **on_map, **_said(form))
        return f"{row.name} is rated."

    return _change(request, row, form, f"Rate {row.name}{_on_map_of(place)}", save, place)


@require_http_methods(SHOWS_AND_SAVES)
def map_tie_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one of ours is to somebody, and should become; what stands is put in already."""
    row, user = _mine(request, pk), reader(request)
    asked = id_in(request.GET, "user") or user.pk
    tie = Tie.objects.visible_to(user).current().filter(contact=row, user=asked).first()
    form = TieForm(request.POST or None, initial={"user": asked})
    if tie is not None:
        known = {"level": tie.level, "desired_level": tie.desired_level, "version": tie.pk}
        form.initial.update(known)

    def save() -> str:
        said = _said(form)
        if said["user"].pk == asked:
            said["seen"] = form.expected_version or 0
        else:
            said = {name: value for name, value in said.items() if value is not None}
        saved = set_tie(contact=row, by=user, at=database_now(), **said)
        return f"{saved.user.name} and {row.name}: saved."

    address = request.get_full_path()
    return _change(request, row, form, f"Relationship with {row.name}", save, address=address)


@require_http_methods(SHOWS_AND_SAVES)
def map_manager(request: HttpRequest, pk: int) -> HttpResponse:
    """Say to whom somebody reports."""
    row, user = _mine(request, pk), reader(request)
    line = ReportsTo.objects.visible_to(user).current().filter(contact=row).first()
    form = ManagerForm(request.POST or None, user=user, contact=row)
    if line is not None:
        form.initial.update({"manager": line.manager_id, "version": line.pk})

    def save() -> str:
        set_manager(contact=row, by=user, at=database_now(), seen=form.expected_version or 0, **_said(form))
        return f"Saved to whom {row.name} reports."

    return _change(request, row, form, f"{row.name} reports to", save)


@require_http_methods(SHOWS_AND_SAVES)
def map_influence_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who listens to somebody."""
    row, user = _mine(request, pk), reader(request)
    form = InfluenceForm(request.POST or None, user=user, contact=row)

    def save() -> str:
        line = set_influence_line(contact=row, by=user, at=database_now(), **_said(form))
        return f"{line.on_contact.name} listens to {row.name}."

    return _change(request, row, form, f"Who listens to {row.name}", save)


@require_POST
def map_influence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody no longer listens."""
    user = reader(request)
    line = get_object_or_404(Influences.objects.visible_to(user).select_related("contact__account"), pk=pk)
    back = reverse("contact_map", args=[line.contact_id])
    try:
        end_influence_line(line=line, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, "The line ended.", back=back)


@require_http_methods(SHOWS_AND_SAVES)
def contact_moved(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody works at another account now; both seats stay."""
    row, user, at = _mine(request, pk), reader(request), database_now()
    form = JobMoveForm(request.POST or None, user=user, initial={"on": local_day(at, user.time_zone)})

    def save() -> str:
        said = form.fields_said()
        if not may_edit(said["account"].pk, user):
            raise InputRefused("Only somebody who may change both accounts can say so.", field="account")
        joined = move_job(contact=row, by=user, at=at, **said)
        return f"{joined.name} is at {joined.account.name} now."

    back = reverse("contact", args=[pk])
    return form_page(request, form, title=f"{row.name} moved to another account", save=save, back=back)
