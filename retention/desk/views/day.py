"""My day and why it is in this order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..answering import by_htmx
from ..day.book import book_of
from ..day.facts import DayFacts, day_facts
from ..day.sources import gather
from ..formats import money_text
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence


def day_answer(facts: DayFacts) -> SafeString:
    """What needs the reader, and where to start."""
    if not facts.accounts and not facts.needing:
        return answer(sentence(_("No account is yours yet, so nothing needs you today.")))
    if not facts.needing:
        return answer(sentence(_("{nothing} needs you today."), nothing=fact(_("Nothing"))), _coming(facts))
    needs = sentence(
        _("{things} {need} you today{late}."),
        things=fact(opening(counted(facts.needing, "thing", "things"))),
        need=_("needs") if facts.needing == 1 else _("need"),
        late=_late(facts),
    )
    return answer(needs, _start(facts))


def _coming(facts: DayFacts) -> SafeString:
    if not facts.week:
        return sentence(_("Nothing is due this week either."))
    first = facts.week[0]
    return sentence(
        _("Next: {what}, {when}."), what=fact(first.title, first.url), when=date_format(first.due_on, "l j F")
    )


def _late(facts: DayFacts) -> SafeString:
    if not facts.late:
        return SafeString("")
    return sentence(
        _(", {late}"), late=fact(counted(len(facts.late), "of them late", "of them late"), "#late")
    )


def _start(facts: DayFacts) -> SafeString:
    first = facts.first
    if first is None:
        return SafeString("")
    worth = fact(money_text(round(first.amount), first.currency)) if first.amount else fact(first.title)
    reason = first.short_reason
    return sentence(
        _("Start with {account}: {worth}, {reason}."),
        account=fact(first.account, f"#{first.id}"),
        worth=worth,
        reason=reason[:1].lower() + reason[1:],
    )


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """The ranked list of today, with its answer line and what was just logged."""
    facts = day_facts(reader(request), at=database_now())
    context = {"facts": facts, "answer": day_answer(facts), "title_note": date_format(facts.today, "l j F")}
    template = "desk/day/_day.html" if by_htmx(request) else "desk/day/day.html"
    return render(request, template, context)


@require_safe
def why_this_order(request: HttpRequest) -> HttpResponse:
    """Every item with the four terms that make its place."""
    user, at = reader(request), database_now()
    items = gather(user, book_of(user), today=local_day(at, user.time_zone), days_ahead=0)[:50]
    back = {"crumbs_url": reverse("day"), "items": items}
    return render(request, "desk/day/why.html", back)
