"""What a contract that follows another makes of its renewals (docs/methods.md, Renewals)."""

from datetime import date

from accounts.arr import ZERO, arr_on

from .books import FOLLOWED_BY, Book, lost_its_successor
from .changes import Changes
from .models import RenewalStage
from .term_ends import outcome_of

FOLLOWER_GONE = "The contract that followed is gone"


def resolve_by_successor(book: Book, changes: Changes, on: date) -> None:
    """A successor in force is the outcome: of what is open, and of what ended before Keel knew."""
    successor = book.successor
    if successor is None:
        return
    waiting = [renewal for renewal in book.renewals if not renewal.is_closed]
    available = sum((renewal.atr for renewal in waiting), ZERO)
    renewed = arr_on(book.successor_lines, _first_day(book))
    stage = outcome_of(available, renewed, is_comparable=successor.currency == book.contract.currency)
    for renewal in waiting:
        closed_on = min(successor.signed_on or successor.term_start, on)
        changes.close(renewal, stage, closed_on, followed_by(book))
        renewal.successor_id = successor.pk
    for renewal in book.renewals:
        if renewal.is_history and renewal.stage == RenewalStage.UNRESOLVED:
            changes.move(renewal, RenewalStage.RENEWED, followed_by(book))
            renewal.successor_id, renewal.close_note = successor.pk, followed_by(book)


def take_back_without_successor(book: Book, changes: Changes) -> None:
    """The contract that had closed a renewal is gone (its import was undone): so is that outcome."""
    for renewal in book.renewals:
        if not lost_its_successor(renewal):
            continue
        if renewal.is_history:
            changes.move(renewal, RenewalStage.UNRESOLVED, FOLLOWER_GONE)
        else:
            changes.move(renewal, book.stage_before.get(renewal.pk, RenewalStage.SCHEDULED), FOLLOWER_GONE)
            renewal.closed_on = None
        renewal.close_note = ""


def _first_day(book: Book) -> date:
    first = book.successor.term_start if book.successor else book.contract.term_start
    return max([first, *(line.start_on for line in book.successor_lines[:1])])


def followed_by(book: Book) -> str:
    return f"{FOLLOWED_BY}{book.successor.reference}" if book.successor else ""
