"""Tables behind figures as files: targets, lost deals, losses, weeks, board, team health, spend by years."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from retention.growth.attained import Quarter, teams_below
from retention.growth.filters import LostDealFilter
from retention.growth.models import LostDeal, Target
from retention.health.band_changes import BandChange, every_change
from retention.health.team_facts import team_health_facts
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.metrics.cohorts import spend_by_tenure
from retention.metrics.questions import ask
from retention.renewals.filters import RenewalFilter
from retention.renewals.models import Renewal
from retention.team.models import User

from ..figures.files import Cells, about, as_file, by_key, chained
from ..figures.tables import asked_rows
from ..reader import reader
from ..renewals.board import board
from ..renewals.losses import YEAR, asked_competitor, losses_of_year, losses_seen_by, lost_to, narrowed
from ..renewals.weeks import calendar
from .health import advice_of_team
from .targets import MOST_ROWS, asked_quarter, sides_of

EVERYONE = 10**6
HEALTH = ("bands", "advice", "managers", "decisions", "changes")


def _today(request: HttpRequest) -> date:
    return local_day(database_now(), reader(request).time_zone)


@require_safe
def targets_file(request: HttpRequest) -> StreamingHttpResponse:
    """The targets of a quarter beside what came of them, at plan rates."""
    user, today = reader(request), _today(request)
    first = asked_quarter(request, today)
    quarter = Quarter(first, today=today)
    rows = Target.objects.visible_to(user).filter(quarter=first).select_related("owner", "team")
    sides = sides_of(list(rows.order_by("team__name", "owner__name", "id")[:MOST_ROWS]), quarter)
    head = ("who", "kind", "target", "opening", "goal", "reached", "of the target", "no plan rate")
    lines = (
        (
            side.target.owner.name if side.target.owner else str(side.target.team), side.target.kind,
            side.text, side.attained.opening, side.goal, side.reached, side.attainment,
            side.attained.unpriced,
        )
        for side in sides
    )  # fmt: skip
    return as_file("targets", chained(about(quarter.until, quarter=first.isoformat()), [head], lines))


@require_safe
def target_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every customer behind a target that the reader sees, losses first; the others as one sum."""
    user, today = reader(request), _today(request)
    row = get_object_or_404(Target.objects.visible_to(user).select_related("owner", "team"), pk=pk)
    quarter = Quarter(row.quarter, today=today)
    if not quarter.has_begun:
        raise Http404
    teams = teams_below({row.team_id} if row.team_id else set())
    found = quarter.behind(row, teams, user, limit=EVERYONE)
    head = ("account", "name", "opening", "kept", "grown")
    lines = ((each.account.pk, each.account.name, each.opening, each.kept, each.grown) for each in found.rows)
    rest = (
        "",
        f"{found.unseen.accounts} not seen",
        found.unseen.opening,
        found.unseen.kept,
        found.unseen.grown,
    )
    top = about(quarter.until, quarter=row.quarter.isoformat())
    return as_file("target", chained(top, [head], lines, [rest] if found.unseen.accounts else []))


@require_safe
def lost_deals_file(request: HttpRequest) -> StreamingHttpResponse:
    """The lost deals of the same filters, each with how many references were asked."""
    user = reader(request)
    filters = LostDealFilter(request.GET, queryset=LostDeal.objects.visible_to(user), request=request)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    head = ("deal", "prospect", "lost on", "amount", "currency", "why", "note", "owner", "references")
    lines = (
        (
            row.pk, row.prospect, row.lost_on, row.amount, row.currency if row.amount is not None else "",
            row.get_reason_display(), row.note, row.owner.name, len(row.references.all()),
        )
        for row in by_key(rows.select_related("owner").prefetch_related("references"))
    )  # fmt: skip
    return as_file("lost-deals", chained(about(_today(request)), [head], lines))


@require_safe
def losses_file(request: HttpRequest) -> StreamingHttpResponse:
    """What was lost or became less, with every reason given; or the last year by cause."""
    user, today = reader(request), _today(request)
    if request.GET.get("table") == "groups":
        return _groups_file(user, today)
    rows = narrowed(losses_seen_by(user).select_related("account"), request.GET.get("show", ""), user)
    rows = lost_to(rows, asked_competitor(request.GET), user)
    head = ("renewal", "account", "outcome", "closed on", "was worth", "renewed", "currency", "line",
            "they said", "root cause", "finer cause", "competitor", "would return", "ask again",
            "had said before")  # fmt: skip
    lines = (line for row in by_key(rows) for line in _loss(row))
    return as_file("losses", chained(about(today), [head], lines))


