"""An account's operational scorecard: why they stay, our work behind it, and how it goes."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from plans.accepting import plain
from plans.actions.operations import (
    add_metric,
    edit_metric,
    explain_driver,
    judge_link,
    part_link,
    put_metric_aside,
    take_metric_up,
)
from plans.actions.readings import enter_reading, void_reading
from plans.forms.goals import ReasonForm
from plans.forms.operations import ExplainForm, JudgeForm, MetricForm, ReadingForm
from plans.models import DriverLink, OperationMetric, OperationReading
from plans.scorecard import Scorecard, ScorecardRow, scorecard_of
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..answering import done, refused, taken_back
from ..charts.lines import Spark, sparkline
from ..editing import form_page
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, opening, sentence, spelled
from .account import frame, the_account
from .account_edit import SHOWS_AND_SAVES


@dataclass(frozen=True)
class ShownRow:
    """A figure with its drawing."""

    row: ScorecardRow
    spark: Spark


@require_safe
def account_operations(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures of our work with what they explain, and reasons to stay that none explains."""
    row, user = the_account(request, pk), reader(request)
    card = scorecard_of(row, local_day(database_now(), user.time_zone))
    context = frame(row, "account_operations") | {
        "card": card,
        "rows": [ShownRow(each, _spark(each)) for each in card.rows],
        "answer": _answer(card),
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/operations/account.html", context)


def _spark(row: ScorecardRow) -> Spark:
    said = ", ".join(plain(point.value) for point in row.points)
    values = [float(point.value) for point in row.points]
    return sparkline(values, state=row.state, summary=_("{name}: {said}").format(name=row.name, said=said))


def _answer(card: Scorecard) -> SafeString:
    """How many miss their target, and what is missing."""
    if not card.rows:
        said = sentence(
            _("{nothing} tells how our work goes that keeps them here."), nothing=fact(_("Nothing"))
        )
        return answer(said)
    number = len(card.off_target)
    off = fact(opening(spelled(number)) if number else _("None"))
    misses = _("misses") if number == 1 else _("miss")
    of = counted(len(card.rows), "figure", "figures")
    first = sentence(_("{off} of {of} {misses} its target."), off=off, of=of, misses=misses)
    return answer(first, _what_is_missing(card))


def _what_is_missing(card: Scorecard) -> SafeString:
    if card.late:
        late = fact(opening(counted(len(card.late), "feed", "feeds")))
        return sentence(_("{late} {are} late."), late=late, are=_("is") if len(card.late) == 1 else _("are"))
    if card.unmapped:
        left = fact(opening(counted(len(card.unmapped), "reason", "reasons")), "#unmapped")
        return sentence(_("{left} to stay without a figure."), left=left)
    return SafeString("")


@require_http_methods(SHOWS_AND_SAVES)
def operation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a figure of our work."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    form = MetricForm(request.POST or None)

    def save() -> str:
        add_metric(account=row, by=user, at=database_now(), **form.fields_said())
        return _("Written down. Say what it explains, and enter what it is.")

    title = _("A figure of our work for {name}").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=_page(row.pk))


@require_http_methods(SHOWS_AND_SAVES)
def operation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a figure says."""
    row, user = _metric(request, pk), reader(request)
    said = {name: getattr(row, name) for name in MetricForm.base_fields}
    form = MetricForm(request.POST or None, initial=said)

    def save() -> str:
        edit_metric(
            metric=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    return form_page(
        request, form, title=_("Edit: {name}").format(name=row.name), save=save, back=_page(row.account_id),
        record=lambda: _metric(request, pk),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def operation_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a figure was."""
    row, user, at = _metric(request, pk), reader(request), database_now()
    form = ReadingForm(request.POST or None, initial={"measured_on": local_day(at, user.time_zone)})

    def save() -> str:
        enter_reading(metric=row, by=user, at=at, **form.fields_said())
        return _("Entered.")

    title = _("What it was: {name}").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=_page(row.account_id))


@require_http_methods(SHOWS_AND_SAVES)
def operation_explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which reason to stay a figure explains."""
    row, user = _metric(request, pk), reader(request)
    form = ExplainForm(request.POST or None, user=user, account=row.account)

    def save() -> str:
        explain_driver(metric=row, by=user, at=database_now(), **form.fields_said())
        return _("Written down.")

    title = _("What it explains: {name}").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=_page(row.account_id))


@require_POST
def operation_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a figure no longer."""
    row, user = _metric(request, pk), reader(request)
    try:
        put_metric_aside(metric=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=_page(row.account_id))
    undo, said = reverse("operation_up", args=[pk]), _("No longer looked at: {name}").format(name=row.name)
    return done(request, said, undo_url=undo, back=_page(row.account_id), gone=f"operation-{pk}")


@require_POST
def operation_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo putting it aside."""
    row, user = _metric(request, pk), reader(request)
    try:
        take_metric_up(metric=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=_page(row.account_id))
    said = _("Looked at again: {name}").format(name=row.name)
    return taken_back(request, said, back=_page(row.account_id))


@require_http_methods(SHOWS_AND_SAVES)
def driver_link_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say anew how sure it is that a figure explains a reason."""
    row, user = _link(request, pk), reader(request)
    form = JudgeForm(request.POST or None, initial={"strength": row.strength, "evidence": row.evidence})

    def save() -> str:
        judge_link(link=row, by=user, at=database_now(), **form.fields_said())
        return _("Saved.")

    title = _("How sure that is: {name}").format(name=row.metric.name)
    return form_page(request, form, title=title, save=save, back=_page(row.account_id))


@require_POST
def driver_link_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A figure does not explain that reason."""
    row, user = _link(request, pk), reader(request)
    part_link(link=row, by=user, at=database_now())
    said = _("{name} explains it no more.").format(name=row.metric.name)
    return taken_back(request, said, back=_page(row.account_id))


@require_http_methods(SHOWS_AND_SAVES)
def reading_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reading back."""
    rows = OperationReading.objects.visible_to(reader(request)).current()
    row = get_object_or_404(rows.select_related("metric__account"), thread=pk)
    refuse_others(request, row.metric)
    form = ReasonForm(request.POST or None, user=reader(request), account=row.metric.account)

    def save() -> str:
        void_reading(reading=row, by=reader(request), at=database_now(), **form.fields_said())
        return _("Taken back.")

    title = _("Take back the reading of {name}").format(name=row.metric.name)
    return form_page(request, form, title=title, save=save, back=_page(row.account_id))


def _page(account_id: int) -> str:
    return reverse("account_operations", args=[account_id])


def _metric(request: HttpRequest, pk: int) -> OperationMetric:
    """The figure, or 404; 403 for whoever may only read it."""
    rows = OperationMetric.objects.visible_to(reader(request)).select_related("account")
    row = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    return row


def _link(request: HttpRequest, pk: int) -> DriverLink:
    rows = DriverLink.objects.visible_to(reader(request)).select_related("metric__account", "driver")
    row = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    return row
