"""What the nightly check of renewals found, and deriving a contract's renewals anew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Contract
from retention.lib.clock import database_now
from retention.renewals.actions import open_renewals_of
from retention.renewals.integrity import MOST_SHOWN, find_broken

from ..answering import done, refused
from ..reader import reader, refuse_others
from ..renewals.family import family
from ..renewals.findings import findings_shown
from ..words import answer, counted, fact, opening, sentence


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Renewals that are missing or contradict their contract, why that matters, and what to do."""
    user = reader(request)
    rows = findings_shown(user)
    said = sentence(_("Every contract you see has its renewals, and nothing contradicts another."))
    if rows:
        number = fact(opening(counted(len(rows), "thing", "things")))
        said = sentence(_("{number} must be put right."), number=number)
    context = {
        "rows": rows,
        "answer": answer(said),
        "is_cut": len(rows) >= MOST_SHOWN,
        "tabs": family(user, "findings"),
    }
    return render(request, "desk/renewals/findings.html", context)


@require_http_methods(["POST"])
def finding_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Derive the renewals of a contract anew, with their reminders."""
    user, back = reader(request), reverse("findings")
    contract = get_object_or_404(Contract.objects.visible_to(user), pk=pk)
    refuse_others(request, contract)
    open_renewals_of(contract=contract, by=user, at=database_now())
    if find_broken(most=1, contracts=[contract.pk]):
        text = _("{contract} was derived anew, and it is still not right: look at the contract.")
        return refused(request, text.format(contract=contract.reference), back=back)
    text = _("The renewals of {contract} are right again.")
    return done(request, text.format(contract=contract.reference), back=back)
