"""Telling what is due: reminders become notifications, exactly once however many tickers run.

Every subject is released in a transaction of its own. Its oldest due row is the latch: whoever locks it
releases the subject, others skip it. So two tickers can never tell two rungs of one subject side by side.
"""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min

from retention.lib.ticks import is_stopping

from .clock_guard import may_release, note_release
from .immediate import post_at_once
from .kinds import ReminderKind, kind_named
from .models import Notification, Reminder, ReminderState, Urgency
from .recipients import Recipient, recipients_of
from .wording import LATE_AFTER, worded

logger = logging.getLogger(__name__)

RETRY_AFTER = timedelta(minutes=1)
URGENCY_ORDER = {Urgency.DIGEST: 0, Urgency.TASK: 1, Urgency.IMMEDIATE: 2}


def release_due(at: datetime, limit: int = 500) -> int:
    """Release the due reminders of up to *limit* subjects, the longest due first; how many were told.

    Nothing is released while the clock is in doubt (clock_guard). A subject whose kind breaks is put off
    for a minute with the reason on its rows, and does not stop the others.
    """
    if not may_release(at):
        return 0
    told = 0
    for latch in _latches(at, limit):
        if is_stopping():
            break
        told += _release(latch, at)
    note_release(at)
    return told


def _latches(at: datetime, limit: int) -> list[int]:
    """The oldest due row of each subject; every caller begins elsewhere, so that tickers rarely meet."""
    subjects = (
        Reminder.objects.due(at)
        .values("kind", "subject_id")
        .annotate(latch=Min("id"), first=Min("fire_at"))
        .order_by("first", "latch")
    )
    found = [subject["latch"] for subject in subjects[:limit]]
    start = secrets.randbelow(len(found)) if found else 0
    return found[start:] + found[:start]


def _release(latch: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            return _release_locked(latch, at)
    except Exception as failure:
        if not connection.is_usable():
            raise  # the database is away, which is nobody's fault here
        _put_off(latch, failure, at)
        return 0


def _release_locked(latch: int, at: datetime) -> int:
    due = Reminder.objects.due(at)
    first = due.filter(pk=latch).select_for_update(skip_locked=True).first()
    if first is None:
        return 0
    of_subject = due.filter(kind=first.kind, subject_id=first.subject_id)
    rows = list(of_subject.select_related("account").select_for_update(of=("self",)).order_by("id"))
    kind = kind_named(first.kind)
    if not kind.is_open(first.subject_id):
        _settle(rows, ReminderState.CANCELLED, "Closed before it was due")
        return 0
    newest, missed = _newest(rows, at)
    _settle(missed, ReminderState.SUPERSEDED, "A newer reminder was told instead")
    return sum(_tell(row, kind, at) for row in newest)


def _newest(rows: Sequence[Reminder], at: datetime) -> tuple[list[Reminder], list[Reminder]]:
    """What is told and what is superseded: after an outage one message per subject, the newest rung.

    Several of one and the same day, in time, are no backlog: all are told.
    """
    in_time = at - max(row.fire_at for row in rows) <= LATE_AFTER
    if in_time and len({row.fire_on for row in rows}) == 1:
        return list(rows), []
    best = max(rows, key=lambda row: (row.fire_on, URGENCY_ORDER[Urgency(row.urgency)], row.rung, row.pk))
    return [best], [row for row in rows if row is not best]


def _settle(rows: Sequence[Reminder], state: ReminderState, reason: str) -> None:
    if rows:
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, state_reason=reason)


def _tell(reminder: Reminder, kind: ReminderKind, at: datetime) -> bool:
    """Write the notifications and the mails of what travels at once; False when nobody is there to tell."""
    recipients = recipients_of(reminder, kind, at)
    if not recipients:
        _settle([reminder], ReminderState.CANCELLED, "There is nobody to tell")
        return False
    told = [_notification(reminder, kind, recipient, at) for recipient in recipients]
    Notification.objects.bulk_create(told, ignore_conflicts=True)
    Reminder.objects.filter(pk=reminder.pk).update(
        state=ReminderState.RELEASED, released_at=at, state_reason="", retry_at=None
    )
    if reminder.urgency == Urgency.IMMEDIATE:
        post_at_once(reminder, recipients, at)
    return True


def _notification(reminder: Reminder, kind: ReminderKind, recipient: Recipient, at: datetime) -> Notification:
    said = worded(reminder, recipient, kind.render(reminder, recipient.user), at)
    return Notification(
        reminder=reminder,
        user=recipient.user,
        account_id=reminder.account_id,
        title=said.title,
        text=said.text,
        url=said.url,
        urgency=Urgency.DIGEST if recipient.is_admin_instead else reminder.urgency,
        created_at=at,
    )


def _put_off(latch: int, failure: Exception, at: datetime) -> None:
    """Keep the subject's rows planned and try again later, so that one broken kind never blocks the rest."""
    reason = f"Could not be told: {type(failure).__name__}: {failure}".splitlines()[0][:200]
    logger.error("reminder %d: %s", latch, reason)
    broken = Reminder.objects.filter(pk=latch).values_list("kind", "subject_id").first()
    if broken is not None:
        rows = Reminder.objects.due(at).filter(kind=broken[0], subject_id=broken[1])
        rows.update(retry_at=at + RETRY_AFTER, state_reason=reason.replace("\x00", ""))
