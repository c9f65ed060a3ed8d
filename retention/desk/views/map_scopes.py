"""Decisions with a map of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from contacts.actions.map_scopes import close_scope, open_scope
from contacts.models import MapScope
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.renewals.maps import open_map

from ..answering import done, refused
from ..editing import form_page
from ..map_scope_form import MapScopeForm
from ..people_map.places import place_query
from ..reader import reader, refuse_others
from .account import the_account


@require_http_methods(["GET", "HEAD", "POST"])
def map_scope_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a renewal or an opportunity a map."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    refuse_others(request, row)
    form = MapScopeForm(request.POST or None, user=user, account=row)
    back = reverse("account_map", args=[pk])

    def save() -> str:
        said = form.cleaned_data
        if said["renewal"]:
            scope = open_map(renewal=said["renewal"], by=user, at=at)
        else:
            scope = open_scope(account=row, title=said["title"], by=user, at=at)
        return f"{scope} has a map: open it beside “Whole account”."

    return form_page(request, form, title="Map of a decision", save=save, back=back)


@require_POST
def map_scope_close(request: HttpRequest, pk: int) -> HttpResponse:
    """It is decided: the map stays as it was."""
    user = reader(request)
    scope = get_object_or_404(MapScope.objects.visible_to(user).select_related("account"), pk=pk)
    back = f"{reverse('account_map', args=[scope.account_id])}?{place_query(scope)}"
    try:
        close_scope(scope=scope, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, "Decided. The map stays as it is.", back=back)
