"""The plan of a parent account and the plans of the accounts below it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plans.group import Group, group_of, stale_in
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..reader import reader
from ..words import answer, counted, fact, sentence
from .account import frame
from .plans import the_plan


@require_safe
def plan_group(request: HttpRequest, pk: int) -> HttpResponse:
    """Every account of the group that the reader sees: its plan, how far it is, what was agreed; and sums."""
    row, user = the_plan(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    group = group_of(row.account, user)
    context = frame(row.account, "account_plan") | {
        "plan": row,
        "group": group,
        "today": today,
        "stale": stale_in(group, on=today),
        "answer": _answer(group),
    }
    return render(request, "desk/plans/group.html", context)


def _answer(group: Group) -> SafeString:
    """Who of the group is planned for, and who should be."""
    if not group.rows:
        return answer(sentence(_("{nobody} stands below this account."), nobody=fact(_("Nobody"))))
    whole = len(group.rows)
    words = _("{share} account has a plan.") if whole == 1 else _("{share} accounts have a plan.")
    first = sentence(words, share=fact(_("{planned} of {whole}").format(planned=group.planned, whole=whole)))
    if not group.lacking:
        return answer(first)
    lacking = fact(counted(group.lacking, "strategic or key account", "strategic or key accounts"))
    has = _("{lacking} has none.") if group.lacking == 1 else _("{lacking} have none.")
    return answer(first, sentence(has, lacking=lacking))
