"""What the ledgers of some accounts follow from, read in a handful of statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q

from .choices import ContractState
from .models import AccountMerger, ContractLine, LineSuspension
from .placed import BookedLine, Holding, HoldingParts, clipped, worth_by_currency

Span = tuple[int, date | None, date | None]
"""An account, and the first and last day on which a contract was its own; None is open."""


def holdings_of(account_ids: Collection[int]) -> dict[int, Holding]:
    """Lines of contracts that are in force or were, by account, with suspensions and what was merged."""
    wanted = set(account_ids)
    moves = _moves(wanted)
    ours = Q(contract__account_id__in=wanted) | Q(contract_id__in=list(moves))
    rows = ContractLine.objects.filter(ours, is_recurring=True).exclude(contract__state=ContractState.DRAFT)
    lines = list(rows.select_related("contract").order_by("id"))
    pauses = {row.line_id: row for row in LineSuspension.objects.filter(line__in=[line.pk for line in lines])}
    parts: dict[int, HoldingParts] = defaultdict(HoldingParts)
    for line in lines:
        spans = spans_of(line.contract.account_id, moves.get(line.contract_id, ()))
        for account_id, first, last in spans:
            part = clipped(line, first, last) if account_id in wanted else None
            if part is not None:
                parts[account_id].lines.append(part)
                if line.pk in pauses and (last is None or pauses[line.pk].starts_on <= last):
                    parts[account_id].pauses.append(pauses[line.pk])
        _note_moves(parts, line, spans, wanted)
    return {account_id: part.whole() for account_id, part in parts.items()}


def spans_of(account_id: int, moves: Sequence[AccountMerger]) -> list[Span]:
    """Whose a contract was when: of each merged account until its merger, then of who holds it now."""
    spans: list[Span] = []
    first: date | None = None
    for move in moves:
        spans.append((move.merged_id, first, move.on - timedelta(days=1)))
        first = move.on
    return [*spans, (account_id, first, None)]


def _moves(account_ids: Collection[int]) -> dict[int, list[AccountMerger]]:
    """The mergers that moved contracts into or out of these accounts, by contract, the first one first."""
    touched = AccountMerger.objects.standing().filter(Q(merged__in=account_ids) | Q(survivor__in=account_ids))
    through = AccountMerger.contracts.through.objects
    contracts = set(through.filter(accountmerger__in=touched).values_list("contract_id", flat=True))
    moves: dict[int, list[AccountMerger]] = defaultdict(list)
    if contracts:
        rows = through.filter(contract_id__in=contracts, accountmerger__undone_at__isnull=True)
        rows = rows.select_related("accountmerger")
        for row in rows.order_by("accountmerger__on", "accountmerger_id"):
            moves[row.contract_id].append(row.accountmerger)
    return moves


def _note_moves(
    parts: dict[int, HoldingParts], line: BookedLine, spans: Sequence[Span], wanted: Collection[int]
) -> None:
    """What the line carried when its contract went over, out of one account and into the next."""
    for (older, _first, last), (newer, *_rest) in pairwise(spans):
        if last is None:
            continue
        worth = worth_by_currency([line], last)
        for account_id, sign in ((older, -1), (newer, 1)):
            if account_id in wanted and worth:
                parts[account_id].move(last + timedelta(days=1), worth, sign)
