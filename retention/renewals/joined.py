"""Several ends of an account decided as one renewal (docs/methods.md, Decided together).

Works on Books in memory and writes nothing. The ends stay what their contracts make of them; only the
decision, and the amount that is decided on, are one.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from accounts.arr import ZERO
from accounts.models import Contract
from retention.lib.business_days import Calendar

from .books import Book, Part
from .choices import RenewalStage
from .decisions import decision_for
from .line_results import total_after
from .models import Renewal
from .succession import results_by_renewal
from .term_ends import ends_of

CalendarOf = Callable[[Contract], Calendar]
ALONE_AGAIN = "Decided by itself again: its contract, or the other one, went its own way"


def find_alone(books: Sequence[Book], calendar_of: CalendarOf, *, on: date) -> dict[int, list[Renewal]]:
    """Take apart what is not decided together any more; return what stands alone again, by contract.

    An end that moved takes its renewal along.
    """
    alone: dict[int, list[Renewal]] = {}
    for book in books:
        _follow(book)
    for book in books:
        rows = {row.pk: row for row in book.renewals}
        for pk, parts in book.parts.items():
            calendar = calendar_of(book.contract)
            for part in _leaving(rows[pk], book, parts, calendar, on):
                parts.remove(part)
                part.book.carried.remove(part.renewal)
                alone.setdefault(part.book.contract.pk, []).append(part.renewal)
    return alone


def available_with(own: Decimal, parts: Sequence[Part]) -> Decimal:
    """What is decided on: the renewal's own amount and those of its parts."""
    return own + sum((_available(part) for part in parts), ZERO)


def decided_first(parts: Sequence[Part], own: date, calendar: Calendar) -> date:
    """The earliest day by which one of them must be decided."""
    days = (decision_for(part.book.contract, part.renewal.term_end, calendar) for part in parts)
    return min([own, *(decision.decision_on for decision in days)])


def _available(part: Part) -> Decimal:
    ends = ends_of(part.book.contract.term_end, part.book.lines)
    return ends.get(part.renewal.term_end, part.renewal.atr)


def _leaving(row: Renewal, book: Book, parts: Sequence[Part], calendar: Calendar, on: date) -> list[Part]:
    """The parts that are decided by themselves from now on."""
    if _goes_its_own_way(row, book, calendar, on):
        return list(parts)
    taken_over = _taken_over(row, book, parts) if book.successor else {part.renewal.pk for part in parts}
    return [
        part
        for part in parts
        if part.renewal.pk not in taken_over
        or part.book.successor is not None
        or part.book.contract.currency != book.contract.currency
        or part.renewal.account_id != row.account_id
        or _goes_its_own_way(part.renewal, part.book, calendar, on)
    ]


def _follow(book: Book) -> None:
    """Where an end of the contract moved, the renewal that is decided together with another one moves too."""
    ends = ends_of(book.contract.term_end, book.lines)
    together = [*book.carried, *(row for row in book.renewals if row.pk in book.parts)]
    for row in together:
        free = sorted(set(ends) - {other.term_end for other in book.renewals})
        if row.term_end not in ends and free:
            row.term_end = free[0]


def _goes_its_own_way(row: Renewal, book: Book, calendar: Calendar, on: date) -> bool:
    """Notice came, nothing ends on its day any more, or it renews by itself and its deadline has passed."""
    contract = book.contract
    if contract.notice_received_on is not None or row.term_end not in ends_of(contract.term_end, book.lines):
        return True
    if not contract.auto_renew or row.term_end != contract.term_end:
        return False
    deadline = decision_for(contract, row.term_end, calendar).notice_deadline
    return deadline is not None and deadline < on


def _taken_over(row: Renewal, book: Book, parts: Sequence[Part]) -> set[int]:
    """The parts of which the contract that follows takes over at least one line."""
    results = results_by_renewal(book, row)
    return {part.renewal.pk for part in parts if total_after(results.get(part.renewal.pk, []))}


def stands_alone(renewal: Renewal, book: Book) -> tuple[str, str]:
    """Open a part again, in memory; return the stage it had before and the reason."""
    stage = book.stage_before.get(renewal.pk, RenewalStage.SCHEDULED.value)
    renewal.joined_to_id, renewal.closed_on, renewal.void_reason = None, None, ""
    renewal.close_note = ""
    return stage, ALONE_AGAIN
