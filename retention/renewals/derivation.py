"""What the renewals of a contract should be, from the contract alone (docs/methods.md, Renewals).

Works on a Book in memory and writes nothing. The same function serves an activation, an amendment, an
import, the ticker and the rebuild, so that doing it again changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from accounts.choices import ContractState
from retention.lib.business_days import Calendar

from .books import COME_AND_GO, Book
from .breaks import decision_on, follow_breaks
from .changes import Changes
from .decisions import apply_decision, decision_for
from .joined import available_with, decided_first, stands_alone
from .models import Renewal, RenewalStage, VoidReason
from .succession import followed_by, renewed_by, resolve_by_successor, take_back_without_successor
from .term_ends import ends_of

COLUMNS = (
    "term_end", "renewal_due_on", "notice_deadline", "act_by", "decision_on", "anchor_kind", "atr",
    "currency", "stage", "notice_received_on", "closed_on", "close_note", "void_reason", "successor_id",
    "is_history", "renewed_arr", "kind", "joined_to_id",
)  # fmt: skip
Snapshot = tuple[object, ...]


def derive(
    book: Book,
    calendar: Calendar,
    *,
    on: date,
    before: Mapping[int, Snapshot],
    alone: Sequence[Renewal] = (),
) -> Changes:
    """Bring the renewals of *book* in line with its contract, in memory, as of a day.

    ``before`` is what is stored of each; ``alone`` are not decided together with another one any more.
    """
    changes = Changes()
    ends = ends_of(book.contract.term_end, book.lines)
    for renewal in alone:
        changes.move(renewal, *stands_alone(renewal, book))
    _add_up(book, ends)
    if book.successor is not None:
        resolve_by_successor(book, changes, on)
    else:
        take_back_without_successor(book, changes)
    _renew_by_themselves(book, ends, changes, on)
    breaks = follow_breaks(book, ends, changes, calendar, on=on)
    missing = _follow_the_term(book, ends, changes, on)
    for day in missing:
        changes.opened.append(_new(book, day, ends[day], calendar))
    book.renewals.extend(changes.opened)
    for renewal in _open(book.renewals):
        _recompute(book, renewal, {**breaks, **ends}, calendar)
        _stage_by_contract(book, renewal, changes, on)
    for renewal in book.carried:
        _recompute(book, renewal, ends, calendar)
    changes.changed = [row for row in book.renewals if row.pk and before[row.pk] != snapshot(row)]
    return changes


def snapshot(renewal: Renewal) -> Snapshot:
    """The columns that the contract decides."""
    return tuple(getattr(renewal, column) for column in COLUMNS)


def _open(renewals: Iterable[Renewal]) -> list[Renewal]:
    return [renewal for renewal in renewals if not renewal.is_closed]


def _open_terms(book: Book) -> list[Renewal]:
    """Open renewals of ending terms; rights to leave follow their own rules."""
    return [renewal for renewal in _open(book.renewals) if not renewal.is_break]


def _renew_by_themselves(book: Book, ends: dict[date, Decimal], changes: Changes, on: date) -> None:
    """The term rolled over: what was open for the old end is closed, the new end opens the next one."""
    contract = book.contract
    if not contract.auto_renew or contract.notice_received_on or contract.term_end is None:
        return
    for renewal in _open_terms(book):
        if renewal.term_end not in ends and renewal.term_end < min(on, contract.term_end):
            reason = f"Renewed by itself to {contract.term_end:%-d %B %Y}"
            changes.close(renewal, RenewalStage.AUTO_RENEWED, renewal.renewal_due_on, reason)


def _follow_the_term(book: Book, ends: dict[date, Decimal], changes: Changes, on: date) -> list[date]:
    """Move open renewals to the day their lines end now; void what has none; return days without any."""
    known = {row.term_end for row in book.renewals if not _may_open_again(row)}
    missing = sorted(day for day in ends if day not in known)
    for renewal in _open_terms(book):
        if renewal.term_end in ends:
            continue
        if missing:
            renewal.term_end = missing.pop(0)
        else:
            renewal.void_reason = VoidReason.SUPERSEDED
            changes.close(renewal, RenewalStage.VOID, on, str(VoidReason.SUPERSEDED.label))
    return missing


def _add_up(book: Book, ends: dict[date, Decimal]) -> None:
    """What is decided together counts where it is decided, before anything is closed by it."""
    for renewal in _open_terms(book):
        if renewal.pk in book.parts and renewal.term_end in ends:
            renewal.atr = available_with(ends[renewal.term_end], book.parts[renewal.pk])


def _may_open_again(renewal: Renewal) -> bool:
    """Voided because nothing ended on that day: when something does again, it is needed again."""
    return renewal.stage == RenewalStage.VOID and renewal.void_reason == VoidReason.SUPERSEDED


def _new(book: Book, day: date, available: Decimal, calendar: Calendar) -> Renewal:
    """A renewal for a term's end; closed at once when the term was over before Keel knew of it."""
    contract = book.contract
    renewal = Renewal(
        account_id=contract.account_id,
        contract=contract,
        term_end=day,
        atr=available,
        currency=contract.currency,
    )
    apply_decision(renewal, decision_for(contract, day, calendar))
    over = contract.is_history or contract.state == ContractState.ENDED
    if over or book.successor is not None:
        renewal.is_history = True
        renewal.stage = RenewalStage.RENEWED if book.successor else RenewalStage.UNRESOLVED
        renewal.closed_on = day
        renewal.close_note = followed_by(book)
        renewal.successor_id = book.successor.pk if book.successor else None
        renewal.renewed_arr = renewed_by(book)
    return renewal


def _recompute(book: Book, renewal: Renewal, ends: dict[date, Decimal], calendar: Calendar) -> None:
    parts = book.parts.get(renewal.pk, ())
    if renewal.term_end in ends:
        renewal.atr = available_with(ends[renewal.term_end], parts)
    renewal.currency = book.contract.currency
    renewal.notice_received_on = book.contract.notice_received_on
    apply_decision(renewal, decision_on(book, renewal, calendar))
    renewal.decision_on = decided_first(parts, renewal.decision_on, calendar)


def _stage_by_contract(book: Book, renewal: Renewal, changes: Changes, on: date) -> None:
    """Notice, and silence past the deadline, put a renewal into a stage; taking them back takes it out."""
    notice = book.contract.notice_received_on
    silent = renewal.renews_by_itself and renewal.notice_deadline is not None and renewal.notice_deadline < on
    if notice is not None and renewal.is_noticed:
        wanted, reason = RenewalStage.NOTICE_RECEIVED.value, f"Notice received on {notice:%-d %B %Y}"
    elif silent:
        wanted, reason = RenewalStage.AUTO_RENEWING.value, "The notice deadline passed without notice"
    elif renewal.stage in COME_AND_GO:
        wanted = book.stage_before.get(renewal.pk, RenewalStage.SCHEDULED.value)
        reason = "Notice taken back" if renewal.stage == RenewalStage.NOTICE_RECEIVED else "Terms changed"
    else:
        return
    if renewal.stage != wanted:
        changes.move(renewal, wanted, reason)
