"""Renewals: the table by the day each must be decided, and one renewal with what may be done."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account
from retention.lib.clock import database_now
from retention.lib.errors import DomainError, StaleVersion
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.renewals.actions.calling import set_call
from retention.renewals.actions.closing import close_renewal
from retention.renewals.actions.pipeline import move_stage
from retention.renewals.filters import RenewalFilter
from retention.renewals.models import CLOSED_STAGES, Renewal
from retention.team.models import User

from ..answering import done
from ..lists import Heading, listing
from ..parts import Segment
from ..reader import reader, refuse_others
from ..renewal_forms import CallForm, StageForm
from ..words import answer, counted, fact, opening, sentence

SORTS = {
    "decides": Sort("decision_on", "To be decided", date.fromisoformat),
    "due": Sort("renewal_due_on", "Renews", date.fromisoformat),
    "atr": Sort("atr", "Value", Decimal, descending=True),
}
HEADINGS = (
    Heading("Account"),
    Heading("To be decided", "decides", numeric=True),
    Heading("Renews", "due", numeric=True),
    Heading("Value", "atr", numeric=True),
    Heading("Stage"),
    Heading("Owner's call"),
    Heading("Health"),
    Heading("Owner"),
)
SOON = 90


def _answer(request: HttpRequest, today: date) -> SafeString:
    rows = (
        Renewal.objects.visible_to(reader(request))
        .open()
        .filter(decision_on__lte=today + timedelta(days=SOON))
    )
    soon = len(rows.values_list("id", flat=True)[:1001])
    late = len(rows.filter(decision_on__lt=today).values_list("id", flat=True)[:1001])
    if not soon:
        return answer(sentence(_("No renewal must be decided in the next {days} days."), days=SOON))
    until = (today + timedelta(days=SOON + 1)).isoformat()
    first = sentence(
        _("{renewals} must be decided in the next {days} days."),
        renewals=fact(opening(counted(soon, "renewal", "renewals")), f"?decides_before={until}"),
        days=SOON,
    )
    if not late:
        return answer(first)
    link = fact(
        counted(late, "is past its day", "are past their day"), f"?decides_before={today.isoformat()}"
    )
    return answer(first, sentence(_("Of these, {late}."), late=link))


def _segments(request: HttpRequest, today: date) -> list[Segment]:
    soon = (today + timedelta(days=SOON + 1)).isoformat()
    views = (
        (_("Open"), ""),
        (_("Mine"), "owner=me"),
        (_("Next 90 days"), f"decides_before={soon}"),
        (_("At risk and soon"), f"decides_before={soon}&health=at_risk&health=watch"),
        (_("Closed"), "closed=true"),
    )
    now = request.GET.urlencode()
    return [
        Segment(str(label), f"{request.path}?{q}" if q else request.path, current=now == q)
        for label, q in views
    ]


@require_safe
def renewals(request: HttpRequest) -> HttpResponse:
    """What renews, when it must be decided, what it is worth, and who says what."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = Renewal.objects.visible_to(user).select_related("account__owner", "contract")
    context = {
        "list": listing(request, rows, RenewalFilter, sorts=SORTS, headings=HEADINGS),
        "segments": _segments(request, today),
        "answer": _answer(request, today),
    }
    return render(request, "desk/renewals/list.html", context)


def _one(request: HttpRequest, pk: int) -> Renewal:
    rows = Renewal.objects.visible_to(reader(request)).select_related("account", "contract", "call_by")
    return get_object_or_404(rows, pk=pk)


def _may_edit(request: HttpRequest, row: Renewal) -> bool:
    return Account.objects.editable_by(reader(request)).filter(pk=row.account_id).exists()


def _page(
    request: HttpRequest, row: Renewal, call: CallForm, stage: StageForm, status: int = 200
) -> HttpResponse:
    context = {
        "renewal": row,
        "call_form": call,
        "stage_form": stage,
        "may_edit": _may_edit(request, row) and not row.is_closed,
        "moves": row.stage_changes.select_related("by").order_by("-at", "-id")[:50],
        "today": local_day(database_now(), reader(request).time_zone),
    }
    return render(request, "desk/renewals/detail.html", context, status=status)


def _forms(row: Renewal) -> tuple[CallForm, StageForm]:
    said = {"call": row.call, "note": row.call_note, "version": row.version}
    return CallForm(initial=said), StageForm(renewal=row, initial={"version": row.version})


@require_safe
def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """One renewal: its days, its value, the owner's call and its way through the stages."""
    row = _one(request, pk)
    return _page(request, row, *_forms(row))


@require_http_methods(["POST"])
def renewal_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the owner expects, and why."""
    row = _one(request, pk)
    refuse_others(request, row)
    _, stage = _forms(row)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, stage, 422)
    try:
        set_call(
            renewal=row,
            call=form.cleaned_data["call"],
            note=form.cleaned_data["note"],
            by=reader(request),
            at=database_now(),
            expected_version=form.expected_version,
        )
    except DomainError as error:
        return _refused(request, row, form, stage, error)
    return done(request, "Your call is saved.", back=f"/renewals/{pk}/")


@require_http_methods(["POST"])
def renewal_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a renewal through its stages, or close it with what became of it."""
    row = _one(request, pk)
    refuse_others(request, row)
    call, _stage = _forms(row)
    form = StageForm(request.POST, renewal=row)
    if not form.is_valid():
        return _page(request, row, call, form, 422)
    try:
        _move(row, form, by=reader(request), at=database_now())
    except DomainError as error:
        return _refused(request, row, call, form, error)
    return redirect("renewal", pk=pk)


def _move(row: Renewal, form: StageForm, *, by: User, at: datetime) -> None:
    wanted, why, version = form.cleaned_data["stage"], form.cleaned_data["reason"], form.expected_version
    if wanted in CLOSED_STAGES:
        on = local_day(at, by.time_zone)
        close_renewal(renewal=row, stage=wanted, on=on, note=why, by=by, at=at, expected_version=version)
    else:
        move_stage(renewal=row, stage=wanted, reason=why, by=by, at=at, expected_version=version)


def _refused(
    request: HttpRequest, row: Renewal, call: CallForm, stage: StageForm, error: DomainError
) -> HttpResponse:
    """Show the refusal in the form that was sent; a stale one may be saved again after a look."""
    form = call if call.is_bound else stage
    form.refuse(error)
    if isinstance(error, StaleVersion):
        form.take_version(error)
    row.refresh_from_db()
    return _page(request, row, call, stage, 409 if isinstance(error, StaleVersion) else 422)
