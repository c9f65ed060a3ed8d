"""Hours: months that went over, an account's months, and the rows behind one month."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Account
from plans.hour_filters import MonthFilter
from plans.hours import month_of
from plans.models import OverService, ServiceMonth, TimeEntry
from retention.lib.clock import database_now
from retention.lib.keyset import Sort, keyset_page
from retention.lib.months import add_months
from retention.lib.zones import local_day

from ..account.hours import HoursFacts, hours_facts
from ..formats import hours_text, percent_text
from ..lists import Heading, listing
from ..parts import Crumb, Pager, Segment
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence
from .account import frame, the_account

SORTS = {"over": Sort("over", "Over", int, descending=True)}
HEADINGS = (
    Heading("Account"),
    Heading("Month"),
    Heading("Included", numeric=True),
    Heading("Delivered", numeric=True),
    Heading("Over", "over", numeric=True),
    Heading("Decided"),
    Heading("Owner"),
)
WORK = {"day": Sort("worked_on", "Day", date.fromisoformat, descending=True)}
FIRST_YEAR, LAST_YEAR = 1900, 2199


@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """Accounts by how far a month went over what is included, the most first."""
    user, today = reader(request), local_day(database_now(), reader(request).time_zone)
    this, before = month_of(today), add_months(month_of(today), -1)
    rows = ServiceMonth.objects.visible_to(user).select_related("account__owner")
    asked = request.GET.get("month") or before.isoformat()
    if "month" not in request.GET:
        rows = rows.filter(month=before)
    found = listing(request, rows, MonthFilter, sorts=SORTS, headings=HEADINGS, hidden=["month"])
    decided = OverService.objects.visible_to(user).filter(
        account__in=[row.account_id for row in found.rows], month__in={row.month for row in found.rows}
    )
    known = {(row.account_id, row.month): row for row in decided}
    context = {
        "list": found,
        "rows": [(row, known.get((row.account_id, row.month))) for row in found.rows],
        "segments": [
            Segment(f"{day:%B}", f"{request.path}?month={day.isoformat()}", current=day.isoformat() == asked)
            for day in (add_months(this, -2), before, this)
        ],
        "answer": _answer_of_list([row for row in found.rows if row.over], known),
    }
    return render(request, "desk/hours/list.html", context)


def _answer_of_list(over: list[ServiceMonth], known: dict[Any, OverService]) -> SafeString:
    if not over:
        return answer(sentence(_("{nobody} got more hours than are included."), nobody=fact(_("Nobody"))))
    who = fact(opening(counted(len(over), "account", "accounts")))
    open_ones = sum((row.account_id, row.month) not in known for row in over)
    first = sentence(_("{who} got more hours than are included."), who=who)
    if not open_ones:
        return answer(first, sentence(_("What becomes of them is decided.")))
    left = fact(opening(counted(open_ones, "month", "months")))
    waits = _("waits") if open_ones == 1 else _("wait")
    return answer(first, sentence(_("{left} {waits} for a decision."), left=left, waits=waits))


@require_safe
def account_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """What is included, what was delivered, what an hour earned and what time went to."""
    row, user = the_account(request, pk), reader(request)
    facts = hours_facts(row, user, on=local_day(database_now(), user.time_zone))
    context = frame(row, "account_hours") | {
        "facts": facts,
        "answer": _answer_of_account(facts),
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/hours/account.html", context)


def _answer_of_account(facts: HoursFacts) -> SafeString:
    total = facts.counted
    if total.ratio is None:
        return answer(sentence(_("No contract says how many hours are included.")))
    spent, included = fact(hours_text(total.delivered)), fact(hours_text(total.allowed))
    months = counted(total.months, "month", "months")
    first = sentence(
        _("{spent} were delivered in {months}, {included} are included."),
        spent=spent, months=months, included=included,
    )  # fmt: skip
    if not total.ratio:
        return answer(first)
    return answer(first, sentence(_("That is {more} over."), more=fact(percent_text(total.ratio))))


@require_safe
def account_hours_month(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    """The work behind a month, with the way to its touchpoints."""
    row, user = the_account(request, pk), reader(request)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    first = date(year, month, 1)
    last = add_months(first, 1) - timedelta(days=1)
    rows = TimeEntry.objects.visible_to(user).standing().filter(
        account=row, worked_on__gte=first, worked_on__lte=last
    )  # fmt: skip
    page = keyset_page(
        rows.select_related("user", "contract"), sorts=WORK, cursor=request.GET.get("cursor", ""), size=50
    )
    kept = ServiceMonth.objects.visible_to(user).filter(account=row, month=first).first()
    talks = QueryDict(mutable=True)
    talks.update({"account": str(pk), "since": first.isoformat(), "until": last.isoformat()})
    context = frame(row, "account_hours") | {
        "page": page,
        "first": first,
        "kept": kept,
        "decided": OverService.objects.visible_to(user).filter(account=row, month=first).first(),
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
        "talks_url": f"{reverse('touchpoints')}?{talks.urlencode()}",
        "pager": Pager(
            previous_url=f"?cursor={page.previous_cursor}" if page.previous_cursor else "",
            next_url=f"?cursor={page.next_cursor}" if page.next_cursor else "",
        ),
    }
    return render(request, "desk/hours/month.html", context | {"crumbs": _way(context["crumbs"], row, first)})


def _way(crumbs: list[Crumb], row: Account, first: date) -> list[Crumb]:
    """The way to the account, with its hours between."""
    hours_of_it = Crumb(row.name, reverse("account_hours", args=[row.pk]))
    return [*crumbs[:-1], hours_of_it, Crumb(f"{first:%B %Y}")]
