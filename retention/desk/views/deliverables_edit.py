"""What is done with deliverables: added, changed, ended; parts given and taken; recipients."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Account
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.teamwork.actions.deliverables import add_deliverable, edit_deliverable, end_deliverable
from retention.teamwork.actions.parts import add_recipient, give_part, remove_recipient, take_part
from retention.teamwork.forms.deliverables import DeliverableForm, PartForm, RecipientForm
from retention.teamwork.models import Deliverable, DeliverablePart, DeliverableRecipient

from ..answering import done, refused
from ..editing import form_page
from ..reader import reader, refuse_others
from .account import the_account

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_AND_SAVES)
def deliverable_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what they get, and who answers for it."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    form = DeliverableForm(request.POST or None, user=user, account=row)

    def save() -> str:
        made = add_deliverable(account=row, by=user, at=database_now(), **form.fields_said())
        return _("{name} added. Who does the work, and who receives it?").format(name=made.name)

    return form_page(request, form, title=_("Deliverable"), save=save, back=_back(row))


@require_http_methods(SHOWS_AND_SAVES)
def deliverable_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what it is or who answers for it; a stale page shows both versions."""
    row, user = _editable(request, pk), reader(request)
    form = DeliverableForm(request.POST or None, user=user, account=row.account, deliverable=row)

    def save() -> str:
        edit_deliverable(
            deliverable=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    return form_page(
        request, form, title=row.name, save=save, back=_back(row.account), record=lambda: _one(request, pk)
    )


@require_POST
def deliverable_end(request: HttpRequest, pk: int) -> HttpResponse:
    """It is delivered no more."""
    row = _editable(request, pk)
    try:
        end_deliverable(deliverable=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=_back(row.account))
    return done(request, _("Delivered no more: {name}").format(name=row.name), back=_back(row.account))


@require_http_methods(SHOWS_AND_SAVES)
def part_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who is responsible, consulted or informed."""
    row, user = _editable(request, pk), reader(request)
    form = PartForm(request.POST or None, user=user, account=row.account)

    def save() -> str:
        give_part(deliverable=row, by=user, at=database_now(), **form.fields_said())
        return _("Saved.")

    title = _("Who does what: {name}").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=_back(row.account))


@require_POST
def part_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody no longer does this."""
    parts = DeliverablePart.objects.visible_to(reader(request))
    row = get_object_or_404(parts.select_related("deliverable__account", "user", "contact__person"), pk=pk)
    refuse_others(request, row)
    back = _back(row.deliverable.account)
    try:
        take_part(part=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("They no longer have this part."), back=back)


@require_http_methods(SHOWS_AND_SAVES)
def recipient_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who of theirs receives it, and how."""
    row, user = _editable(request, pk), reader(request)
    form = RecipientForm(request.POST or None, user=user, account=row.account)

    def save() -> str:
        add_recipient(deliverable=row, by=user, at=database_now(), **form.fields_said())
        return _("Saved.")

    title = _("Who receives {name}").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=_back(row.account))


@require_POST
def recipient_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody receives it no more."""
    rows = DeliverableRecipient.objects.visible_to(reader(request))
    row = get_object_or_404(rows.select_related("deliverable__account", "contact__person"), pk=pk)
    refuse_others(request, row)
    back = _back(row.deliverable.account)
    try:
        remove_recipient(recipient=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("They receive it no more."), back=back)


def _one(request: HttpRequest, pk: int) -> Deliverable:
    rows = Deliverable.objects.visible_to(reader(request)).select_related("account__owner")
    return get_object_or_404(rows, pk=pk)


def _editable(request: HttpRequest, pk: int) -> Deliverable:
    row = _one(request, pk)
    refuse_others(request, row)
    return row


def _back(account: Account) -> str:
    return reverse("account_deliverables", args=[account.pk])
