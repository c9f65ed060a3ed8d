"""Open issues of an account before a call: money owed, caps on its health, a decision that is near."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Account
from contacts.models import FeedbackItem
from retention.health.explained import Pull
from retention.renewals.models import Renewal

from ..formats import day_text, due_text

NEAR_DAYS = 120
WEAKEST, MOST = 2, 7


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that may come up; ``late`` paints the note."""

    text: str
    note: str = ""
    url: str = ""
    late: bool = False


def issues_of(
    account: Account,
    *,
    on: date,
    overdue: str,
    disputed: int,
    health: list[Pull],
    renewals: list[Renewal],
    said: list[FeedbackItem],
) -> list[Issue]:
    """What hangs over the conversation, money first."""
    found: list[Issue] = []
    invoices = f"/accounts/{account.pk}/invoices/"
    if overdue:
        found.append(Issue(overdue, "", invoices, late=True))
    if disputed:
        found.append(Issue("Disputed invoices", str(disputed), invoices))
    found += [_waiting(item, on) for item in said]
    found += [_decision(renewal, on) for renewal in renewals if (renewal.decision_on - on).days <= NEAR_DAYS]
    return (found + _health_issues(account, health))[:MOST]


def _waiting(item: FeedbackItem, on: date) -> Issue:
    note = f"{item.get_kind_display()}, {item.get_state_display().lower()}"
    return Issue(item.text[:120], note, f"/feedback/{item.pk}/", late=item.is_late(on=on))


def _decision(renewal: Renewal, on: date) -> Issue:
    call = f"your call: {renewal.get_call_display().lower()}" if renewal.call else "no call yet"
    text = f"Renewal to be decided by {day_text(renewal.decision_on, on)}"
    is_late = renewal.decision_on < on
    note = due_text(renewal.decision_on, on) if is_late else call
    return Issue(text, note, f"/renewals/{renewal.pk}/", late=is_late)


def _health_issues(account: Account, pulls: list[Pull]) -> list[Issue]:
    """Caps that hold, and the weakest measures that pull the score down."""
    why = f"/accounts/{account.pk}/#why"
    caps = [Issue(pull.text, f"since {day_text(pull.since)}", why) for pull in pulls if pull.since]
    return caps + [Issue(pull.text, pull.words, why) for pull in pulls if not pull.since][:WEAKEST]
