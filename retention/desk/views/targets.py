"""Targets: what is to be kept and grown, beside what came of it, and the customers behind each number."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.fx import base_currency
from retention.growth.actions import remove_targets, set_plan_rate, set_targets
from retention.growth.attained import Attained, Quarter, teams_below
from retention.growth.forms.targets import PlanRateForm, TargetForm, goal_text
from retention.growth.models import PlanRate, Target, TargetKind
from retention.growth.quarters import last_day, quarter_name, quarter_of, shifted
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.models import User
from retention.team.visibility import leads_people, runs_the_workspace

from ..answering import done
from ..editing import form_page
from ..formats import money_text
from ..parts import Crumb, Segment
from ..reader import reader

MOST_ROWS = 400
MOST_BEHIND = 200
FIRST, LAST = date(2000, 1, 1), date(2199, 10, 1)


@dataclass(frozen=True)
class Side:
    """One target beside what came of it; amounts in the workspace's currency at plan rates."""

    target: Target
    attained: Attained
    goal: Decimal | None

    @property
    def reached(self) -> Decimal:
        """The amount kept or grown so far."""
        return self.attained.reached(self.target.kind)

    @property
    def share(self) -> Decimal | None:
        """The same as a share of the opening."""
        return self.attained.share(self.target.kind)

    @property
    def attainment(self) -> Decimal | None:
        """What was reached of the goal; None without a goal to divide by."""
        return self.reached / self.goal if self.goal else None

    @property
    def text(self) -> str:
        """The target as it was set."""
        return goal_text(self.target)

    @property
    def shown(self) -> str:
        """The target as the table shows it: an amount like the amounts beside it."""
        if self.target.amount is None:
            return self.text
        return money_text(self.target.amount, self.target.currency, "short")


