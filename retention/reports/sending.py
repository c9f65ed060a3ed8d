"""Sending reports: a claim that is committed, then the row locked while the mail is handed over.

The same promises as for our own mails (retention/reminders/sending.py): one Message-ID per line of the log,
fixed before the first attempt; at least once, ``maybe_twice`` where nobody can know; nothing from a restored
or copied database. Whether a contact may be written to is asked at the moment of sending.
"""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection, transaction

from contacts.choices import Channel
from contacts.models import Contact, Objection
from contacts.models.objection import ObjectionPurpose
from contacts.suppression import CUSTOMER, WORDS, reasons
from plans.actions.kpi_readings import readings_told
from retention.lib.errors import DomainError
from retention.lib.ticks import is_stopping
from retention.lib.zones import local_day
from retention.reminders.claims import BACKOFF, MAX_ATTEMPTS
from retention.reminders.gates import the_gate, why_held
from retention.reminders.mail_line import MailHostAway, MailLine, is_line_trouble, is_refusal
from retention.team.models import User

from .content import read_back
from .documents import has_pdf, mail_html, mail_text, pdf_of, subject_of
from .models import ReportIssue, ReportMail
from .telling import goodwill_told
from .words import IssueState, MailState

logger = logging.getLogger(__name__)

IDLE_LIMIT = "60s"
NO_ADDRESS = "No e-mail address is known."
OBJECTED = "They objected to being written to."
EVERYTHING = ObjectionPurpose.ANY
GONE = "This person cannot sign in any more."
_CLAIM = """
UPDATE reports_reportmail SET
    attempts = attempts + 1,
    maybe_twice = maybe_twice OR claimed_at IS NOT NULL,
    claimed_at = %(at)s,
    next_try_at = %(at)s + make_interval(secs => (%(backoff)s::int[])[LEAST(attempts + 1, %(most)s)])
WHERE id = (
    SELECT m.id FROM reports_reportmail m
    WHERE m.state = 'pending' AND m.next_try_at <= %(at)s
    ORDER BY m.next_try_at, m.id
    FOR UPDATE SKIP LOCKED LIMIT 1
)
RETURNING id
"""


def send_due_reports(at: datetime, limit: int = 20) -> int:
    """Tick: send up to *limit* reports to one reader each; how many left.

    A restored or copied database sends nothing; with the mail host away no attempt is counted.
    """
    if not ReportMail.objects.filter(state=MailState.PENDING, next_try_at__lte=at).exists():
        return 0
    if why_held(the_gate()):
        return 0
    sent = 0
    with MailLine() as line:
        for _ in range(limit):
            try:
                line.open()
            except MailHostAway as away:
                logger.warning("reports wait, the mail host is away: %s", away)
                break
            mail_id = None if is_stopping() else _claim(at)
            if mail_id is None:
                break
            sent += _attempt(mail_id, line, at)
    return sent


def _claim(at: datetime) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "backoff": list(BACKOFF), "most": MAX_ATTEMPTS})
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _attempt(mail_id: int, line: MailLine, at: datetime) -> bool:
    try:
        with transaction.atomic():
            return _send_locked(mail_id, line, at)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the claim stays as it is, unfinished
    except Exception as failure:
        with transaction.atomic():
            row = _locked(mail_id)
            if row is not None:
                _note_failure(row, failure, at)
        line.close()
        return False


def _send_locked(mail_id: int, line: MailLine, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [IDLE_LIMIT])
    row = _locked(mail_id)
    if row is None:
        return False
    if row.attempts > MAX_ATTEMPTS:
        _settle(row, MailState.DEAD, f"Its sender died in {MAX_ATTEMPTS} attempts", at)
        return False
    address, why_not = address_of(row.contact, row.user, at=at)
    if why_not:
        _settle(row, MailState.SUPPRESSED, why_not, at)
        return False
    line.carry(_message(row, address))
    row.sent_at, row.address = at, address
    _settle(row, MailState.SENT, "", at)
    return True


