"""The pre-call brief."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now

from ..account.heard import last_heard
from ..brief.facts import Brief, brief_of
from ..log_form import id_in
from ..parts import Crumb
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence
from .account import the_account


def brief_answer(brief: Brief) -> SafeString:
    """How they are, and what we owe them."""
    last = brief.talks[0].touch.happened_at if brief.talks else None
    first = last_heard(brief.account, last, today=brief.today)
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
