"""KPIs: the register of an account with its last periods, and those of all accounts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Account
from plans.kpi_filters import KpiFilter
from plans.kpi_results import MET, UNKNOWN, Span, ended_spans, last_spans, met_share, trend, verdict
from plans.models import Kpi, KpiReading
from plans.models.kpis import KpiQuerySet
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.team.models import User
from retention.teamwork.models import Deliverable

from ..lists import Heading, listing, quick_views
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence
from .account import frame, the_account

SORTS = {"new": Sort("id", "Newest", int, descending=True)}
HEADINGS = (
    Heading("What is measured"),
    Heading("Account"),
    Heading("Target", numeric=True),
    Heading("Last period", numeric=True),
    Heading("Result"),
    Heading("Agreed"),
    Heading("Enters it"),
)
PERIODS, MANY = 6, 500


@dataclass(frozen=True)
class Cell:
    """One period of a KPI: its reading when there is one, and how it came out."""

    span: Span
    reading: KpiReading | None
    result: str

    @property
    def actual(self) -> Decimal | None:
        """The figure; None when there is none."""
        return self.reading.actual if self.reading else None


@dataclass(frozen=True)
class Shown:
    """A KPI with its last periods, the latest first."""

    row: Kpi
    cells: list[Cell]
    deliverable_id: int | None = None

    @property
    def last(self) -> Cell | None:
        """The period that ended last."""
        return self.cells[0] if self.cells else None

    @property
    def trend(self) -> str:
        """Better, worse, the same, or nothing."""
        return trend([cell.actual for cell in self.cells[:2]], self.row.direction)

    @property
    def share(self) -> Decimal | None:
        """Which share of the known periods was met."""
        return met_share([cell.result for cell in self.cells])


def with_periods(rows: Iterable[Kpi], user: User, *, on: date, most: int) -> list[Shown]:
    """The rows with their last periods, in one query."""
    kpis = list(rows)
    read: dict[int, dict[date, KpiReading]] = defaultdict(dict)
    spans = {kpi.pk: ended_spans(kpi.frequency, kpi.starts_on, on=on, most=most) for kpi in kpis}
    earliest = min((each[-1].first for each in spans.values() if each), default=on)
    found = (
        KpiReading.objects.visible_to(user)
        .current()
        .filter(kpi__in=kpis, is_void=False, period_on__gte=earliest)
    )
    for reading in found.order_by("id"):
        read[reading.kpi_id][reading.period_on] = reading
    return [Shown(kpi, [_cell(kpi, span, read[kpi.pk]) for span in spans[kpi.pk]]) for kpi in kpis]


def _cell(kpi: Kpi, span: Span, read: dict[date, KpiReading]) -> Cell:
    reading = read.get(span.first)
    if reading is None:
        return Cell(span, None, UNKNOWN)
    return Cell(span, reading, verdict(reading.actual, reading.target, kpi.direction))


@require_safe
def kpis(request: HttpRequest) -> HttpResponse:
    """What is measured at every account the reader sees, and which readings lack."""
    user, today = reader(request), local_day(database_now(), reader(request).time_zone)
    rows = Kpi.objects.visible_to(user).select_related("account", "owner", "agreed_with__person")
    views = (
        (_("All"), ""),
        (_("Last reading missing"), "lacking=1"),
        (_("Agreed"), "agreed=1"),
        (_("Mine"), "owner=me"),
        (_("Ended"), "ended=1"),
    )
    found = listing(request, rows, KpiFilter, sorts=SORTS, headings=HEADINGS)
    context: dict[str, Any] = {
        "list": found,
        "rows": with_periods(found.rows, user, on=today, most=2),
        "segments": quick_views(request, views),
        "answer": _answer_of_list(user, today),
    }
    return render(request, "desk/kpis/list.html", context)


def _answer_of_list(user: User, today: date) -> SafeString:
    rows: KpiQuerySet = Kpi.objects.visible_to(user).current()
    agreed = len(rows.agreed().order_by().values("account_id").distinct()[:MANY])
    lacking = sum(
        len(rows.lacking(frequency, span.first).values("pk")[:MANY])
        for frequency, span in last_spans(today).items()
    )
    who = fact(opening(counted(agreed, "account has", "accounts have")), "?agreed=1")
    first = sentence(_("{who} KPIs they agreed to."), who=who)
    if not lacking:
        return answer(first, sentence(_("Every last period has its reading.")))
    left = fact(opening(counted(lacking, "KPI lacks", "KPIs lack")), "?lacking=1")
    return answer(first, sentence(_("{left} the last reading."), left=left))


@require_safe
def account_kpis(request: HttpRequest, pk: int) -> HttpResponse:
    """The register of one account, with the last periods of each KPI."""
    row, user = the_account(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = Kpi.objects.visible_to(user).filter(account=row).select_related("owner", "agreed_with__person")
    ended = rows.filter(ended_on__isnull=False).order_by("-ended_on", "-id")[:20]
    found = with_periods(rows.current().order_by("name", "id")[:100], user, on=today, most=PERIODS)
    context = frame(row, "account_kpis") | {
        "rows": _with_deliverables(found, row, user),
        "ended": list(ended),
        "answer": _answer_of_account(found),
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/kpis/account.html", context)


def _with_deliverables(rows: list[Shown], account: Account, user: User) -> list[Shown]:
    there = Deliverable.objects.visible_to(user).current().filter(account=account)
    known = {name.lower(): key for key, name in there.values_list("pk", "name")[:100]}
    return [Shown(each.row, each.cells, known.get(each.row.deliverable.lower())) for each in rows]


def _answer_of_account(rows: list[Shown]) -> SafeString:
    if not rows:
        return answer(sentence(_("Nothing of our work is measured here yet.")))
    cells = [each.last for each in rows if each.last is not None]
    known = [cell for cell in cells if cell.result != UNKNOWN]
    met = sum(cell.result == MET for cell in known)
    if not known:
        return answer(sentence(_("No KPI has a reading of its last period.")))
    said = fact(_("{met} of {known}").format(met=met, known=len(known)))
    first = sentence(_("{said} KPIs met their target in the last period."), said=said)
    lacking = len(cells) - len(known)
    if not lacking:
        return answer(first)
    left = fact(opening(counted(lacking, "reading is", "readings are")))
    return answer(first, sentence(_("{left} missing."), left=left))
