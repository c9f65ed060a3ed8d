"""What goes along with staying or leaving."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.metrics.differences import FEWEST_CASES, Comparison, Difference, compare
from retention.metrics.drivers import ATTRIBUTES, Decided, decided

from ..charts.drawing import Drawing
from ..charts.intervals import Span, intervals
from ..charts.shapes import Table
from ..figures.asking import Addresses, PeriodForm, asked
from ..figures.drawn import NARROW, WIDE
from ..figures.files import as_file, chained
from ..figures.tables import asked_rows
from ..formats import number_text, percent_text
from ..parts import Tab
from ..reader import reader
from ..words import answer, counted, fact, listed, sentence

DRAWN = 12
SEVERAL_YEARS = 36


def tabs(current: str) -> list[Tab]:
    """The pages that belong together."""
    pages = (("retention", _("Figures")), ("drivers", _("Drivers")), ("economics", _("Economics")))
    return [Tab(label, reverse(name), current=name == current) for name, label in pages]


def drivers_answer(found: Comparison) -> SafeString:
    """How many decided, and whether anything stands out when all comparisons are counted."""
    if not found.cases:
        return answer(sentence(_("No renewal you see was decided in the period.")))
    first = sentence(
        _("{renewed} of {cases} renewed."),
        renewed=fact(found.renewed),
        cases=counted(found.cases, "account", "accounts"),
    )
    if not found.is_enough:
        return answer(first, sentence(_("Too few to compare: look at each of them.")))
    sure = [fact(_words(each)) for each in found.differences if each.holds]
    if not sure:
        return answer(first, sentence(_("Nothing differs by more than chance would make it.")))
    return answer(first, sentence(_("What goes along with it: {what}."), what=listed(sure)))


def _words(each: Difference) -> str:
    return each.attribute if each.value == "Yes" else f"{each.attribute} {each.value}"


def _points(share: float) -> str:
    return ("+" if share > 0 else "") + number_text(share * 100) + "\u00a0" + _("points")


def _chart(found: Comparison, width: int) -> Drawing | None:
    shown = found.differences[:DRAWN]
    if not shown or not found.is_enough:
        return None
    head = (_("Attribute"), _("Number"), _("Renewed"), _("Others"), _("Difference"), _("From"), _("To"))
    rows = tuple(
        (_words(each), str(each.n), percent_text(each.share), percent_text(each.other),
         _points(each.difference), _points(each.low), _points(each.high))
        for each in shown
    )  # fmt: skip
    return intervals(
        [Span(_words(e), e.difference, e.low, e.high, f"{e.n}, {e.others}") for e in shown],
        summary=_("How much more often accounts with each attribute renewed, with 95% intervals"),
        table=Table(head, rows),
        axis=_("renewed as often as the others"),
        width=width,
    )


@require_safe
def drivers(request: HttpRequest) -> HttpResponse:
    """Renewers against leavers; below thirty cases the cases themselves."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    form = PeriodForm(request.GET, user)
    question = asked(form, user, today, months=SEVERAL_YEARS)
    cases = decided(question)
    found = compare([each.case for each in cases])
    context = {
        "tabs": tabs("drivers"),
        "form": form,
        "clear_url": request.path if request.GET else "",
        "question": question,
        "answer": drivers_answer(found),
        "found": found,
        "chart": _chart(found, WIDE),
        "narrow": _chart(found, NARROW),
        "differences": [(_words(each), each, _points(each.difference), _points(each.low), _points(each.high))
                        for each in found.differences],
        "cases": cases if not found.is_enough else [],
        "few": FEWEST_CASES,
        "base": str(settings.KEEL_BASE_CURRENCY),
        "file": Addresses(request).to("drivers_file"),
    }  # fmt: skip
    return render(request, "desk/retention/drivers.html", context)


def _file_rows(found: Comparison) -> Sequence[tuple[object, ...]]:
    """All comparisons, for a file."""
    counted_as = ("attribute", "value", "n", "others", "renewed", "others renewed")
    head = (*counted_as, "difference", "low", "high", "chance", "holds when all are counted")
    rows = [
        (
            e.attribute,
            e.value,
            e.n,
            e.others,
            e.share,
            e.other,
            e.difference,
            e.low,
            e.high,
            e.chance,
            e.holds,
        )
        for e in found.differences
    ]
    return [head, *rows, ("left out, fewer than five", found.suppressed)]


def _case_rows(cases: Sequence[Decided]) -> Sequence[tuple[object, ...]]:
    """The cases themselves, for a file."""
    head = ("renewal", "account", "name", "outcome", "term ended", "due", "kept", *ATTRIBUTES)
    rows = [
        (
            e.renewal_id,
            e.account_id,
            e.name,
            "renewed" if e.renewed else "left",
            e.term_end,
            e.due,
            e.kept,
            *(e.case.attributes[name] for name in ATTRIBUTES),
        )
        for e in cases
    ]
    return [head, *rows]


@require_safe
def drivers_file(request: HttpRequest) -> StreamingHttpResponse:
    """What the page shows as a file: all comparisons, or below thirty cases the cases themselves."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    question = asked(PeriodForm(request.GET, user), user, today, months=SEVERAL_YEARS)
    cases = decided(question)
    found = compare([each.case for each in cases])
    rows = _file_rows(found) if found.is_enough else _case_rows(cases)
    return as_file("drivers", chained(asked_rows(question), rows))
