"""Lines of contracts in force: adding one, and changing one from a day on."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.records import save_edit
from retention.team.models import User

from .. import papers
from ..choices import ContractState
from ..ledger import ledger_day
from ..lines import LineInput, changed_input, line_row, refuse_bad_lines
from ..models import Contract, ContractLine
from .contracts import lines_in_order, read_editable, settle, tell
from .steps import fold_steps, write_steps


@transaction.atomic
def add_line(
    *, contract: Contract, line: LineInput, by: User, at: datetime, correction: str = ""
) -> ContractLine:
    """Add a line to a contract in force (an add-on). Raises PermissionDenied, NotInForce, InputRefused,
    LineOutsideTerm, LinesOverlap, ClosedPeriod unless ``correction`` says why."""
    _, row = read_editable(contract, by)
    papers.must_be(row, ContractState.ACTIVE)
    new = line_row(row, line)
    refuse_bad_lines(row, [new, *lines_in_order(row)])
    new.save(force_insert=True)
    write_steps(row, on=ledger_day(at))
    tell(row, "line_added", f"{row.reference}: added “{new}” from {new.start_on:%-d %b %Y}", by, at)
    settle(row, by=by, at=at, correction=correction)
    return new


@transaction.atomic
def amend_line(
    *,
    line: ContractLine,
    effective_on: date,
    by: User,
    at: datetime,
    correction: str = "",
    **changes: Any,
) -> ContractLine:
    """Change a line from a day on: the old row ends the day before, the new row is returned.

    On the line's own first day it is a correction: the row itself changes. Price rises after the day are
    worked out again. Raises PermissionDenied, NotInForce, InputRefused, NotEditable, LineOutsideTerm,
    LinesOverlap, ClosedPeriod unless ``correction`` says why.
    """
    _, contract = read_editable(line.contract, by)
    papers.must_be(contract, ContractState.ACTIVE)
    old = ContractLine.objects.select_related("contract", "product", "org_unit").get(pk=line.pk)
    day: date = accepts.day("The day of the change", required=True)(effective_on, "effective_on")
    if day < old.start_on or (old.end_on is not None and day > old.end_on):
        raise accepts.InputRefused("The line does not run on that day.", field="effective_on")
    fold_steps(old, after=day)
    others = [row for row in lines_in_order(contract) if row.pk != old.pk]
    given = changed_input(old, changes if day == old.start_on else {**changes, "start_on": day})
    new = line_row(contract, given)
    new.agreed_end_on = old.agreed_end_on
    if day == old.start_on:
        _correct(old, new, [new, *others])
    else:
        _refuse_fewer(contract, old, new)
        _follow(old, new, others)
    write_steps(contract, on=ledger_day(at))
    tell(contract, "line_amended", f"{contract.reference}: changed “{new}” from {day:%-d %b %Y}", by, at)
    settle(contract, by=by, at=at, correction=correction)
    return new


def _refuse_fewer(contract: Contract, old: ContractLine, new: ContractLine) -> None:
    """Fewer units before the end of the term need a right to take fewer."""
    if new.quantity < old.quantity and not contract.downgrade_right and contract.term_end is not None:
        raise accepts.InputRefused(
            f"{contract.reference} does not allow fewer than {old.quantity.normalize():f} before the term "
            "ends. If it does, tick the right to take fewer in the contract first.",
            field="quantity",
        )


def _correct(old: ContractLine, new: ContractLine, together: list[ContractLine]) -> None:
    new.pk, new.version, new.recorded_at = old.pk, old.version + 1, old.recorded_at
    new.superseded_by = old.superseded_by
    refuse_bad_lines(new.contract, together)
    new.save(force_update=True)


def _follow(old: ContractLine, new: ContractLine, others: list[ContractLine]) -> None:
    new.superseded_by = old.superseded_by
    old.end_on = new.start_on - timedelta(days=1)
    refuse_bad_lines(new.contract, [new, old, *others])
    new.save(force_insert=True)
    changes = {"end_on": old.end_on, "superseded_by": new, "agreed_end_on": None}
    save_edit(old, changes, expected_version=None)
    old.suspensions.update(line=new)
