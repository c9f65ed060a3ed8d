"""After an import: what came overdue is spread over one interval, so that no day drowns.

The spread is kept as a fact (a Deferral of kind ``spread``), made once per contact and account when an
import brings it: the day is the import's, moved by a hash of the record's id. The derivation reads it
like a snooze, so that a rebuild finds the same days, and a correction of history loses it by itself.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from retention.lib.business_days import NoBusinessDay
from retention.team.machine import the_machine

from .calendars import WorkingDays
from .derivation import SPREAD, Wanted, check_ins_of
from .facts import AccountFacts, Rules
from .levelling import spread
from .models import CheckIn, Deferral
from .subjects import Subject

NEW_FOR = timedelta(days=1)
REASON = "Came with an import, due already"


def spread_newcomers(
    accounts: Sequence[AccountFacts], rules: Rules, days: WorkingDays, *, at: datetime
) -> int:
    """Hold back every check-in that an import brought and that is due by now, or, with nobody ever spoken to,
    all on one day; return how many.
    """
    on = at.astimezone(UTC).date()
    known: set[tuple[int, int | None]] = {
        (account_id, contact_id)
        for account_id, contact_id in CheckIn.objects.filter(
            account_id__in=[account.id for account in accounts]
        ).values_list("account_id", "contact_id")
    }
    made = [
        _held_back(account, subject, row, days, at=at)
        for account in accounts
        for subject, row in check_ins_of(account, rules, days, at=at)
        if (row.due_on <= on or row.anchor_on is None) and _is_new(account, subject, known, at=at)
    ]
    if made:
        machine = the_machine()
        for deferral in made:
            deferral.by = machine
        Deferral.objects.bulk_create(made)
    return len(made)


def _is_new(
    account: AccountFacts, subject: Subject, known: set[tuple[int, int | None]], *, at: datetime
) -> bool:
    """Came with this import: without a check-in yet, or recorded since yesterday; and never spread before."""
    if any(one.kind == SPREAD for one in subject.put_off):
        return False
    return (account.id, subject.contact_id) not in known or subject.recorded_at > at - NEW_FOR


def _held_back(
    account: AccountFacts, subject: Subject, row: Wanted, days: WorkingDays, *, at: datetime
) -> Deferral:
    first = max(row.due_on, at.astimezone(UTC).date())
    key = f"contact:{subject.contact_id}" if subject.contact_id else f"account:{account.id}"
    try:
        calendar = days.shared(subject.place, account.owner)
        until = spread([key], first=first, interval_days=subject.interval_days, calendar=calendar)[key]
    except NoBusinessDay:  # nobody works within a year: shown at once rather than never
        until = first
    return Deferral(
        account_id=account.id,
        contact_id=subject.contact_id,
        kind=SPREAD,
        anchor_on=row.anchor_on,
        due_on=first,
        until=until,
        reason=REASON,
        at=at,
    )
