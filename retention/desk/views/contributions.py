"""What our people did for customers in 91 days: by function for everybody, by person for oneself."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.fx import base_currency
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.models import User
from retention.teamwork.contributions import (
    OfPerson,
    by_function,
    done_steps,
    helped,
    kept_promises,
    of_person,
)
from retention.teamwork.supports import all_together, unlinked_by_team

from ..figures.files import about, as_file, by_key, chained
from ..formats import money_text, number_text
from ..parts import Fact
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence


@require_safe
def contributions(request: HttpRequest) -> HttpResponse:
    """By function over the accounts the reader sees, what the reader did, and what open steps support."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = by_function(user, on=today)
    teams = unlinked_by_team(user)
    context = {
        "rows": rows,
        "steps": sum(row.steps for row in rows),
        "promises": sum(row.promises for row in rows),
        "own": _own(of_person(user, on=today)),
        "teams": teams,
        "every_team": all_together(teams),
        "answer": _answer(len([row for row in rows if row.function])),
    }
    return render(request, "desk/kudos/contributions.html", context)


def _answer(functions: int) -> SafeString:
    said = opening(counted(functions, "function", "functions")) if functions else _("No function of yours")
    who = fact(said)
    return answer(sentence(_("{who} finished something for your customers in 91 days."), who=who))


def _own(found: OfPerson) -> list[Fact]:
    revenue = money_text(found.revenue, base_currency(), form="short")
    return [
        Fact(_("Steps done"), number_text(found.steps), url="/steps/?done_by=me"),
        Fact(_("Promises kept"), number_text(found.promises), url="/promises/?user=me&state=kept"),
        Fact(_("Two-way talks"), number_text(found.talks), url="/touchpoints/?logged_by=me&two_way=true"),
        Fact(_("Customers"), number_text(found.accounts), _("{money} a year").format(money=revenue)),
        Fact(_("Renewals helped"), number_text(found.renewals), _("within 180 days before")),
    ]


@require_safe
def contributions_file(request: HttpRequest) -> StreamingHttpResponse:
    """Each thing behind one's own numbers."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    head = ("what", "day", "account", "name", "as", "text")
    return as_file("contributions", chained(about(today), [head], _own_rows(user, today)))


def _own_rows(user: User, on: date) -> Iterator[tuple[object, ...]]:
    for step in by_key(done_steps(user, on=on).filter(settled_by=user).select_related("account")):
        day = local_day(step.settled_at, user.time_zone) if step.settled_at else None
        yield "step", day, step.account_id, step.account.name, getattr(step, "function", ""), step.text
    for kept in by_key(kept_promises(user, on=on).filter(user=user).select_related("account")):
        as_what = getattr(kept, "function", "")
        yield "promise", kept.settled_on, kept.account_id, kept.account.name, as_what, kept.text
    for won in by_key(helped(user, on=on).select_related("account")):
        yield "renewal", won.closed_on, won.account_id, won.account.name, "", won.get_stage_display()
