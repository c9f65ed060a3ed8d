"""Sending what the outbox holds: a committed claim, then the row locked while the mail is handed over.

The claim survives a crash, so that a mail that kills its sender stops being tried. The lock is what a frozen
sender still holds when it wakes, so that nobody else has sent its mail meanwhile. What neither can know is
whether a host took a mail whose sender died before writing it down: it is sent again under the same
Message-ID, marked ``maybe_twice``. A lost renewal costs more than a repeat.
"""

import logging
import time
from datetime import datetime, timedelta
from enum import Enum, auto

from django.db import InterfaceError, OperationalError, connection, transaction

from retention.lib.ticks import is_stopping
from retention.team.models import User

from .claims import MAX_ATTEMPTS, Claim, claim_next
from .compose import Mail, compose
from .gates import the_gate, why_held
from .heartbeats import MAIL, beat
from .holding import hold_pending, raise_mark
from .mail_line import MailHostAway, MailLine, is_line_trouble, is_refusal
from .models import Delivery, DeliveryState, Notification

logger = logging.getLogger(__name__)

IDLE_LIMIT = "60s"
"""PostgreSQL frees the row of a sender that hangs longer than any mail may take."""
BATCH_SECONDS = 10.0
"""A batch ends after this, so that a slow mail host neither delays releases nor a restart."""


class Ending(Enum):
    """How one attempt ended."""

    SENT = auto()
    NOT_SENT = auto()
    LINE_BROKE = auto()


def send_due(at: datetime, limit: int = 50) -> int:
    """Send up to *limit* mails that are due, one after the other; how many left.

    A restored or copied database sends nothing (holding). When the mail host is away no attempt is counted
    and everything waits; the health page says why.
    """
    gate = the_gate()
    reason = why_held(gate)
    if reason:
        hold_pending(reason, at=at)
        return 0
    if not Delivery.objects.filter(state=DeliveryState.PENDING, next_try_at__lte=at).exists():
        return 0
    raise_mark(gate)
    with MailLine() as line:
        return _send_batch(line, at, limit)


def _send_batch(line: MailLine, at: datetime, limit: int) -> int:
    started = time.monotonic()
    sent = 0
    for _ in range(limit):
        elapsed = time.monotonic() - started
        if elapsed > BATCH_SECONDS:
            break
        now = at + timedelta(seconds=elapsed)
        try:
            line.open()
        except MailHostAway as away:
            beat(MAIL, at=now, detail=f"The mail host cannot be reached: {away}")
            break
        claim = None if is_stopping() else claim_next(now)
        if claim is None:
            break
        ending = _attempt(claim, line, now)
        sent += ending is Ending.SENT
        if ending is Ending.LINE_BROKE:
            break
    if sent:
        beat(MAIL, at=at)
    return sent


def _attempt(claim: Claim, line: MailLine, at: datetime) -> Ending:
    try:
        with transaction.atomic():
            return _send_locked(claim, line, at)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the claim stays as it is, unfinished
    except Exception as failure:
        with transaction.atomic():
            delivery = _locked(claim)
            if delivery is not None:
                _note_failure(delivery, failure, at)
        return Ending.NOT_SENT


def _send_locked(claim: Claim, line: MailLine, at: datetime) -> Ending:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [IDLE_LIMIT])
    delivery = _locked(claim)
    if delivery is None:
        return Ending.NOT_SENT
    if claim.is_one_too_many:
        _bury(delivery, f"Its sender died in {MAX_ATTEMPTS} attempts")
        return Ending.NOT_SENT
    user = User.objects.active().filter(pk=delivery.user_id).first()
    mail = compose(delivery, user) if user is not None else None
    if user is None or mail is None:
        why = "Nothing was left to say" if user is not None else "This person cannot sign in any more"
        _settle(delivery, DeliveryState.SUPPRESSED, why)
        return Ending.NOT_SENT
    try:
        line.send(delivery, user, mail)
    except Exception as failure:
        _note_failure(delivery, failure, at)
        line.close()
        return Ending.LINE_BROKE if is_line_trouble(failure) else Ending.NOT_SENT
    _note_sent(delivery, mail, at)
    return Ending.SENT


def _locked(claim: Claim) -> Delivery | None:
    """The claimed row under our lock; None when a sender that froze before us has it, or has finished it."""
    rows = Delivery.objects.select_for_update(skip_locked=True)
    return rows.filter(pk=claim.delivery_id, state=DeliveryState.PENDING).first()


def _note_sent(delivery: Delivery, mail: Mail, at: datetime) -> None:
    delivery.sent_at = at
    told = {"subject": mail.subject, "notifications": list(mail.notification_ids)}
    delivery.payload = {**delivery.payload, **told}
    _settle(delivery, DeliveryState.SENT, "")


def _note_failure(delivery: Delivery, failure: Exception, at: datetime) -> None:
    """Keep the reason; the claim has set the next attempt. Refused or tried often enough, it is dead."""
    reason = f"Attempt {delivery.attempts}: {type(failure).__name__}: {failure}"
    logger.warning("mail %s: %s", delivery.dedupe_key, reason.splitlines()[0][:200])
    delivery.maybe_twice = delivery.maybe_twice or is_line_trouble(failure)
    if is_refusal(failure) or delivery.attempts >= MAX_ATTEMPTS:
        _bury(delivery, reason)
    else:
        _settle(delivery, DeliveryState.PENDING, reason)


def _bury(delivery: Delivery, reason: str) -> None:
    """Give up. What it told and surely never arrived goes into the next digest."""
    _settle(delivery, DeliveryState.DEAD, reason)
    if not delivery.maybe_twice:
        Notification.objects.filter(delivery=delivery).update(delivery=None)


def _settle(delivery: Delivery, state: DeliveryState, reason: str) -> None:
    """Write how the attempt ended; with that the claim is finished."""
    delivery.state = state
    delivery.state_reason = "".join(sign if sign.isprintable() else " " for sign in reason)[:300]
    delivery.claimed_at = None
    delivery.save(update_fields=["state", "state_reason", "claimed_at", "maybe_twice", "sent_at", "payload"])
