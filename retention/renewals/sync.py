"""Making the renewals of some contracts true, with their reminders and the account's next decision date."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime

from django.db.models import Min

from accounts.announced import DecisionDatesMoved
from accounts.derived import set_derived_dates
from accounts.models import Account, Contract
from accounts.timeline import record
from retention.lib.facts import announce
from retention.lib.many_rows import change_rows
from retention.reminders.actions import plan_many
from retention.reminders.models import Reminder
from retention.team.calendars import Calendars
from retention.team.models import User

from .announced import RenewalMoved
from .books import Book, books_of, with_neighbours
from .changes import Changes
from .decisions import calendar_for
from .derivation import COLUMNS, derive, snapshot
from .estimates import refresh_estimates
from .joined import find_alone
from .ladder_rows import KIND, plan_of
from .line_outcomes import keep_results
from .models import CLOSED_STAGES, LineOutcome, LossReason, Renewal, RenewalStage, StageChange


def engine_day(at: datetime) -> date:
    """The day on which what follows from the calendar is decided: the UTC day, as for the ledger."""
    return at.astimezone(UTC).date()


def sync_contracts(contract_ids: Collection[int], *, by: User, at: datetime, tells_story: bool = True) -> int:
    """Derive the renewals of these contracts, and of those before them; return how many things changed.

    Runs inside the caller's transaction and locks the accounts in id order. ``tells_story`` is False for
    imports and rebuilds: what they open is no event in the account's life.
    """
    ids = with_neighbours(contract_ids)
    account_ids = Contract.objects.filter(id__in=ids).values_list("account_id", flat=True)
    locked = Account.objects.filter(id__in=set(account_ids)).order_by("id")
    accounts = list(locked.select_for_update(no_key=True, of=("self",)).values_list("id", flat=True))
    on, calendars = engine_day(at), Calendars()
    books = books_of(ids)
    found = _derive(books, calendars, on=on)
    _write(found, by=by, at=at)
    _plan(books, calendars, on=on, at=at, by=by)
    if tells_story:
        _tell(found, by=by, at=at)
    moved = refresh_decision_dates(accounts, by=by, at=at) + refresh_estimates(accounts)
    return moved + sum(len(changes.opened) + len(changes.changed) for changes in found)


def _derive(books: Sequence[Book], calendars: Calendars, *, on: date) -> list[Changes]:
    """What is to be written for each contract, once it is clear what is still decided together."""
    before = {row.pk: snapshot(row) for book in books for row in book.renewals}
    alone = find_alone(books, lambda contract: calendar_for(contract, calendars), on=on)
    return [
        derive(
            book,
            calendar_for(book.contract, calendars),
            on=on,
            before=before,
            alone=alone.get(book.contract.pk, ()),
        )
        for book in books
    ]


def refresh_decision_dates(account_ids: Sequence[int], *, by: User, at: datetime) -> int:
    """Make the accounts' earliest open decision true; return how many were wrong.

    What renews by itself is decided and does not count.
    """
    undecided = Renewal.objects.open().exclude(stage=RenewalStage.AUTO_RENEWING)
    rows = (
        undecided.filter(account_id__in=account_ids).values("account_id").annotate(first=Min("decision_on"))
    )
    first = {row["account_id"]: row["first"] for row in rows.order_by()}
    stored = Account.objects.filter(id__in=account_ids).values_list("id", "next_decision_on")
    wrong = {account_id: first.get(account_id) for account_id, day in stored if day != first.get(account_id)}
    if wrong:
        set_derived_dates("next_decision_on", wrong)
        announce(DecisionDatesMoved(account_ids=tuple(sorted(wrong)), by_id=by.pk, at=at))
    return len(wrong)


def _write(found: Iterable[Changes], *, by: User, at: datetime) -> None:
    found = list(found)
    Renewal.objects.bulk_create([row for changes in found for row in changes.opened], batch_size=1000)
    changed = [row for changes in found for row in changes.changed]
    if changed:
        change_rows(Renewal, COLUMNS, [(row.pk, *snapshot(row)) for row in changed])
    _write_lines(found)
    StageChange.objects.bulk_create(
        [
            StageChange(
                renewal=move.renewal,
                before=move.before,
                after=move.after,
                at=at,
                by=by,
                reason=move.reason[:300],
            )
            for changes in found
            for move in changes.moves
        ],
        batch_size=1000,
    )


def _write_lines(found: Iterable[Changes]) -> None:
    """Outcomes of lines that follow from contracts; what fell away takes its lines and reasons with it."""
    undone = [row.pk for changes in found for row in changes.undone]
    if undone:
        LineOutcome.objects.filter(renewal__in=undone).delete()
        LossReason.objects.filter(renewal__in=undone).delete()
    decided = [pair for changes in found for pair in changes.results]
    keep_results(decided)


def _plan(books: Sequence[Book], calendars: Calendars, *, on: date, at: datetime, by: User) -> None:
    """Reminders of what is open; closed renewals that still have some lose them."""
    closed = [row.pk for book in books for row in book.renewals if row.is_closed]
    talking = Reminder.objects.planned().filter(kind=KIND, subject_id__in=closed)
    to_silence = set(talking.values_list("subject_id", flat=True)) if closed else set()
    plans = []
    for book in books:
        calendar = calendar_for(book.contract, calendars)
        concerned = [row for row in book.renewals if not row.is_closed or row.pk in to_silence]
        plans += [plan_of(book, row, calendar, on=on) for row in concerned]
    if plans:
        plan_many(kind=KIND, plans=plans, at=at, by=by)


def _tell(found: Iterable[Changes], *, by: User, at: datetime) -> None:
    for changes in found:
        for row in changes.opened:
            if not row.is_closed:
                text = f"Renewal of {row.contract.reference}: decide by {row.decision_on:%-d %B %Y}"
                _note(row, "renewal_opened", text, by=by, at=at)
        for move in changes.moves:
            kind = "renewal_closed" if move.after in CLOSED_STAGES else "renewal_moved"
            label = RenewalStage(move.after).label
            text = f"Renewal of {move.renewal.contract.reference}: {label}. {move.reason}"
            _note(move.renewal, kind, text, by=by, at=at)


def _note(renewal: Renewal, kind: str, text: str, *, by: User, at: datetime) -> None:
    record(renewal.contract.account, kind, text, by=by, at=at, subject=("renewal", renewal.pk))
    announce(RenewalMoved(renewal_id=renewal.pk, account_id=renewal.account_id, by_id=by.pk, at=at))
