"""Suspending a line for a time, bringing it back, and what becomes of one that does not come back."""

from datetime import date, datetime, timedelta

from django.db import transaction

from retention.lib import accepts
from retention.lib.records import save_edit
from retention.team.models import User

from .. import papers
from ..arr_columns import SUSPENDED_AT_MOST
from ..choices import ContractState
from ..ledger import ledger_day
from ..lines import priced
from ..models import ContractLine, LineSuspension
from ..periods import closed_through, first_open_day
from .contracts import read_editable, settle, tell
from .steps import copied, fold_steps, price_on, write_steps

_ONE_DAY = timedelta(days=1)


@transaction.atomic
def suspend_line(
    *,
    line: ContractLine,
    starts_on: date,
    by: User,
    at: datetime,
    ends_on: date | None = None,
    note: str = "",
    correction: str = "",
) -> LineSuspension:
    """Let a line carry no ARR from a day on; with ``ends_on``, the last such day, it comes back by itself.

    For 90 days that is no loss. Raises PermissionDenied, NotInForce, InputRefused, TextRefused,
    ClosedPeriod unless ``correction`` says why.
    """
    _, contract = read_editable(line.contract, by)
    papers.must_be(contract, ContractState.ACTIVE)
    old = contract.lines.select_related("contract").get(pk=line.pk)
    first: date = accepts.day("The first day without service", required=True)(starts_on, "starts_on")
    last: date | None = accepts.day("The last day without service")(ends_on, "ends_on")
    why = accepts.text("The reason", 200)(note, "note")
    if not old.is_recurring:
        raise accepts.InputRefused("Only a recurring line can be suspended.", field="starts_on")
    if first <= old.start_on or (old.end_on is not None and first > old.end_on):
        raise accepts.InputRefused("The line does not run on that day and the one before.", field="starts_on")
    if old.suspensions.exists():
        raise accepts.InputRefused("This line is suspended later already.", field="starts_on")
    fold_steps(old, after=first - _ONE_DAY)
    if last is not None and (last < first or (old.end_on is not None and last >= old.end_on)):
        raise accepts.InputRefused(
            "The last day without service must come after the first and before the line ends.",
            field="ends_on",
        )
    pause = LineSuspension(line=old, starts_on=first, until=old.end_on, note=why)
    save_edit(old, {"end_on": first - _ONE_DAY, "agreed_end_on": old.end_on}, expected_version=None)
    pause.save(force_insert=True)
    until = "until further notice"
    if last is not None:
        _bring_back(pause, last + _ONE_DAY, on=ledger_day(at))
        until = f"to {last:%-d %b %Y}"
    text = f"{contract.reference}: “{old}” suspended from {first:%-d %b %Y} {until}"
    tell(contract, "line_suspended", text, by, at)
    settle(contract, by=by, at=at, correction=correction)
    return pause


@transaction.atomic
def resume_line(
    *, suspension: LineSuspension, on: date, by: User, at: datetime, correction: str = ""
) -> ContractLine:
    """Bring a suspended line back from a day on, at the price it would have reached.

    Raises PermissionDenied, NotInForce, InputRefused, ClosedPeriod unless ``correction`` says why.
    """
    _, contract = read_editable(suspension.line.contract, by)
    papers.must_be(contract, ContractState.ACTIVE)
    pause = LineSuspension.objects.select_related("line").get(pk=suspension.pk)
    day: date = accepts.day("The first day with service", required=True)(on, "on")
    if pause.resumed_line_id is not None:
        raise accepts.InputRefused("This line has a day of return already.", field="on")
    if day <= pause.starts_on or (pause.until is not None and day > pause.until):
        raise accepts.InputRefused(
            "The line can come back only after its first day without service and before it ends.", field="on"
        )
    line = _bring_back(pause, day, on=ledger_day(at))
    tell(contract, "line_resumed", f"{contract.reference}: “{line}” runs again from {day:%-d %b %Y}", by, at)
    settle(contract, by=by, at=at, correction=correction)
    return line


def _bring_back(pause: LineSuspension, day: date, *, on: date) -> ContractLine:
    old = pause.line
    line = copied(old)
    line.recurring_amount, line.escalator_on = price_on(old, day)
    line.start_on, line.end_on = day, pause.until
    priced(line).save(force_insert=True)
    save_edit(old, {"superseded_by": line, "agreed_end_on": None}, expected_version=None)
    pause.ends_on, pause.resumed_line = day - _ONE_DAY, line
    pause.save(update_fields=["ends_on", "resumed_line"])
    write_steps(line.contract, on=on)
    return line


def lose_long_suspensions(account_id: int, *, on: date) -> int:
    """Count lines as lost that have been suspended for more than 90 days; return how many.

    They are lost from their first day without service, or from the first open day when that is closed.
    """
    latest = on - timedelta(days=SUSPENDED_AT_MOST)
    rows = LineSuspension.objects.filter(
        line__contract__account=account_id, lost_on=None, starts_on__lte=latest
    )
    closed, lost = closed_through(), 0
    for pause in rows.order_by("id"):
        ends = [day for day in (pause.ends_on, pause.until) if day is not None]
        too_long = pause.starts_on + timedelta(days=SUSPENDED_AT_MOST)
        if not ends or min(ends) >= too_long:
            pause.lost_on = first_open_day(pause.starts_on, closed)
            pause.save(update_fields=["lost_on"])
            lost += 1
    return lost
