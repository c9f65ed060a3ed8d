"""Agreed price rises: one line per step (docs/methods.md, Contract cases)."""

from copy import copy
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from retention.lib.errors import DomainError
from retention.lib.months import add_months
from retention.lib.records import save_edit

from ..arr import CENT
from ..lines import priced
from ..models import ArrMovement, Contract, ContractLine

_ONE_DAY = timedelta(days=1)
_A_YEAR = 12


class LineInUse(DomainError):
    """A line would go that something else tells of."""


def stepped_amount(amount: Decimal, percent: Decimal) -> Decimal:
    """The price after a rise, to the cent."""
    return (amount * (100 + percent) / 100).quantize(CENT, ROUND_HALF_UP)


def write_steps(contract: Contract, *, on: date) -> None:
    """Begin a line of its own at each agreed rise: up to the end of the line, or, when it has none, one
    step beyond *on*."""
    lines = contract.lines.filter(escalator_on__isnull=False, superseded_by=None, agreed_end_on=None)
    for line in lines.order_by("id"):
        _write_steps_of(line, on)


def _write_steps_of(line: ContractLine, on: date) -> None:
    anchor, years = line.escalator_on, 0
    while anchor is not None and _steps_up(line, on):
        years += 1
        following = copied(line)
        following.start_on = line.escalator_on or anchor
        following.recurring_amount = stepped_amount(line.recurring_amount, line.escalator_pct or Decimal(0))
        following.escalator_on = add_months(anchor, _A_YEAR * years)
        priced(following).save(force_insert=True)
        end = following.start_on - _ONE_DAY
        save_edit(line, {"end_on": end, "superseded_by": following}, expected_version=None)
        line = following


def _steps_up(line: ContractLine, on: date) -> bool:
    if line.end_on is None:
        return line.start_on <= on
    return line.escalator_on is not None and line.escalator_on <= line.end_on


def copied(line: ContractLine) -> ContractLine:
    """An unsaved line like this one."""
    twin = copy(line)
    twin.pk = None
    twin._state = copy(line._state)
    twin._state.adding = True
    twin.version, twin.superseded_by, twin.agreed_end_on = 1, None, None
    return twin


def fold_steps(line: ContractLine, *, after: date) -> None:
    """Take back the steps of a line that begin after a day: the line runs on to where they ended."""
    last, later = line, []
    while last.superseded_by is not None and last.superseded_by.start_on == last.escalator_on:
        last = last.superseded_by
        if last.start_on <= after:
            return
        later.append(last.pk)
    if later:
        end = {
            "end_on": last.end_on,
            "superseded_by": last.superseded_by,
            "agreed_end_on": last.agreed_end_on,
        }
        ContractLine._base_manager.filter(pk__in=later).update(superseded_by=None)
        # The steps are one line again: what they moved is told of that line.
        ArrMovement._base_manager.filter(line__in=later).update(line=line)
        save_edit(line, end, expected_version=None)
        drop_lines(ContractLine._base_manager.filter(pk__in=later), field="effective_on")


def drop_lines(rows: QuerySet[ContractLine], *, field: str) -> None:
    """Delete lines that have not begun. Raises LineInUse when a renewal already says what became of one."""
    try:
        with transaction.atomic():
            rows.delete()
    except ProtectedError:
        raise LineInUse(
            "A renewal already says what became of a later line. Choose a day after it.", field=field
        ) from None


def price_on(line: ContractLine, day: date) -> tuple[Decimal, date | None]:
    """The price a line has reached by a day through its rises, and when it rises next."""
    amount, rises_on = line.recurring_amount, line.escalator_on
    anchor, years = rises_on, 0
    while anchor and rises_on and rises_on <= day:
        years += 1
        amount = stepped_amount(amount, line.escalator_pct or Decimal(0))
        rises_on = add_months(anchor, _A_YEAR * years)
    return amount, rises_on
