"""What a contract that follows another makes of its renewals (docs/methods.md, Renewals)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from accounts.arr import ZERO, arr_on

from .books import FOLLOWED_BY, Book, lost_its_successor
from .changes import Changes
from .line_results import Result, recognised, shared_out
from .models import Renewal, RenewalStage
from .term_ends import lines_ending, outcome_of
from .timeliness import LATE_WINDOW_DAYS, is_bridge, last_day

FOLLOWER_GONE = "The contract that followed is gone"


def resolve_by_successor(book: Book, changes: Changes, on: date) -> None:
    """A successor in force is the outcome: of what is open, and of what ended before Keel knew."""
    successor = book.successor
    if successor is None:
        return
    closed_on = min(successor.signed_on or successor.term_start, on)
    waiting = []
    for renewal in [row for row in book.renewals if not (row.is_closed or row.is_break)]:
        if closed_on > last_day(renewal.term_end):
            changes.close(renewal, RenewalStage.LOST, closed_on, came_back(book))
            renewal.renewed_arr = ZERO
        else:
            waiting.append(renewal)
    available = sum((renewal.atr for renewal in waiting), ZERO)
    renewed = renewed_by(book)
    stage = outcome_of(available, renewed or ZERO, is_comparable=renewed is not None)
    if _only_bridges(book):
        stage = RenewalStage.EXTENDED_SHORT
    for renewal in waiting:
        changes.close(renewal, stage, closed_on, followed_by(book))
        renewal.successor_id = successor.pk
        if stage != RenewalStage.EXTENDED_SHORT:
            changes.results += [(renewal, result) for result in results_of(book, renewal)]
    _share_out(waiting, renewed)
    for renewal in book.renewals:
        if renewal.is_history and renewal.stage == RenewalStage.UNRESOLVED:
            changes.move(renewal, RenewalStage.RENEWED, followed_by(book))
            renewal.successor_id, renewal.close_note = successor.pk, followed_by(book)
            renewal.renewed_arr = renewed


def _only_bridges(book: Book) -> bool:
    """The contract that follows is a short paper after a longer term."""
    contract, successor = book.contract, book.successor
    if successor is None or contract.term_end is None:
        return False
    return is_bridge(contract.term_start, contract.term_end, successor.term_start, successor.term_end)


def _share_out(renewals: Sequence[Renewal], renewed: Decimal | None) -> None:
    """What was renewed over several renewals that one contract follows."""
    if renewed is not None:
        parts = shared_out([renewal.atr for renewal in renewals], renewed)
        for renewal, part in zip(renewals, parts, strict=True):
            renewal.renewed_arr = part


def renewed_by(book: Book) -> Decimal | None:
    """A year's amount of the contract that follows, on its first day; None in another currency."""
    successor = book.successor
    if successor is None or successor.currency != book.contract.currency:
        return None
    return arr_on(book.successor_lines, first_day(book))


def results_by_renewal(book: Book, renewal: Renewal) -> dict[int, list[Result]]:
    """What became of each line that ended, recognised in the contract that follows; by whose end it was.

    Own lines come first, then those of what is decided together with it.
    """
    if renewed_by(book) is None:
        return {}
    ends = [(renewal, book), *((part.renewal, part.book) for part in book.parts.get(renewal.pk, ()))]
    ending = [
        (row.pk, (line, row.term_end))
        for row, its in ends
        for line in lines_ending(row.term_end, its.contract.term_end, its.lines)
    ]
    results = recognised([each for _, each in ending], book.successor_lines, first_day(book))
    found: dict[int, list[Result]] = {}
    for (pk, _), result in zip(ending, results, strict=True):
        found.setdefault(pk, []).append(result)
    return found


def results_of(book: Book, renewal: Renewal) -> list[Result]:
    """The same of all its lines together."""
    return [result for results in results_by_renewal(book, renewal).values() for result in results]


def take_back_without_successor(book: Book, changes: Changes) -> None:
    """The contract that had closed a renewal is gone (its import was undone): so is that outcome."""
    for renewal in book.renewals:
        if not lost_its_successor(renewal):
            continue
        if renewal.is_history:
            changes.move(renewal, RenewalStage.UNRESOLVED, FOLLOWER_GONE)
        else:
            changes.move(renewal, book.stage_before.get(renewal.pk, RenewalStage.SCHEDULED), FOLLOWER_GONE)
            changes.undone.append(renewal)
            renewal.closed_on = None
        renewal.close_note, renewal.renewed_arr = "", None


def first_day(book: Book) -> date:
    """The day from which the contract that follows is in force."""
    first = book.successor.term_start if book.successor else book.contract.term_start
    return max([first, *(line.start_on for line in book.successor_lines[:1])])


def followed_by(book: Book) -> str:
    return f"{FOLLOWED_BY}{book.successor.reference}" if book.successor else ""


def came_back(book: Book) -> str:
    """The note of a loss after which the customer came back too late for a renewal."""
    reference = book.successor.reference if book.successor else ""
    return f"{reference} was signed more than {LATE_WINDOW_DAYS} days after the term: a new start"
