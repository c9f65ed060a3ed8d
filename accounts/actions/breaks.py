"""Break options: days on which the customer may leave a running contract."""

from datetime import date, datetime

from django.db import transaction

from retention.lib import accepts
from retention.team.models import User

from .. import papers
from ..choices import ContractState, NoticeFrom, NoticeUnit
from ..models import BreakOption, Contract
from .contracts import read_editable, settle, tell


@transaction.atomic
def add_break_option(
    *,
    contract: Contract,
    on: date,
    by: User,
    at: datetime,
    notice_value: int | None = None,
    notice_unit: str = NoticeUnit.DAYS,
    notice_counted_from: str = NoticeFrom.UNKNOWN,
    note: str = "",
) -> BreakOption:
    """The customer may leave with ``on`` as the last day of service; renewals open a decision for it.

    Raises PermissionDenied, InputRefused, TextRefused, NotInForce for an ended contract.
    """
    _, row = read_editable(contract, by)
    if row.state == ContractState.ENDED:
        papers.must_be(row, ContractState.ACTIVE)
    day: date = accepts.day("The day of the break", required=True)(on, "on")
    if day < row.term_start or (row.term_end is not None and day >= row.term_end):
        raise accepts.InputRefused("A break lies inside the term, before its last day.", field="on")
    if row.breaks.filter(on=day).exists():
        raise accepts.InputRefused("There is a break on that day already.", field="on")
    option = BreakOption(
        contract=row,
        on=day,
        notice_value=papers.CONTRACT_CHECKS["notice_value"](notice_value, "notice_value"),
        notice_unit=papers.CONTRACT_CHECKS["notice_unit"](notice_unit, "notice_unit"),
        notice_counted_from=papers.CONTRACT_CHECKS["notice_counted_from"](
            notice_counted_from, "notice_counted_from"
        ),
        note=accepts.text("The note", 200)(note, "note"),
    )
    papers.refuse_impossible_notice(
        row, last_day=day, value=option.notice_value, unit=option.notice_unit, what="time before the break"
    )
    option.save(force_insert=True)
    tell(row, "break_added", f"{row.reference}: may be left on {day:%-d %b %Y}", by, at)
    settle(row, by=by, at=at)
    return option


@transaction.atomic
def remove_break_option(*, option: BreakOption, by: User, at: datetime) -> None:
    """The break is gone (waived, or entered by mistake). Raises PermissionDenied."""
    _, row = read_editable(option.contract, by)
    day = option.on
    row.breaks.filter(pk=option.pk).delete()
    tell(row, "break_removed", f"{row.reference}: no break on {day:%-d %b %Y}", by, at)
    settle(row, by=by, at=at)