def address_of(contact: Contact | None, user: User | None, *, at: datetime) -> tuple[str, str]:
    """Where to write, or why nobody may: preferences, objections, silence, departure, no address.

    That they are a customer is no reason: this is no campaign, they asked for the report.
    """
    if contact is None:
        is_here = user is not None and user.is_active
        return (user.email, "") if is_here and user is not None else ("", GONE)
    found = reasons(
        is_customer=False, status=contact.status, paused_until=contact.paused_until,
        forbidden=contact.channels_forbidden, on=local_day(at, "UTC"),
    )  # fmt: skip
    against = [WORDS[each] for each in found if each != CUSTOMER]
    held = Objection.objects.filter(contact=contact, channel__in=("", Channel.EMAIL), purpose=EVERYTHING)
    if held.held(on=local_day(at, "UTC")).exists():
        against.append(OBJECTED)
    if against:
        return "", " ".join(against)
    email = contact.person.email if contact.person else ""
    return (email, "") if email else ("", NO_ADDRESS)


def _message(row: ReportMail, address: str) -> EmailMultiAlternatives:
    content = read_back(row.issue.content)
    message = EmailMultiAlternatives(
        subject_of(content), mail_text(content), settings.DEFAULT_FROM_EMAIL, [address],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    message.attach_alternative(mail_html(content), "text/html")
    if has_pdf(row.issue):
        message.attach(f"report-{row.issue.period_on}.pdf", pdf_of(row.issue), "application/pdf")
    return message


def _locked(mail_id: int) -> ReportMail | None:
    rows = ReportMail.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("issue__subscription__account", "contact__person", "user")
    return rows.filter(pk=mail_id, state=MailState.PENDING).first()


def _note_failure(row: ReportMail, failure: Exception, at: datetime) -> None:
    reason = f"Attempt {row.attempts}: {type(failure).__name__}: {failure}"
    logger.warning("report %s: %s", row.message_id, reason.splitlines()[0][:200])
    row.maybe_twice = row.maybe_twice or is_line_trouble(failure)
    if is_refusal(failure) or isinstance(failure, DomainError) or row.attempts >= MAX_ATTEMPTS:
        _settle(row, MailState.DEAD, reason, at)
    else:
        _settle(row, MailState.PENDING, reason, at)


def _settle(row: ReportMail, state: MailState, reason: str, at: datetime) -> None:
    """Write how the attempt ended; with the last of a report's mails the report is finished."""
    row.state = state
    row.reason = "".join(sign if sign.isprintable() else " " for sign in reason)[:300]
    row.claimed_at = None
    row.save(update_fields=["state", "reason", "claimed_at", "maybe_twice", "sent_at", "address"])
    if state != MailState.PENDING:
        _finish(row.issue_id, at)


def _finish(issue_id: int, at: datetime) -> None:
    rows = ReportIssue.objects.select_for_update(of=("self",)).select_related("subscription__owner")
    issue = rows.get(pk=issue_id)
    mails = ReportMail.objects.filter(issue=issue).order_by("pk")
    states = [mail.state for mail in mails]
    if issue.state != IssueState.APPROVED or MailState.PENDING in states:
        return
    if MailState.SENT not in states:
        issue.state, issue.skipped_reason = IssueState.SKIPPED, "Nobody could be reached; the log says why."
        issue.save(update_fields=["state", "skipped_reason"])
        return
    issue.state, issue.sent_at = IssueState.SENT, at
    issue.save(update_fields=["state", "sent_at"])
    told = [mail for mail in mails if mail.state == MailState.SENT and mail.contact_id is not None]
    if told:
        day = local_day(at, issue.subscription.owner.time_zone)
        readings_told(issue.sources.get("readings", []), on=day)
        goodwill_told(issue.sources.get("given", []), told[0].contact_id, on=day)
