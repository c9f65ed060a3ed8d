"""Objections of a contact: written down, and lifted when they allow it again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.actions.objections import lift_objection, record_objection
from contacts.forms.objections import LiftForm, ObjectionForm
from contacts.models import Objection
from retention.lib.clock import database_now

from ..editing import form_page
from ..formats import reader_today
from ..reader import reader, refuse_others
from .contacts import the_contact

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_AND_SAVES)
def objection_new(request: HttpRequest, pk: int) -> HttpResponse:
    """They object to a channel, to a purpose, or to hearing from us at all."""
    row, user = the_contact(request, pk), reader(request)
    form = ObjectionForm(request.POST or None, today=reader_today())

    def save() -> str:
        made = record_objection(contact=row, by=user, at=database_now(), **form.fields_said())
        return _("Kept from now on: {words}").format(words=made.in_words)

    title = _("{name} objects").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=reverse("contact", args=[pk]))


@require_http_methods(SHOWS_AND_SAVES)
def objection_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """They allow it again."""
    rows = Objection.objects.visible_to(reader(request)).select_related("contact__account", "contact__person")
    row, user = get_object_or_404(rows, pk=pk), reader(request)
    refuse_others(request, row)
    form = LiftForm(request.POST or None, today=reader_today())

    def save() -> str:
        lift_objection(objection=row, by=user, at=database_now(), **form.fields_said())
        return _("Allowed again: {words}").format(words=row.in_words)

    title = _("{name} allows it again").format(name=row.contact.name)
    return form_page(request, form, title=title, save=save, back=reverse("contact", args=[row.contact_id]))
