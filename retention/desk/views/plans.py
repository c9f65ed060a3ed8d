"""Account plans to read: the list, one plan, what changed between its versions."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Account
from plans.contents import inside_rows, said_rows
from plans.fullness import fullness_of
from plans.models import AccountPlan, PlanEdition, WhitespacePlay
from plans.plan_facts import moves_for, plan_facts
from plans.plan_filters import PlanFilter
from plans.planning.diff import differences
from plans.planning.words import PlanState
from plans.working import leads
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.reviews.models import BusinessReview
from retention.sharing.standing import sharing_of
from retention.team.models import User

from ..account.comments import comments_on
from ..lists import Heading, listing
from ..parts import Segment
from ..plans.words import list_answer, plan_answer
from ..reader import reader
from .account import frame, the_account

SORTS = {
    "stale": Sort("stale_on", "Stale from", date.fromisoformat, nullable=True),
    "newest": Sort("id", "Newest", int, descending=True),
}
HEADINGS = (
    Heading("Plan"),
    Heading("Account"),
    Heading("Owner"),
    Heading("State"),
    Heading("Filled", numeric=True),
    Heading("Next review", numeric=True),
    Heading("Stale from", "stale", numeric=True),
)
VIEWS = (
    ("Not over", ""),
    ("Mine", "?owner=me"),
    ("To approve", "?state=in_review"),
    ("Stale", "?stale=1"),
    ("Running", "?state=active&state=at_risk"),
    ("Closed", "?state=closed_achieved&state=closed_partly&state=closed_missed&state=superseded"),
)
PEOPLE = ("account__owner", "owner", "approved_by", "signed_by", "begun_with", "growth_frame")


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan the reader sees: state, how much is filled, stale or not."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = AccountPlan.objects.visible_to(user).select_related("account", "owner")
    found = listing(request, rows, PlanFilter, sorts=SORTS, headings=HEADINGS)
    full = fullness_of(found.rows)
    shown = [(row, full[row.pk], row.is_stale(on=today)) for row in found.rows]
    segments = [
        Segment(_(label), f"{request.path}{query}", current=request.GET.urlencode() == query.lstrip("?"))
        for label, query in VIEWS
    ]
    waiting = sum(row.state == PlanState.IN_REVIEW for row in found.rows)
    context = {
        "list": found,
        "rows": shown,
        "segments": segments,
        "today": today,
        "answer": list_answer(found.rows, sum(stale for _row, _full, stale in shown), waiting),
    }
    return render(request, "desk/plans/list.html", context)


def the_plan(request: HttpRequest, pk: int) -> AccountPlan:
    """The plan, or 404 when it is not theirs to see."""
    user = reader(request)
    theirs = Account.objects.editable_by(user).filter(pk=OuterRef("account_id"))
    rows = AccountPlan.objects.visible_to(user).select_related(*PEOPLE)
    children = Account.objects.visible_to(user).filter(parent=OuterRef("account_id"))
    return get_object_or_404(rows.annotate(is_editable=Exists(theirs), has_group=Exists(children)), pk=pk)


@require_safe
def account_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The account's plan: the one that runs, else the newest; without any, where to begin."""
    row, user = the_account(request, pk), reader(request)
    found = list(
        AccountPlan.objects.visible_to(user).filter(account=row).order_by("-period_start", "-id")[:50]
    )
    running = [plan for plan in found if plan.state in (PlanState.ACTIVE, PlanState.AT_RISK)]
    for plan in running or found:
        return redirect("plan", pk=plan.pk)
    may_edit = Account.objects.editable_by(user).filter(pk=pk).exists()
    return render(request, "desk/plans/none.html", frame(row, "account_plan") | {"may_edit": may_edit})


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What both sides want, whether they are on the way, and everything around it."""
    row, user, at = the_plan(request, pk), reader(request), database_now()
    facts = plan_facts(row, on=local_day(at, user.time_zone))
    may_edit = bool(getattr(row, "is_editable", False))
    others = AccountPlan.objects.visible_to(user).filter(account=row.account_id).exclude(pk=pk)
    context = frame(row.account, "account_plan") | {
        "facts": facts,
        "plan": row,
        "today": facts.today,
        "answer": plan_answer(facts),
        "may_edit": may_edit and not row.is_over,
        "may_copy": may_edit,
        "may_keep": leads(row.account, user),
        "moves": moves_for(row, user) if may_edit else [],
        "others": others.order_by("-period_start", "-id")[:10],
        "editions": PlanEdition.objects.visible_to(user)
        .filter(plan=row)
        .select_related("by")
        .order_by("-number")[:10],
        "currency": facts.frame.currency if facts.frame else row.account.currency,
        "sharing": sharing_of(row, user, at=at),
        "comments": comments_on("plan", pk, user, at),
        **_beside(row, user),
    }
    return render(request, "desk/plans/plan.html", context)


def _beside(row: AccountPlan, user: User) -> dict[str, object]:
    """What goes on with the account beside the plan: reviews, and plays for white space."""
    return {
        "reviews": BusinessReview.objects.visible_to(user)
        .filter(account=row.account_id)
        .defer("pack", "inside")
        .order_by("-day", "-id")[:3],
        "room_plays": WhitespacePlay.objects.visible_to(user)
        .running()
        .filter(account=row.account_id)
        .select_related("owner", "step", "cell__unit", "cell__product")
        .order_by("target_on", "id")[:5],
    }


@require_safe
def plan_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side, line by line; without a choice the last against the plan as it stands."""
    row, user = the_plan(request, pk), reader(request)
    editions = list(
        PlanEdition.objects.visible_to(user).filter(plan=row).select_related("by").order_by("-number")[:50]
    )
    by_number = {str(each.number): each for each in editions}
    before = by_number.get(request.GET.get("from", "")) or (editions[0] if editions else None)
    after = by_number.get(request.GET.get("to", ""))
    context = frame(row.account, "account_plan") | {"plan": row, "editions": editions, "before": before}
    if before is not None:
        now = (said_rows(row), inside_rows(row)) if after is None else (after.said, after.inside)
        context |= {
            "after": after,
            "halves": (
                (_("What may be shown to them"), differences(before.said, now[0])),
                (_("What stays with us"), differences(before.inside, now[1])),
            ),
        }
    return render(request, "desk/plans/versions.html", context)
