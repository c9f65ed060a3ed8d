"""Kudos: what customers and colleagues praised our people for."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.teamwork.actions.kudos import give_kudos
from retention.teamwork.filters import KudosFilter
from retention.teamwork.forms.kudos import KudosForm
from retention.teamwork.models import Kudos

from ..editing import form_page
from ..lists import listing, quick_views
from ..log_form import id_in
from ..reader import reader

SORTS = {"given": Sort("given_on", "Given", date.fromisoformat, descending=True)}


@require_safe
def all_kudos(request: HttpRequest) -> HttpResponse:
    """Praise the reader may see, the newest first; customers out of their sight have no name."""
    user = reader(request)
    rows = Kudos.objects.visible_to(user).select_related("to", "by", "account", "feedback__contact__person")
    segments = quick_views(
        request,
        (
            (_("All"), ""),
            (_("For me"), "to=me"),
            (_("From me"), "by=me"),
            (_("From customers"), "customers=true"),
        ),
    )
    found = listing(request, rows, KudosFilter, sorts=SORTS)
    accounts = {row.account_id for row in found.rows if row.account_id}
    seen = Account.objects.visible_to(user).filter(pk__in=accounts).order_by()
    context = {"list": found, "segments": segments, "seen": set(seen.values_list("pk", flat=True))}
    return render(request, "desk/kudos/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def kudos_new(request: HttpRequest) -> HttpResponse:
    """Praise a colleague."""
    user = reader(request)
    form = KudosForm(request.POST or None, user=user, initial={"to": id_in(request.GET, "to")})

    def save() -> str:
        made = give_kudos(by=user, at=database_now(), **form.fields_said())
        return _("{name} is told.").format(name=made.to.name)

    return form_page(request, form, title=_("Praise a colleague"), save=save, back=reverse("kudos"))