def _groups_file(user: User, today: date) -> StreamingHttpResponse:
    head = ("cause", "renewals", "lost a year", "no rate")
    found = losses_of_year(user, on=today)
    lines = ((label, worth.number, worth.known, worth.beside) for label, worth in found.groups)
    top = about(today, **{"first day": (today - YEAR + timedelta(days=1)).isoformat()})
    return as_file("losses-by-cause", chained(top, [head], lines))


def _loss(row: Renewal) -> Iterator[Cells]:
    sums = (row.pk, row.account.name, row.stage, row.closed_on, row.atr, row.renewed_arr, row.currency)
    for why in row.loss_reasons.all():
        said = (why.line_id, why.stated_reason, why.root_cause, why.sub_code, why.competitor)
        yield *sums, *said, why.would_return, why.win_back_on, getattr(row, "warned", "")
    if not row.loss_reasons.all():
        yield *sums, "", row.close_note, "", "", "", "", "", getattr(row, "warned", "")


@require_safe
def pipeline_file(request: HttpRequest) -> StreamingHttpResponse:
    """The totals of the board or of the thirteen weeks, of the same filters."""
    user, today = reader(request), _today(request)
    filters = RenewalFilter(request.GET, queryset=Renewal.objects.visible_to(user), request=request)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    if request.GET.get("table") == "board":
        head: Cells = ("stage", "renewals", "worth", "no rate", "past their day", "they disagree",
                       "worth of those", "no rate of those")  # fmt: skip
        lines: Iterator[Cells] = (
            (lane.code, lane.worth.number, lane.worth.known, lane.worth.beside, lane.late,
             lane.disputed.number, lane.disputed.known, lane.disputed.beside)
            for lane in board(rows, on=today).lanes
        )  # fmt: skip
        return as_file("board", chained(about(today), [head], lines))
    head = ("from", "to", "renewals", "worth", "no rate", "last days for notice")
    weeks = calendar(rows, on=today).weeks
    lines = (
        (week.first, week.last, week.worth.number, week.worth.known, week.worth.beside, week.notices)
        for week in weeks
    )
    return as_file("weeks", chained(about(today), [head], lines))


CHANGED = ("account", "name", "manager", "health a week ago", "score a week ago", "health", "score",
           "since", "worse", "yearly revenue", "reasons", "next step", "due on")  # fmt: skip


def _change(row: BandChange) -> Cells:
    moved = row.moved
    before = (moved.account_id, moved.name, moved.owner_name, moved.band_before, row.value_before)
    now = (moved.band, moved.value, moved.since, "yes" if moved.is_worse else "", moved.arr)
    return *before, *now, ", ".join(row.reasons), row.next_step, row.next_step_on


@require_safe
def team_health_file(request: HttpRequest) -> StreamingHttpResponse:
    """One of the tables of team health."""
    table = request.GET.get("table", "")
    if table not in HEALTH:
        raise Http404
    user, at = reader(request), database_now()
    facts = team_health_facts(user, at=at)
    head: Cells
    lines: Iterator[Cells]
    if table == "bands":
        head = ("health", "accounts", "yearly revenue")
        lines = ((line.band, line.accounts, line.arr) for line in facts.bands)
    elif table == "advice":
        head = ("what to do", "accounts", "yearly revenue")
        lines = ((str(line.advice), line.accounts, line.arr) for line in advice_of_team(user, facts, at))
    elif table == "managers":
        head = ("manager", "accounts", "yearly revenue", "at risk", "healthy", "watch", "at risk accounts",
                "no score")  # fmt: skip
        lines = ((line.name, line.accounts, line.arr, line.at_risk_arr, *line.bands) for line in facts.owners)
    elif table == "changes":
        head, lines = CHANGED, map(_change, every_change(user, at=at))
    else:
        head = ("account", "name", "score", "health", "days to decide", "yearly revenue")
        lines = ((d.account_id, d.name, d.value, d.band, d.days, d.arr) for d in facts.dots)
    return as_file(f"health-{table}", chained(about(facts.on), [head], lines))


@require_safe
def spend_file(request: HttpRequest) -> StreamingHttpResponse:
    """What customers pay as they stay."""
    question = ask(reader(request), today=database_now().date()).rated()
    head = ("years", "customers", "the same at first", "then")
    lines = ((year.years, year.customers, year.at_first, year.now) for year in spend_by_tenure(question))
    return as_file("spend", chained(asked_rows(question), [head], lines))
