"""Rights to leave a running term: each is decided on like a term's end (docs/methods.md, Renewals).

Works on a Book in memory and writes nothing.
"""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal

from accounts.choices import ContractState
from accounts.models import BreakOption
from retention.lib.business_days import Calendar

from .books import Book
from .changes import Changes
from .choices import RenewalKind
from .decisions import apply_decision, decision_for, terms_of_break
from .models import Renewal, RenewalStage, VoidReason
from .notice import Decision
from .term_ends import breaks_of

RUNS_ON = "Nobody left: the contract runs on"


def option_of(book: Book, renewal: Renewal) -> BreakOption | None:
    """The right to leave that a renewal decides on; none for a term's end."""
    if not renewal.is_break:
        return None
    return next((option for option in book.breaks if option.on == renewal.term_end), None)


def decision_on(book: Book, renewal: Renewal, calendar: Calendar) -> Decision:
    """The decision on a renewal, by the clause that holds for it."""
    option = option_of(book, renewal)
    if option is not None:
        option.contract = book.contract
    terms = terms_of_break(option) if option else None
    return decision_for(book.contract, renewal.term_end, calendar, terms=terms)


def follow_breaks(
    book: Book, ends: Collection[date], changes: Changes, calendar: Calendar, *, on: date
) -> dict[date, Decimal]:
    """Open what is to be decided, close what has passed, void what is gone; return what each is about.

    Where the right was used, the term ends on that day now.
    """
    days = breaks_of([option.on for option in _standing(book)], book.lines)
    _close(book, days, ends, changes, on)
    known = {row.term_end for row in book.renewals if row.stage != RenewalStage.VOID}
    voided = {row.term_end for row in book.renewals if _stays_void(row)}
    for day in sorted(set(days) - known - voided - set(ends)):
        if day >= on:
            changes.opened.append(_new(book, day, days[day], calendar))
    return days


def _standing(book: Book) -> list[BreakOption]:
    """Breaks of a contract in force that nothing has followed yet, inside its term."""
    contract = book.contract
    if contract.is_history or contract.state != ContractState.ACTIVE or book.successor is not None:
        return []
    return [option for option in book.breaks if contract.term_end is None or option.on < contract.term_end]


def _close(book: Book, days: dict[date, Decimal], ends: Collection[date], changes: Changes, on: date) -> None:
    for renewal in [row for row in book.renewals if row.is_break and not row.is_closed]:
        day = renewal.term_end
        if day in ends:
            renewal.kind = RenewalKind.TERM_END
        elif day not in days:
            renewal.void_reason = VoidReason.SUPERSEDED
            changes.close(renewal, RenewalStage.VOID, on, str(VoidReason.SUPERSEDED.label))
        elif day < on:
            renewal.renewed_arr = renewal.atr
            changes.close(renewal, RenewalStage.AUTO_RENEWED, day + timedelta(days=1), RUNS_ON)


def _stays_void(renewal: Renewal) -> bool:
    return renewal.stage == RenewalStage.VOID and renewal.void_reason != VoidReason.SUPERSEDED


def _new(book: Book, day: date, available: Decimal, calendar: Calendar) -> Renewal:
    contract = book.contract
    renewal = Renewal(
        account_id=contract.account_id, contract=contract, kind=RenewalKind.BREAK_OPTION, term_end=day,
        atr=available, currency=contract.currency,
    )  # fmt: skip
    apply_decision(renewal, decision_on(book, renewal, calendar))
    return renewal
