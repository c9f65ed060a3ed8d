"""Goals over all accounts in sight: who agreed to targets, what was absorbed, what nobody was told."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plans.actions.changes import moved
from plans.filters import ChangeFilter
from plans.models import ChangeRecord
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..formats import percent_text
from ..goals.coverage import GoalsFacts, goals_facts
from ..lists import Heading, listing, quick_views
from ..parts import Fact
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence

SORTS = {"asked": Sort("asked_on", "Asked", date.fromisoformat, descending=True)}
HEADINGS = (
    Heading("What moved"),
    Heading("Account"),
    Heading("Who asked"),
    Heading("Asked", "asked", numeric=True),
    Heading("Effect"),
    Heading("Decision"),
    Heading("Acknowledged"),
)


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """How much is agreed, and what waits."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    facts = goals_facts(user, on=today)
    share = fact(percent_text(facts.share) if facts.share is not None else _("An unknown share"))
    first = sentence(_("{share} of the yearly revenue has a target they agreed to."), share=share)
    second = sentence("")
    if facts.absorbed:
        more = f"{reverse('changes')}?absorbed=1"
        number = fact(opening(counted(len(facts.absorbed), "change", "changes")), more)
        was = _("was") if len(facts.absorbed) == 1 else _("were")
        second = sentence(_("{number} {was} absorbed silently."), number=number, was=was)
    context = {
        "facts": facts, "strip": _strip(facts), "today": today, "answer": answer(first, second),
        "absorbed": [(row, moved(row)) for row in facts.absorbed],
    }  # fmt: skip
    return render(request, "desk/goals/overview.html", context)


def _strip(facts: GoalsFacts) -> list[Fact]:
    known = _("{known} of {all} customers").format(known=facts.with_target, all=facts.accounts)
    top = _("{known} of {all}").format(known=facts.top_reviewed, all=facts.top_accounts)
    return [
        Fact(_("Revenue with an agreed target"), _share(facts.share), known),
        Fact(_("Tier A and B, looked at in time"), _share(facts.top_share), top),
    ]


def _share(value: Decimal | None) -> str:
    return "—" if value is None else percent_text(value)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Goalposts that moved, the latest first."""
    user = reader(request)
    rows = ChangeRecord.objects.visible_to(user).select_related(
        "account", "target", "asked_by__person", "acknowledged_by__person"
    )
    segments = quick_views(
        request,
        (
            (_("All"), ""),
            (_("Absorbed silently"), "absorbed=1"),
            (_("Not decided"), "decision=open"),
            (_("Accepted"), "decision=accepted"),
        ),
    )
    found = listing(request, rows, ChangeFilter, sorts=SORTS, headings=HEADINGS)
    today = local_day(database_now(), user.time_zone)
    shown = [(row, moved(row), row.is_absorbed(on=today)) for row in found.rows]
    return render(request, "desk/goals/changes.html", {"list": found, "shown": shown, "segments": segments})
