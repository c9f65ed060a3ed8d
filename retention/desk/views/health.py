"""Team health: what got worse, and does anybody act?"""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from retention.growth.advising import AdviceLine, advice_lines
from retention.health.published import current_card
from retention.health.team_facts import TeamHealth, team_health_facts
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.models import User

from ..charts.scatter import Dot as DrawnDot
from ..charts.scatter import scatter
from ..formats import money_text
from ..reader import reader
from ..words import answer, counted, fact, listed, opening, sentence

HEAD = ("Account", "Health", "Days", "Yearly revenue")
MOST_OWNERS = 60


def health_answer(facts: TeamHealth) -> SafeString:
    """What got worse this week, what it is worth, and who has no plan."""
    base = str(settings.KEEL_BASE_CURRENCY)
    if not facts.accounts:
        return answer(sentence(_("No account is yours to see yet.")))
    if not facts.worse:
        scored = fact(
            opening(counted(facts.with_score, "account", "accounts")), f"{reverse('accounts')}?sort=health"
        )
        return answer(
            sentence(_("{nothing} got worse this week."), nothing=fact(_("Nothing"))),
            sentence(
                ngettext("{some} of {all} has a score.", "{some} of {all} have a score.", facts.with_score),
                some=scored,
                all=facts.accounts,
            ),
        )
    worse = opening(counted(facts.worse, "account", "accounts"))
    first = sentence(
        _("{accounts} worth {worth} got worse this week."),
        accounts=fact(worse, "#changes"),
        worth=fact(money_text(round(facts.worse_arr), base)),
    )
    idle = facts.unanswered
    if not idle:
        has = ngettext("It has a next step.", "Each has a next step.", facts.worse)
        return answer(first, sentence(has))
    names = listed([fact(row.moved.name, reverse("account", args=[row.moved.account_id])) for row in idle])
    return answer(first, sentence(_("Without a next step: {names}."), names=names))


def _drawn(facts: TeamHealth) -> list[DrawnDot]:
    largest = max((dot.arr for dot in facts.dots), default=Decimal(1)) or Decimal(1)
    base = str(settings.KEEL_BASE_CURRENCY)
    return [
        DrawnDot(
            dot.name,
            float(dot.value),
            dot.days,
            float(dot.arr / largest),
            dot.band,
            money_text(dot.arr, base, form="short"),
        )
        for dot in facts.dots
    ]


def advice_of_team(user: User, facts: TeamHealth, at: datetime) -> tuple[AdviceLine, ...]:
    """What to do with how many of the customers that the page counts."""
    bands = {line.band: (line.accounts, line.arr) for line in facts.bands}
    return advice_lines(user, bands, on=local_day(at, user.time_zone))


@require_safe
def team_health(request: HttpRequest) -> HttpResponse:
    """The lead's page; account managers see their own slice of it."""
    user, at = reader(request), database_now()
    facts = team_health_facts(user, at=at)
    dots = _drawn(facts)
    summary = _("Health against days to the renewal decision, size is yearly revenue")
    axis = _("days to decide")
    context = {
        "facts": facts,
        "answer": health_answer(facts),
        "chart": scatter(dots, summary=summary, head=HEAD, axis=axis) if dots else None,
        "narrow": scatter(dots, summary=summary, head=HEAD, axis=axis, width=340) if dots else None,
        "parts": [(line.band, float(line.arr)) for line in facts.bands],
        "owners": facts.owners[:MOST_OWNERS],
        "advice": advice_of_team(user, facts, at),
        "risk_change": facts.at_risk_arr - facts.at_risk_arr_before,
    }
    return render(request, "desk/health/team.html", context)


@require_safe
def health_method(request: HttpRequest) -> HttpResponse:
    """How the score is computed, from the published card itself."""
    return render(request, "desk/health/method.html", {"card": current_card().card})
