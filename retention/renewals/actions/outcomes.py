"""What a renewal was worth afterwards, as a whole and line by line (docs/methods.md, Outcomes by line)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from accounts.arr import ZERO, arr_of_line, arr_on
from accounts.choices import ContractState
from accounts.models import Contract, ContractLine
from retention.lib import accepts

from ..line_results import Result, as_given, recognised, total_after
from ..models import Renewal, RenewalStage
from ..stages import MoveRefused
from ..term_ends import lines_ending
from ..timeliness import BRIDGE_MONTHS, LATE_WINDOW_DAYS, fits_a_bridge, last_day

WITHOUT_LINES = (RenewalStage.UNRESOLVED, RenewalStage.EXTENDED_SHORT)
SIGNED_STAGES = (RenewalStage.RENEWED, RenewalStage.RENEWED_EXPANDED, RenewalStage.RENEWED_PARTIAL)
_after = accepts.amount("What a line is worth a year from now on")


def refuse_successor(renewal: Renewal, successor: Contract | None, *, stage: str, on: date) -> None:
    """Raise InputRefused or MoveRefused unless this contract, signed on that day, can be the outcome."""
    if stage in SIGNED_STAGES and on > last_day(renewal.term_end):
        raise MoveRefused(
            f"Signed more than {LATE_WINDOW_DAYS} days after the term it is no renewal: record the loss; the "
            "new contract counts as a new start.",
            field="on",
        )
    if successor is None:
        return
    decided = {renewal.contract_id, *renewal.parts.values_list("contract_id", flat=True)}
    if successor.account_id != renewal.account_id or successor.pk in decided:
        raise accepts.InputRefused(
            "The following contract is not another one of this account.", field="successor"
        )
    if successor.state == ContractState.DRAFT:
        raise accepts.InputRefused("The following contract is a draft; activate it first.", field="successor")
    is_short = fits_a_bridge(successor.term_start, successor.term_end)
    if stage == RenewalStage.EXTENDED_SHORT and not is_short:
        raise MoveRefused(f"A short extension is at most {BRIDGE_MONTHS} months long.", field="successor")


def results_of(
    row: Renewal, stage: str, successor: Contract | None, given: Mapping[int, Decimal]
) -> list[Result]:
    """Each ending line before and after. Raises MoveRefused when amounts contradict the outcome."""
    if stage in WITHOUT_LINES:
        return []
    ending = lines_decided(row)
    unknown = set(given) - {line.pk for line, _ in ending}
    if unknown:
        raise accepts.InputRefused("A line that does not end here cannot be decided on here.", field="lines")
    if stage == RenewalStage.LOST:
        return as_given(ending, {}, otherwise=ZERO)
    if successor is not None and successor.currency == row.currency:
        following = list(successor.lines.select_related("contract").order_by("id"))
        return recognised(ending, following, _first_day(successor, following))
    after = {line: _after(amount, "lines") for line, amount in given.items()}
    results = as_given(ending, after)
    if successor is None:
        _refuse_contradiction(row, stage, results, is_said=bool(given))
    return results


def lines_decided(row: Renewal) -> list[tuple[ContractLine, date]]:
    """The lines an outcome is about: those that end, or for a right to leave those that run on its day.

    What is decided together with it is among them.
    """
    parts = row.parts.select_related("contract").order_by("term_end", "id")
    return [(line, end.term_end) for end in (row, *parts) for line in _lines_of(end)]


def _lines_of(row: Renewal) -> list[ContractLine]:
    lines = list(row.contract.lines.select_related("contract", "product").order_by("id"))
    if row.is_break:
        return [line for line in lines if arr_of_line(line, row.term_end)]
    return lines_ending(row.term_end, row.contract.term_end, lines)


def _refuse_contradiction(row: Renewal, stage: str, results: Sequence[Result], *, is_said: bool) -> None:
    after = total_after(results)
    if stage == RenewalStage.RENEWED_PARTIAL and not ZERO < after < row.atr:
        raise MoveRefused(
            "In part: say for each line what it is worth from now on, less than before in all.", field="lines"
        )
    if stage == RenewalStage.RENEWED_EXPANDED and is_said and after <= row.atr:
        raise MoveRefused("These lines together are not worth more than before.", field="lines")
    if stage in (RenewalStage.RENEWED, RenewalStage.AUTO_RENEWED) and after != row.atr:
        raise MoveRefused(
            "These lines together are not worth what they were: larger, or in part?", field="lines"
        )


def renewed_amount(
    row: Renewal, stage: str, successor: Contract | None, results: Sequence[Result]
) -> Decimal | None:
    """A year's amount that was renewed, in the renewal's currency; None while nobody knows."""
    if stage == RenewalStage.LOST:
        return ZERO
    if successor is not None:
        if successor.currency != row.currency:
            return None
        following = list(successor.lines.select_related("contract").order_by("id"))
        return arr_on(following, _first_day(successor, following))
    if stage == RenewalStage.RENEWED_EXPANDED and total_after(results) <= row.atr:
        return None
    return None if stage in WITHOUT_LINES else total_after(results) if results else row.atr


def _first_day(successor: Contract, lines: Sequence[ContractLine]) -> date:
    return max([successor.term_start, *(line.start_on for line in lines[:1])])
