"""Executive sponsors: every pair, one pair with its talks, and what is done with them."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.filters import AccountFilter
from accounts.models import Account
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.team.leading import people_led_by
from retention.team.models import User
from retention.team.visibility import leads_people
from retention.teamwork.filters import PairFilter
from retention.teamwork.gaps import without_pair
from retention.teamwork.loads import loads_of
from retention.teamwork.models import ExecutivePairing, PairTalk

from ..lists import Heading, listing, quick_views
from ..parts import Crumb
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]
SORTS = {"talk": Sort("talk_on", "Next talk", date.fromisoformat)}
HEADINGS = (
    Heading("Theirs"),
    Heading("Account"),
    Heading("Ours"),
    Heading("Last talk", numeric=True),
    Heading("Next talk", "talk", numeric=True),
    Heading("To do"),
)
MISSING_SORTS = {"name": Sort("name_key", "Account", str)}
MANY, TALKS = 500, 50


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """Every pair the reader sees, whose talk comes first; leads also see how many each of theirs keeps."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = ExecutivePairing.objects.visible_to(user).select_related("account", "user", "contact__person")
    segments = quick_views(
        request,
        (
            (_("All"), ""),
            (_("Mine"), "user=me"),
            (_("Talk late"), "late=1"),
            (_("Follow-up late"), "waiting=1"),
            (_("Somebody left"), "broken=1"),
            (_("Ended"), "ended=1"),
        ),
    )
    found = listing(request, rows, PairFilter, sorts=SORTS, headings=HEADINGS)
    shown = [row.pk for row in found.rows]
    waiting = PairTalk.objects.visible_to(user).late(on=today).filter(pairing__in=shown)
    context = {
        "list": found,
        "segments": segments,
        "today": today,
        "waiting": set(waiting.values_list("pairing_id", flat=True)),
        "answer": _answer(user, today),
        "loads": _loads(user, today) if leads_people(user) else [],
    }
    return render(request, "desk/sponsors/list.html", context)


def _answer(user: User, today: date) -> SafeString:
    rows = ExecutivePairing.objects.visible_to(user)
    late = len(rows.overdue(on=today).values_list("pk", flat=True)[:MANY])
    missing = len(without_pair(Account.objects.visible_to(user)).values_list("pk", flat=True)[:MANY])
    first = (
        sentence(_("{talks} late."), talks=fact(opening(counted(late, "talk is", "talks are")), "?late=1"))
        if late
        else sentence(_("No talk is late."))
    )
    if not missing:
        return answer(first, sentence(_("Every customer of the top tier has an executive sponsor.")))
    who = fact(opening(counted(missing, "customer", "customers")), reverse("pairs_missing"))
    has = _("has") if missing == 1 else _("have")
    return answer(first, sentence(_("{who} of the top tier {has} no executive sponsor."), who=who, has=has))


def _loads(user: User, today: date) -> list[object]:
    led = people_led_by(user).values_list("pk", flat=True)
    kept = ExecutivePairing.objects.visible_to(user).current().order_by().values_list("user_id", flat=True)
    mine = set(led)
    return [(load, load.user.pk in mine) for load in loads_of(set(kept.distinct()[:MANY]), on=today)]


@require_safe
def pairs_missing(request: HttpRequest) -> HttpResponse:
    """Customers of the top tier without an executive sponsor."""
    rows = without_pair(Account.objects.visible_to(reader(request))).select_related("owner")
    heads = (Heading("Account", "name"), Heading("Health"), Heading("Yearly revenue", numeric=True),
             Heading("Owner"), Heading("Actions", hidden=True))  # fmt: skip
    found = listing(request, rows, AccountFilter, sorts=MISSING_SORTS, headings=heads)
    crumbs = [Crumb(_("Executive sponsors"), reverse("pairs")), Crumb(_("Missing"))]
    return render(request, "desk/sponsors/missing.html", {"list": found, "crumbs": crumbs})


@require_safe
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """One pair: when they talk, about what, and what followed from each talk."""
    row, user = the_pair(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    talks = PairTalk.objects.visible_to(user).filter(pairing=row).select_related("pairing")
    context = {
        "pair": row,
        "today": today,
        "talks": [(talk, talk.is_late(on=today)) for talk in talks.order_by("-held_on", "-id")[:TALKS]],
        "may_work": ExecutivePairing.objects.editable_by(user).filter(pk=pk).exists(),
        "may_edit": Account.objects.editable_by(user).filter(pk=row.account_id).exists(),
        "crumbs": [
            Crumb(_("Executive sponsors"), reverse("pairs")),
            Crumb(row.account.name, reverse("account", args=[row.account_id])),
            Crumb(row.contact.name),
        ],
    }
    return render(request, "desk/sponsors/pair.html", context)


def the_pair(request: HttpRequest, pk: int) -> ExecutivePairing:
    """The pair, or 404 when it is not theirs to see."""
    rows = ExecutivePairing.objects.visible_to(reader(request))
    rows = rows.select_related("account", "user", "contact__person", "former__user", "successor__user")
    return get_object_or_404(rows, pk=pk)
