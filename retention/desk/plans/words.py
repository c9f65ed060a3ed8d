"""The plan in words: how it stands, and the list of plans."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.models import AccountPlan
from plans.plan_facts import PlanFacts

from ..formats import day_text, percent_text
from ..words import answer, counted, fact, opening, sentence


def plan_answer(facts: PlanFacts) -> SafeString:
    """Are both sides on the way, and what holds the plan up?"""
    plan, progress = facts.plan, facts.progress
    state = fact(plan.get_state_display())
    if not facts.objectives:
        first = sentence(_("{state}: nothing is aimed at yet."), state=state)
    elif progress.value is None:
        aims = fact(counted(len(facts.objectives), "objective", "objectives"))
        first = sentence(_("{state}: {aims}, nothing measured yet."), state=state, aims=aims)
    else:
        first = sentence(
            _("{state}, {share} of the way."), state=state, share=fact(percent_text(progress.value))
        )
    second = _asks_for(facts)
    return answer(first) if second is None else answer(first, second)


def _asks_for(facts: PlanFacts) -> SafeString | None:
    """The one thing that matters most now."""
    plan = facts.plan
    late = sum(action.is_late for each in facts.objectives for action in each.actions)
    if plan.is_over:
        return None
    if facts.missing:
        return sentence(
            _("{count} {keep} it from approval."),
            count=fact(opening(counted(len(facts.missing), "thing", "things")), "#missing"),
            keep=_("keeps") if len(facts.missing) == 1 else _("keep"),
        )
    if facts.is_stale:
        return sentence(_("{nobody} has looked at it for too long."), nobody=fact(_("Nobody")))
    if late:
        what = fact(opening(counted(late, "action is late", "actions are late")), "#objectives")
        return sentence(_("{what}."), what=what)
    if facts.overdue_risks:
        what = fact(opening(counted(facts.overdue_risks, "risk waits", "risks wait")), "#risks")
        return sentence(_("{what} for a look."), what=what)
    if plan.next_review_on:
        when = fact(day_text(plan.next_review_on, facts.today))
        return sentence(_("It is looked at next on {when}."), when=when)
    return None


def list_answer(rows: Collection[AccountPlan], stale: int, waiting: int) -> SafeString:
    """Which plans of this page ask for somebody."""
    if not rows:
        return answer(sentence(_("{nothing} is planned here."), nothing=fact(_("Nothing"))))
    found = []
    if waiting:
        what = fact(
            opening(counted(waiting, "plan waits", "plans wait")), f"{reverse('plans')}?state=in_review"
        )
        found.append(sentence(_("{what} for approval."), what=what))
    if stale:
        what = fact(
            opening(counted(stale, "plan is stale", "plans are stale")), f"{reverse('plans')}?stale=1"
        )
        found.append(sentence(_("{what}."), what=what))
    return answer(*found) if found else answer(sentence(_("{all} are fresh."), all=fact(_("All plans"))))
