"""Writing down what a customer spends, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions.wallet import estimate_spend, withdraw_estimate
from plans.forms.wallet import SpendForm
from plans.models import SpendEstimate
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..answering import done, refused
from ..editing import form_page
from ..form_parts import InParts, Part
from ..reader import reader, refuse_others
from .account import the_account
from .account_edit import SHOWS_AND_SAVES


class ShownSpendForm(SpendForm, InParts):
    """An amount first; our rank among suppliers where nobody knows an amount."""

    PARTS = (
        Part("", ("family", "covers")),
        Part("", ("amount", "currency"), is_row=True),
        Part("Only our rank is known", ("rank", "suppliers"), is_folded=True, is_row=True),
        Part("", ("source", "confidence", "said_on", "note")),
    )


@require_http_methods(SHOWS_AND_SAVES)
def estimate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """What they spend a year, with its source and its day."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    refuse_others(request, row)
    initial = {"currency": row.currency, "said_on": local_day(at, user.time_zone),
               "family": request.GET.get("family", "")[:120]}  # fmt: skip
    form = ShownSpendForm(request.POST or None, initial=initial)

    def save() -> str:
        made = estimate_spend(account=row, by=user, at=at, **form.fields_said())
        return _("What they spend is written down: {what}.").format(what=made)

    back = f"{reverse('account_room', args=[pk])}#wallet"
    more = {"address": request.get_full_path()}
    return form_page(request, form, title=f"What {row.name} spends", save=save, back=back, more=more)


@require_POST
def estimate_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """It was wrong: what was known before stands again."""
    rows = SpendEstimate.objects.visible_to(reader(request)).select_related("account")
    row: SpendEstimate = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    back = f"{reverse('account_room', args=[row.account_id])}#wallet"
    try:
        withdraw_estimate(estimate=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("Taken back: {what}").format(what=row), back=back)
