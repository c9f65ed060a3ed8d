"""Do we keep customers and money? The figures, the rows behind each, and all of it as files."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.metrics.cohorts import AGES
from retention.metrics.exposure import SPANS
from retention.metrics.metric import Place
from retention.metrics.questions import DIMENSIONS, Question

from ..figures.asking import DIVISIONS, Addresses, PeriodForm, ReportForm, asked
from ..figures.behind import Behind, NoSuchFigure, behind
from ..figures.drawn import NARROW, bridge_chart, survival_chart
from ..figures.files import as_file, chained
from ..figures.page import FURTHER, LEADING, RENEWALS, Retention, retention_facts
from ..figures.shown import Shown, shown, shown_cohort, shown_exposure, stays_compared
from ..figures.tables import TABLES, asked_rows, rows_behind
from ..formats import long_day_text, money_text, percent_text
from ..parts import Crumb, Pager, Segment
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence
from .drivers import tabs

PAGE = 50
SHOWN_COHORTS = 12


def retention_answer(page: Retention, to: Addresses) -> SafeString:
    """Gross and net in one sentence, what left in another."""
    gross, net = page.figures["grr"], page.figures["nrr"]
    first = long_day_text(page.question.start)
    if gross.value is None or net.value is None:
        return answer(sentence(_("Nobody you see was a customer on {day}."), day=first))
    kept = sentence(
        _("Of the yearly revenue of {day}, {gross} was kept, {net} with growth."),
        day=first,
        gross=fact(percent_text(gross.value, 1), to.rows("grr")),
        net=fact(percent_text(net.value, 1), to.rows("nrr")),
    )
    if not page.lost:
        return answer(kept, sentence(_("Nothing was lost.")))
    who = opening(counted(page.left, "customer", "customers"))
    lost = fact(money_text(round(page.lost), str(settings.KEEL_BASE_CURRENCY)), to.rows("grr"))
    return answer(kept, sentence(_("{who} left; {lost} is gone."), who=fact(who, to.rows("logo")), lost=lost))


def _by(request: HttpRequest) -> str:
    wanted = request.GET.get("by", "")
    return wanted if wanted in DIMENSIONS else DIMENSIONS[0]


def _asked(request: HttpRequest) -> tuple[PeriodForm, Question, Any]:
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    form = ReportForm(request.GET, user)
    return form, asked(form, user, today), today


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """The page; account managers see their own slice of it."""
    form, question, today = _asked(request)
    by, to = _by(request), Addresses(request)
    page = retention_facts(question, by=by, today=today)
    context = {
        "tabs": tabs("retention"),
        "page": page,
        "form": form,
        "part_words": form.words(),
        "base": str(settings.KEEL_BASE_CURRENCY),
        "ages": AGES,
        "answer": retention_answer(page, to),
        "clear_url": request.path if request.GET else "",
        **_charts(page),
        **_tables(page, to, by, earlier="earlier" in request.GET),
    }
    return render(request, "desk/retention/page.html", context)


def _charts(page: Retention) -> dict[str, Any]:
    base = str(settings.KEEL_BASE_CURRENCY)
    return {
        "waterfall": bridge_chart(page.bridge, base),
        "waterfall_narrow": bridge_chart(page.bridge, base, NARROW),
        "survival": survival_chart(page.curve),
        "survival_narrow": survival_chart(page.curve, NARROW),
    }


def _tables(page: Retention, to: Addresses, by: str, *, earlier: bool) -> dict[str, Any]:
    """The tables, each number with where it leads."""
    return {
        "leading": _in_words(page, LEADING, to),
        "further": _in_words(page, FURTHER, to),
        "renewals": _in_words(page, RENEWALS, to),
        "steps": [(step, to.rows(f"bridge.{step.code}")) for step in page.bridge.steps if step.amount],
        "divisions": [
            Segment(label, to.to("retention", by=name) + "#parts", current=name == by)
            for name, label in DIVISIONS
        ],
        "parts": [
            (part, to.to("retention", **{by: part.value}) if part.value else "") for part in page.parts
        ],
        "cohorts": [shown_cohort(each, to) for each in page.cohorts[: None if earlier else SHOWN_COHORTS]],
        "earlier_url": to.to("retention", by=by, earlier="1") + "#cohorts"
        if len(page.cohorts) > SHOWN_COHORTS and not earlier
        else "",
        "ways": [(each, to.rows(f"way.{each.code}")) for each in page.ways],
        "causes": [(each, to.rows(f"cause.{each.code}")) for each in page.causes],
        "exposure": shown_exposure(page.exposure, to),
        "spans": [(label, page.exposure.sum_of(span=span)) for span, label in SPANS.items()],
        "files": {name: to.to("retention_file", table=name, by=by) for name in TABLES},
        "stays_url": to.rows("stays"),
        "stays_compared": stays_compared(page.compared, {part.value: part.label for part in page.parts}),
    }


def _in_words(page: Retention, codes: tuple[str, ...], to: Addresses) -> list[Shown]:
    return [shown(page.figures[code], to, str(settings.KEEL_BASE_CURRENCY)) for code in codes]


def _behind(request: HttpRequest) -> tuple[Question, Behind]:
    _form, question, today = _asked(request)
    try:
        return question, behind(question, request.GET.get("what", ""), today)
    except NoSuchFigure as refusal:
        raise Http404(refusal.message) from refusal


def read_place(text: str) -> Place | None:
    """Where the former page ended; None for the first page and for anything that is no place."""
    rank, _sep, pk = text.partition("~")
    try:
        found = Decimal(rank), int(pk)
    except (InvalidOperation, ValueError):
        return None
    is_sane = found[0].is_finite() and abs(found[0]) < 10**20 and 0 <= found[1] < 2**62
    return found if is_sane and len(text) < 80 else None


@require_safe
def retention_rows(request: HttpRequest) -> HttpResponse:
    """The records behind one figure, page by page."""
    question, what = _behind(request)
    to, code = Addresses(request), request.GET.get("what", "")
    found = what.read(read_place(request.GET.get("after", "")), PAGE + 1)
    rows, more = found[:PAGE], len(found) > PAGE
    next_url = to.rows(code, after=f"{rows[-1].rank}~{rows[-1].pk}") if more else ""
    context = {
        "what": what,
        "question": question,
        "rows": rows,
        "base": str(settings.KEEL_BASE_CURRENCY),
        "crumbs": [Crumb(_("Retention"), to.to("retention")), Crumb(what.title)],
        "pager": Pager(next_url=next_url, previous_url=to.rows(code) if request.GET.get("after") else "",
                       previous_label=_("First page")),
        "file": to.to("retention_file", what=code),
    }  # fmt: skip
    return render(request, "desk/retention/rows.html", context)


@require_safe
def retention_file(request: HttpRequest) -> StreamingHttpResponse:
    """A table of the page, or the rows behind a figure, as a file for a spreadsheet."""
    table = request.GET.get("table", "")
    if table in TABLES:
        _form, question, today = _asked(request)
        page = retention_facts(question, by=_by(request), today=today)
        return as_file(table, [*asked_rows(question), *TABLES[table](page)])
    question, what = _behind(request)
    return as_file("rows", chained(asked_rows(question), rows_behind(what)))
