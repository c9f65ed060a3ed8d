"""A gap of the people map becomes a check-in, and is taken back (docs/methods.md, Gaps become check-ins)."""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.choices import ContactStatus
from contacts.map_facts import map_of
from contacts.models import Contact
from contacts.people_map.flags import Flag
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.zones import local_day
from retention.team.machine import the_machine
from retention.team.models import User

from ..announced import GapCheckInChanged
from ..check_ins import refresh
from ..gaps import reason_of
from ..gaps_standing import standing_gaps
from ..models import GapCheckIn
from ..subjects import WITHOUT_CHECK_INS
from ..words import day_text
from .putting_off import AlreadyUndone

LATEST_DAYS = 180
_day = accepts.day("The day")


class GapIsGone(DomainError):
    """The map does not show this gap, or shows it no more."""


class GapNeedsAStep(DomainError):
    """Somebody has to be found first: there is nobody to speak with."""


class NoCheckInPossible(DomainError):
    """This person or account has no check-ins now."""


@transaction.atomic
def plan_gap_check_in(
    *,
    account: Account,
    flag: str,
    contact: Contact | None,
    by: User,
    at: datetime,
    due_on: date | None = None,
) -> GapCheckIn:
    """Make the check-in with somebody due, today or on a day, because of a gap the map shows.

    Asking twice for the same gap returns the first. Raises PermissionDenied, GapIsGone, GapNeedsAStep,
    NoCheckInPossible, InputRefused.
    """
    account = editable_account(account.pk, by)
    today = local_day(at, by.time_zone)
    found = _gap(account, flag, contact, by, on=today)
    who = Contact.objects.select_related("person", "account").get(pk=found.key or 0, account=account)
    _refuse_without_check_ins(account, who, on=today)
    day = _day_asked(due_on, today)
    known = GapCheckIn.objects.not_taken_back().filter(account=account, contact=who, flag=found.code).first()
    if known is not None:
        if any(row.pk == known.pk for row in standing_gaps(account.pk, at=at)):
            return known
        _end(known, by=by, at=at)
    row = GapCheckIn.objects.create(
        account=account, contact=who, flag=found.code, reason=reason_of(found), due_on=day,
        is_team_only=found.is_team_only, by=by, at=at,
    )  # fmt: skip
    refresh([account.pk], at=at)
    story = f"Check-in with {who.name} from {day_text(day)}: {row.reason}"
    _tell(row, "gap_check_in_planned", story, by=by, at=at)
    return row


@transaction.atomic
def take_gap_back(*, gap: GapCheckIn, by: User, at: datetime) -> GapCheckIn:
    """The check-in is due by its own rhythm again. Raises PermissionDenied, AlreadyUndone."""
    account = editable_account(gap.account_id, by)
    row = GapCheckIn.objects.select_related("contact__person", "account").get(pk=gap.pk)
    if row.taken_back_at is not None:
        raise AlreadyUndone("This was taken back already.")
    _end(row, by=by, at=at)
    refresh([account.pk], at=at)
    story = f"Taken back: the check-in with {row.contact.name} because of a gap"
    _tell(row, "gap_check_in_taken_back", story, by=by, at=at)
    return row


def take_back_closed_gaps(account_id: int, *, at: datetime) -> int:
    """Take back what the map does not show any more; how many. Runs inside the caller's transaction."""
    worked_on = standing_gaps(account_id, at=at)
    if not worked_on:
        return 0
    machine, account = the_machine(), Account.objects.get(pk=account_id)
    shown = {(flag.code, flag.key) for flag in map_of(account, machine, on=at.astimezone(UTC).date()).flags}
    gone = [row for row in worked_on if (row.flag, row.contact_id) not in shown]
    for row in gone:
        _end(row, by=machine, at=at)
    if gone:
        refresh([account_id], at=at)
    for row in gone:
        story = f"The gap is closed: no check-in with {row.contact.name} because of it"
        _tell(row, "gap_check_in_taken_back", story, by=machine, at=at)
    return len(gone)


def reopen_gaps(account_id: int, *, closed_at: datetime) -> int:
    """Open again what the machine took back at that instant, unless it was planned anew since; how many."""
    rows = GapCheckIn.objects.filter(
        account=account_id, taken_back_by=the_machine(), taken_back_at=closed_at
    ).order_by("id")
    opened = 0
    for row in rows:
        anew = GapCheckIn.objects.not_taken_back().filter(contact=row.contact_id, flag=row.flag)
        if not anew.exists():
            row.taken_back_at = row.taken_back_by = None
            row.save(update_fields=["taken_back_at", "taken_back_by"])
            opened += 1
    return opened


def _gap(account: Account, code: str, contact: Contact | None, by: User, *, on: date) -> Flag:
    key = contact.pk if contact else None
    found = [flag for flag in map_of(account, by, on=on).flags if (flag.code, flag.key) == (code, key)]
    if not found:
        raise GapIsGone("The map does not show this gap now.", field="flag")
    if not found[0].is_talked_over:
        raise GapNeedsAStep("Nobody is known to speak with about this: plan a next step.", field="flag")
    return found[0]


def _refuse_without_check_ins(account: Account, who: Contact, *, on: date) -> None:
    if account.stage in WITHOUT_CHECK_INS:
        stage = account.get_stage_display().lower()
        raise NoCheckInPossible(f"{account.name} is {stage} and has no check-ins.", field="contact")
    if who.status == ContactStatus.ON_LEAVE:
        raise NoCheckInPossible(f"{who.name} is on leave: plan a next step.", field="contact")
    if who.paused_until is not None and who.paused_until > on:
        until = day_text(who.paused_until)
        raise NoCheckInPossible(f"{who.name} asked for no contact before {until}.", field="contact")


def _day_asked(due_on: date | None, today: date) -> date:
    day: date = _day(due_on, "due_on") or today
    if day < today:
        raise accepts.InputRefused("That day has passed.", field="due_on")
    if day > today + timedelta(days=LATEST_DAYS):
        latest = day_text(today + timedelta(days=LATEST_DAYS))
        raise accepts.InputRefused(f"Choose a day up to {latest}: half a year.", field="due_on")
    return day


def _end(row: GapCheckIn, *, by: User, at: datetime) -> None:
    row.taken_back_at, row.taken_back_by = at, by
    row.save(update_fields=["taken_back_at", "taken_back_by"])


def _tell(row: GapCheckIn, kind: str, story: str, *, by: User, at: datetime) -> None:
    record(row.account, kind, story, by=by, at=at, subject=("gap_check_in", row.pk))
    announce(GapCheckInChanged(gap_id=row.pk, account_id=row.account_id, by_id=by.pk, at=at))
