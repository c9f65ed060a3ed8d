"""Making the check-in rows of some accounts true, by the smallest change that does it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from accounts.derived import set_derived, set_derived_dates
from accounts.models import Account

from .calendars import CalendarsOf, WorkingDays
from .derivation import Wanted, check_ins_of
from .facts import AccountFacts, Rules, facts_of
from .rows import COLUMNS, Values, drop_rows, stored_rows, write_changed, write_new
from .spreading import spread_newcomers

_values = attrgetter(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be: a row (``contact_id`` None: of the account) or a column."""

    account_id: int
    contact_id: int | None
    stored: Values | None
    wanted: Values | None


@dataclass(slots=True)
class Changes:
    """What to write so that the rows say what they should."""

    add: list[tuple[int, Values]]
    change: dict[int, Values]
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
    stored = stored_rows([account.id for account in facts])
    changes = Changes([], {}, [], {}, [])
    for account in facts:
        wanted = [row for _, row in check_ins_of(account, rules, days, at=at)]
        _compare_account(account, wanted, stored.get(account.id, {}), changes)
    return changes


def _compare_account(
    account: AccountFacts,
    wanted: Iterable[Wanted],
    stored: dict[int | None, tuple[int, Values]],
    changes: Changes,
) -> None:
    shown: list[date] = []
    for row in wanted:
        shown.append(row.shown_on)
        values = _values(row)
        row_id, old = stored.pop(row.contact_id, (None, None))
        if old == values:
            continue
        if row_id is None:
            changes.add.append((account.id, values))
        else:
            changes.change[row_id] = values
        changes.found.append(Difference(account.id, row.contact_id, old, values))
    for contact_id, (row_id, old) in stored.items():
        changes.drop.append(row_id)
        changes.found.append(Difference(account.id, contact_id, old, None))
    next_on = min(shown, default=None)
    if next_on != account.next_check_in_on:
        changes.next_on[account.id] = next_on
        changes.found.append(Difference(account.id, None, (account.next_check_in_on,), (next_on,)))


def _write(changes: Changes) -> None:
    drop_rows(changes.drop)
    write_new(changes.add)
    write_changed(changes.change)
    if len(changes.next_on) == 1:
        account_id, day = next(iter(changes.next_on.items()))
        set_derived(account_id, next_check_in_on=day)
    elif changes.next_on:
        set_derived_dates("next_check_in_on", changes.next_on)