@dataclass
class Line:
    """One person or team with both sides."""

    name: str
    kept: Side | None = None
    grown: Side | None = None

    @property
    def any(self) -> Side | None:
        """Either side: both hang together."""
        return self.kept or self.grown


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """What is to be kept and what is to be grown in a quarter, apart, beside what came of it."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    first = asked_quarter(request, today)
    rows = Target.objects.visible_to(user).filter(quarter=first).select_related("owner", "team")
    found = list(rows.order_by("team__name", "owner__name", "id")[:MOST_ROWS])
    quarter = Quarter(first, today=today)
    sides = sides_of(found, quarter)
    context = {
        "lines": _lines(sides),
        "quarter": quarter_name(first),
        "until": quarter.until if quarter.has_begun else None,
        "is_over": last_day(first) < today,
        "base": base_currency(),
        "unpriced": max((side.attained.unpriced for side in sides), default=0),
        "segments": _segments(first, today),
        "leads": leads_people(user),
        "runs": runs_the_workspace(user),
        "rates": PlanRate.objects.filter(year=first.year).order_by("currency")[:MOST_ROWS],
        "first": first,
    }
    return render(request, "desk/targets/list.html", context)


def sides_of(found: list[Target], quarter: Quarter) -> list[Side]:
    """Each target with what came of it."""
    teams = teams_below({row.team_id for row in found if row.team_id})
    made = [(row, quarter.of(row, teams)) for row in found]
    return [Side(row, attained, quarter.goal(row, attained)) for row, attained in made]


def _lines(sides: list[Side]) -> list[Line]:
    lines: dict[tuple[int | None, int | None], Line] = {}
    for side in sides:
        row = side.target
        name = row.owner.name if row.owner else str(row.team)
        line = lines.setdefault((row.team_id, row.owner_id), Line(name))
        if row.kind == TargetKind.RETENTION:
            line.kept = side
        else:
            line.grown = side
    return list(lines.values())


def asked_quarter(request: HttpRequest, today: date) -> date:
    """The first day of the quarter that the address names, else of the present one."""
    try:
        day = date.fromisoformat(request.GET.get("quarter", ""))
    except ValueError:
        return quarter_of(today)
    return quarter_of(min(max(day, FIRST), LAST))


def _segments(first: date, today: date) -> list[Segment]:
    now = quarter_of(today)
    around = sorted({shifted(now, number) for number in (-2, -1, 0, 1)} | {first})
    path = reverse("targets")
    return [
        Segment(quarter_name(day), f"{path}?quarter={day.isoformat()}", current=day == first)
        for day in around
    ]


@require_safe
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """The customers behind both numbers of one person or team, losses first."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    row = _one(pk, user)
    quarter, teams = Quarter(row.quarter, today=today), teams_below({row.team_id} if row.team_id else set())
    attained = quarter.of(row, teams)
    behind = quarter.behind(row, teams, user, limit=MOST_BEHIND) if quarter.has_begun else None
    name = row.owner.name if row.owner else str(row.team)
    context = {
        "name": name,
        "quarter": quarter_name(row.quarter),
        "target": row,
        "attained": attained,
        "behind": behind,
        "base": base_currency(),
        "may_set": Target.objects.editable_by(user).filter(pk=pk).exists(),
        "crumbs": [
            Crumb(_("Targets"), f"{reverse('targets')}?quarter={row.quarter.isoformat()}"),
            Crumb(f"{name}, {quarter_name(row.quarter)}"),
        ],
    }
    return render(request, "desk/targets/target.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def target_set(request: HttpRequest) -> HttpResponse:
    """Set both targets of a person or a team, or change them."""
    user = reader(request)
    if not leads_people(user):
        raise PermissionDenied("Only a team lead or an admin may set targets.")
    today = local_day(database_now(), user.time_zone)
    first = asked_quarter(request, today)
    form = TargetForm(request.POST or None, user=user, quarter=first, initial=_initial(request.GET, user))

    def save() -> str:
        said = form.fields_said()
        kept, _grown = set_targets(
            quarter=date.fromisoformat(said.pop("quarter")), by=user, at=database_now(),
            expected_version=form.expected_version, **said,
        )  # fmt: skip
        return f"Targets of {kept.owner or kept.team} are set."

    back = f"{reverse('targets')}?quarter={first.isoformat()}"
    return form_page(request, form, title="Set targets", save=save, back=back)


def _initial(asked: QueryDict, user: User) -> dict[str, Any]:
    """The form as it stands for the target that the address names."""
    number = asked.get("of", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return {}
    row = Target.objects.editable_by(user).filter(pk=int(number)).first()
    if row is None:
        return {}
    both = Target.objects.editable_by(user).filter(quarter=row.quarter, owner=row.owner, team=row.team)
    said = {one.kind: goal_text(one) for one in both}
    who = {"owner": row.owner_id, "team": row.team_id}
    return {**who, "quarter": row.quarter.isoformat(), "version": row.version, **said}


@require_http_methods(["POST"])
def target_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take both targets of a person or team away."""
    user = reader(request)
    row = _one(pk, user)
    remove_targets(target=row, by=user, at=database_now())
    back = f"{reverse('targets')}?quarter={row.quarter.isoformat()}"
    return done(request, _("Targets removed."), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_rate_set(request: HttpRequest) -> HttpResponse:
    """Say what a currency counts in a year's plan."""
    user = reader(request)
    if not runs_the_workspace(user):
        raise PermissionDenied("Only an admin may set plan rates.")
    at = database_now()
    form = PlanRateForm(request.POST or None, initial={"year": local_day(at, user.time_zone).year})

    def save() -> str:
        rate = set_plan_rate(by=user, at=at, **form.fields_said())
        return (
            f"{rate.currency} counts {rate.rate.normalize():f} {base_currency()} in the plan of {rate.year}."
        )

    return form_page(request, form, title=_("Plan rate"), save=save, back=reverse("targets"))


def _one(pk: int, user: User) -> Target:
    rows = Target.objects.visible_to(user).select_related("owner", "team")
    return get_object_or_404(rows, pk=pk)
