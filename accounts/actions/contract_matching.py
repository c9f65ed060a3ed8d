"""Contracts that another system keeps: what it says again changes nothing, what it says anew is an edit."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from retention.lib.errors import DomainError
from retention.team.models import User

from .. import papers
from ..choices import ContractState
from ..lines import LINE_FIELDS, LineInput, line_row
from ..models import Contract, ContractLine
from .contracts import activate_contract, edit_contract, replace_lines

REFERENCES = ("product", "org_unit")


class LinesInForce(DomainError):
    """Lines of a contract in force are changed one by one, each from a day on."""


@transaction.atomic
def match_contract(
    *,
    contract: Contract,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    lines: Sequence[LineInput] | None = None,
    activate: bool = False,
    correction: str = "",
) -> Contract:
    """Bring a contract to what another system says of it; a draft also to its lines, and into force.

    An end that the contract has renewed past by itself is not a change. Raises like edit_contract,
    replace_lines and activate_contract, and LinesInForce.
    """
    said = dict(changes)
    if _is_rolled_over(contract, said):
        lines = [_moved(line, said["term_end"], contract.term_end) for line in lines] if lines else lines
        del said["term_end"]
    row = edit_contract(
        contract=contract, changes=said, by=by, at=at, expected_version=None, correction=correction
    )
    if lines is not None and not _are_the_lines(row, lines):
        if row.state != ContractState.DRAFT:
            raise LinesInForce(
                f"{row.reference} is in force: change its lines one by one, each from a day on.",
                field="lines",
            )
        row = replace_lines(contract=row, lines=lines, by=by, at=at)
    if activate and row.state == ContractState.DRAFT:
        row = activate_contract(contract=row, by=by, at=at, correction=correction)
    return row


def _is_rolled_over(contract: Contract, said: Mapping[str, Any]) -> bool:
    """True when the end that is said, renewed by itself term after term, is the end the contract has."""
    told, end = said.get("term_end"), contract.term_end
    if not isinstance(told, date) or end is None or told >= end or not contract.auto_renew:
        return False
    if not said.get("auto_renew", True) or told < contract.term_start:
        return False
    return papers.rolled_over_end(papers.as_changed(contract, {"term_end": told}), end) == end


def _moved(line: LineInput, told: date, end: date | None) -> LineInput:
    """The line, when it ended with the term, ending with the term as it is now."""
    return replace(line, end_on=end) if line.end_on == told else line


def _are_the_lines(contract: Contract, lines: Sequence[LineInput]) -> bool:
    """True when the contract has exactly these lines. Raises InputRefused for one that cannot be."""
    wanted = Counter(_words(line_row(contract, line, place)) for place, line in enumerate(lines))
    return wanted == Counter(_as_agreed(list(contract.lines.order_by("id"))))


def _as_agreed(lines: list[ContractLine]) -> Iterator[tuple[Any, ...]]:
    """Lines as they were said: agreed price rises, which are lines of their own, belong to their first."""
    by_id = {line.pk: line for line in lines}
    steps = {line.superseded_by_id for line in lines if _rises(line, by_id)}
    for line in lines:
        if line.pk not in steps:
            last = line
            while _rises(last, by_id):
                last = by_id[last.superseded_by_id or 0]
            line.end_on = last.end_on
            yield _words(line)


def _rises(line: ContractLine, by_id: Mapping[int, ContractLine]) -> bool:
    """True when what follows the line is its next agreed price."""
    following = by_id.get(line.superseded_by_id or 0)
    return following is not None and following.start_on == line.escalator_on


def _words(line: ContractLine) -> tuple[Any, ...]:
    return tuple(getattr(line, f"{name}_id" if name in REFERENCES else name) for name in LINE_FIELDS)
