"""Two customers became one: the form that moves contracts to the account that goes on."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import merge_accounts
from accounts.forms.contract_changes import MergeForm
from accounts.rights import may_edit
from retention.lib.accepts import InputRefused
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..editing import form_page
from ..reader import reader, refuse_others
from .account import the_account


@require_http_methods(["GET", "HEAD", "POST"])
def account_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which account goes on, and since when; everything of the other follows, without churn."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    at = database_now()
    form = MergeForm(request.POST or None, user=user, initial={"on": local_day(at, user.time_zone)})

    def save() -> str:
        said = form.fields_said()
        survivor = said["survivor"]
        if not may_edit(survivor.pk, user):
            raise InputRefused("Only somebody who may change both can merge them.", field="survivor")
        merge_accounts(merged=row, by=user, at=at, **said)
        return f"{row.name} is part of {survivor.name}."

    back = reverse("account_contracts", args=[pk])
    return form_page(request, form, title=f"Merge {row.name} into another account", save=save, back=back)
