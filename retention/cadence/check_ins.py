"""Making the check-in rows of some accounts true, by the smallest change that does it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter

from accounts.derived import set_derived, set_derived_dates
from accounts.models import Account

from .calendars import CalendarsOf, WorkingDays
from .derivation import Wanted, check_ins_of
from .facts import AccountFacts, Rules, facts_of
from .models import CheckIn
from .spreading import spread_newcomers

COLUMNS = tuple(column.name for column in fields(Wanted))
_values = attrgetter(*COLUMNS)
CHANGING = [column for column in COLUMNS if column != "contact_id"]
ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be: a row (``contact_id`` None: of the account) or a column."""

    account_id: int
    contact_id: int | None
    stored: tuple[object, ...] | None
    wanted: tuple[object, ...] | None


@dataclass(slots=True)
class Changes:
    """What to write so that the rows say what they should."""

    add: list[CheckIn]
    change: list[CheckIn]
    drop: list[int]
    next_on: dict[int, date | None]
    found: list[Difference]


def refresh(account_ids: Collection[int], *, at: datetime, after_import: bool = False) -> int:
    """Make the check-ins of these accounts true as of *at* and return how many rows changed.

    Runs inside the caller's transaction and locks the accounts in id order, so that two writers of one
    account follow each other. ``after_import`` spreads what an import brought overdue.
    """
    ids = sorted(account_ids)
    list(
        Account.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True, of=("self",))
        .values_list("id", flat=True)
    )  # fmt: skip
    facts, rules = facts_of(ids, at=at), Rules.now()
    days = CalendarsOf(facts)
    if after_import and spread_newcomers(facts, rules, days, at=at):
        facts = facts_of(ids, at=at)
    changes = compare(facts, rules, days, at=at)
    _write(changes)
    return len(changes.found)


def compare(facts: Sequence[AccountFacts], rules: Rules, days: WorkingDays, *, at: datetime) -> Changes:
    """What differs between the rows that stand and those the facts ask for."""
    stored = _stored([account.id for account in facts])
    changes = Changes([], [], [], {}, [])
    for account in facts:
        wanted = [row for _, row in check_ins_of(account, rules, days, at=at)]
        _compare_account(account, wanted, stored.get(account.id, {}), changes)
    return changes


def _compare_account(
    account: AccountFacts,
    wanted: Iterable[Wanted],
    stored: dict[int | None, tuple[int, tuple[object, ...]]],
    changes: Changes,
) -> None:
    shown: list[date] = []
    for row in wanted:
        shown.append(row.shown_on)
        values = _values(row)
        row_id, old = stored.pop(row.contact_id, (None, None))
        if old == values:
            continue
        made = CheckIn(id=row_id, account_id=account.id, **dict(zip(COLUMNS, values, strict=True)))
        (changes.add if row_id is None else changes.change).append(made)
        changes.found.append(Difference(account.id, row.contact_id, old, values))
    for contact_id, (row_id, old) in stored.items():
        changes.drop.append(row_id)
        changes.found.append(Difference(account.id, contact_id, old, None))
    next_on = min(shown, default=None)
    if next_on != account.next_check_in_on:
        changes.next_on[account.id] = next_on
        changes.found.append(Difference(account.id, None, (account.next_check_in_on,), (next_on,)))


def _stored(account_ids: Sequence[int]) -> dict[int, dict[int | None, tuple[int, tuple[object, ...]]]]:
    found: dict[int, dict[int | None, tuple[int, tuple[object, ...]]]] = {}
    rows = CheckIn.objects.filter(account_id__in=account_ids).values_list("account_id", "id", *COLUMNS)
    for account_id, row_id, *values in rows.order_by():
        found.setdefault(account_id, {})[values[0]] = (row_id, tuple(values))
    return found


def _write(changes: Changes) -> None:
    if changes.drop:
        CheckIn.objects.filter(id__in=changes.drop).delete()
    if changes.add:
        CheckIn.objects.bulk_create(changes.add, batch_size=ROWS_AT_ONCE)
    if changes.change:
        CheckIn.objects.bulk_create(
            changes.change,
            batch_size=ROWS_AT_ONCE,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=CHANGING,
        )
    if len(changes.next_on) == 1:
        account_id, day = next(iter(changes.next_on.items()))
        set_derived(account_id, next_check_in_on=day)
    elif changes.next_on:
        set_derived_dates("next_check_in_on", changes.next_on)
