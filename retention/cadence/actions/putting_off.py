"""Putting check-ins off, and taking that back: snooze, skip, undo (docs/methods.md, Snooze, skip, pause)."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.texts import clean_text
from retention.lib.zones import local_day
from retention.team.models import User

from ..announced import CheckInPutOff
from ..check_ins import refresh
from ..deferrals import SkipRefused, SnoozeRefused, check_skip, check_snooze
from ..models import CheckIn, CheckInState, Deferral, DeferralKind
from ..words import day_text

LONGEST_REASON = 200


class NoLongerDue(DomainError):
    """The check-in is gone: the person left, the account is dormant, or the rule was taken away."""


class AlreadyUndone(DomainError):
    """Somebody took this back before."""


class ReasonMissing(DomainError):
    """Putting something off needs a reason."""


@transaction.atomic
def snooze_check_in(*, check_in: CheckIn, until: date, reason: str, by: User, at: datetime) -> Deferral:
    """Show a check-in again on a later day; its original due date stays.

    At most half the interval (30 days) after it is due, twice in a row. Raises PermissionDenied,
    NoLongerDue, ReasonMissing, TextRefused, SnoozeRefused.
    """
    account, row = _standing(check_in, by, SnoozeRefused)
    text = _reason(reason)
    in_a_row = Deferral.objects.filter(
        account=account,
        contact=row.contact,
        kind=DeferralKind.SNOOZE,
        anchor_on=row.anchor_on,
        undone_at__isnull=True,
    ).count()
    today = local_day(at, by.time_zone)
    check_snooze(until, due_on=row.due_on, interval_days=row.interval_days, in_a_row=in_a_row, on=today)
    story = f"Snoozed the check-in with {_whom(row)} until {day_text(until)}: {text}"
    return _put_off(account, row, DeferralKind.SNOOZE, until, text, story, by=by, at=at)


@transaction.atomic
def skip_check_in(*, check_in: CheckIn, reason: str, by: User, at: datetime) -> Deferral:
    """Not needed this time: the next one is due an interval later, counted from its day or from today.

    At most every other slot. Raises PermissionDenied, NoLongerDue, ReasonMissing, TextRefused, SkipRefused.
    """
    account, row = _standing(check_in, by, SkipRefused)
    text = _reason(reason)
    check_skip(previous_was_skipped=row.after_skip)
    until = max(row.due_on, local_day(at, by.time_zone))
    story = f"Skipped the check-in with {_whom(row)} that was due on {day_text(row.due_on)}: {text}"
    return _put_off(account, row, DeferralKind.SKIP, until, text, story, by=by, at=at)


@transaction.atomic
def undo_deferral(*, deferral: Deferral, by: User, at: datetime) -> Deferral:
    """Take a snooze, a skip or a spread back: the check-in stands as if it had never been put off.

    Raises PermissionDenied, AlreadyUndone.
    """
    account = editable_account(deferral.account_id, by)
    row = Deferral.objects.select_related("contact__person").get(pk=deferral.pk)
    if row.undone_at is not None:
        raise AlreadyUndone("This was taken back already.")
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    refresh([account.pk], at=at)
    whom = row.contact.name if row.contact else account.name
    story = f"Took back: check-in with {whom} {row.get_kind_display().lower()}"
    _tell(account, row, "check_in_deferral_undone", story, by=by, at=at)
    return row


def _standing(check_in: CheckIn, by: User, refusal: type[DomainError]) -> tuple[Account, CheckIn]:
    """The account, locked, and the check-in as it stands now; a paused one cannot be put off."""
    account = editable_account(check_in.account_id, by)
    row = (
        CheckIn.objects.select_related("contact__person", "account")
        .filter(account=account, contact=check_in.contact)
        .first()
    )
    if row is None:
        raise NoLongerDue("This check-in is no longer planned.")
    if row.state == CheckInState.PAUSED:
        raise refusal(f"{_whom(row)} is paused already; nothing is due before {day_text(row.due_on)}.")
    return account, row


def _reason(reason: str) -> str:
    text = clean_text(reason, max_length=LONGEST_REASON, field="reason", label="The reason", many_lines=False)
    if not text:
        raise ReasonMissing("Say why, in a few words.", field="reason")
    return text


def _whom(row: CheckIn) -> str:
    return row.contact.name if row.contact else row.account.name


def _put_off(
    account: Account, row: CheckIn, kind: str, until: date, reason: str, story: str, *, by: User, at: datetime
) -> Deferral:
    deferral = Deferral.objects.create(
        account=account, contact_id=row.contact_id, kind=kind, anchor_on=row.anchor_on, due_on=row.due_on,
        until=until, reason=reason, by=by, at=at,
    )  # fmt: skip
    refresh([account.pk], at=at)
    kind_of_story = "check_in_snoozed" if kind == DeferralKind.SNOOZE else "check_in_skipped"
    _tell(account, deferral, kind_of_story, story, by=by, at=at)
    return deferral


def _tell(account: Account, deferral: Deferral, kind: str, story: str, *, by: User, at: datetime) -> None:
    record(account, kind, story, by=by, at=at, subject=("deferral", deferral.pk))
    announce(CheckInPutOff(deferral_id=deferral.pk, account_id=account.pk, by_id=by.pk, at=at))


__all__ = [
    "AlreadyUndone",
    "NoLongerDue",
    "ReasonMissing",
    "SkipRefused",
    "SnoozeRefused",
    "skip_check_in",
    "snooze_check_in",
    "undo_deferral",
]
