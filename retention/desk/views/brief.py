"""The pre-call brief."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now

from ..brief.facts import Brief, brief_of
from ..formats import day_text
from ..log_form import id_in
from ..parts import Crumb
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence
from .account import the_account


def brief_answer(brief: Brief) -> SafeString:
    """How they are, and what we owe them."""
    state = fact(brief.account.get_health_band_display())
    if brief.talks:
        last = fact(day_text(brief.talks[0].happened_at.date(), brief.today))
        first = sentence(_("{state}, last touchpoint {when}."), state=state, when=last)
    else:
        first = sentence(_("{state}: nobody has spoken with them yet."), state=state)
    if not brief.late_promises:
        return answer(first)
    late = fact(opening(counted(brief.late_promises, "promise", "promises")), "#promises")
    are = _("is") if brief.late_promises == 1 else _("are")
    return answer(first, sentence(_("{promises} {are} late."), promises=late, are=are))


@require_safe
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """What to know before the call, on one screen and one printed page."""
    row, user = the_account(request, pk), reader(request)
    found = brief_of(row, user, at=database_now(), contact_id=id_in(request.GET, "contact"))
    context = {
        "brief": found,
        "account": row,
        "main_account": row.pk,
        "answer": brief_answer(found),
        "crumbs": [
            Crumb(_("Accounts"), reverse("accounts")),
            Crumb(row.name, reverse("account", args=[pk])),
            Crumb(_("Brief")),
        ],
    }
    return render(request, "desk/accounts/brief.html", context)
