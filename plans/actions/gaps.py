"""Expectation gaps: noticed, talked over, settled by what was agreed."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.team.models import User

from ..accepting import past_day, somebody_of_theirs, their_target
from ..announced import TargetsChanged
from ..models import ChangeRecord, ExpectationGap, RoiTarget

_expectation = accepts.text("What they expect", 1000, required=True, many_lines=True)
_feasible = accepts.text("What is feasible", 500, required=True)
_evidence = accepts.text("How we know", 1000, many_lines=True)
_outcome = accepts.text("What was agreed", 1000, required=True, many_lines=True)


class GapSettled(DomainError):
    """The gap was settled already."""


@transaction.atomic
def note_gap(
    *,
    account: Account,
    contact: Contact | None,
    expectation: str,
    feasible: str,
    noticed_on: date,
    by: User,
    at: datetime,
    evidence: str = "",
    target: RoiTarget | None = None,
) -> ExpectationGap:
    """Write down who expects what, and what can be had. Raises PermissionDenied, InputRefused,
    TextRefused, NotTheirContact."""
    account = editable_account(account.pk, by)
    row = ExpectationGap.objects.create(
        account=account, by=by, contact=somebody_of_theirs(account, contact, "contact", "Who expects it"),
        target=their_target(account, target), expectation=_expectation(expectation, "expectation"),
        feasible=_feasible(feasible, "feasible"), evidence=_evidence(evidence, "evidence"),
        noticed_on=past_day(noticed_on, "noticed_on", "The day", by=by, at=at),
    )  # fmt: skip
    _tell(row, "gap_noted", f"{row.contact.name} expects: {row.expectation}", by, at)
    return row


@transaction.atomic
def settle_gap(
    *,
    gap: ExpectationGap,
    outcome: str,
    talked_on: date,
    by: User,
    at: datetime,
    change: ChangeRecord | None = None,
) -> ExpectationGap:
    """It was talked over, and what was agreed; a change of the target may stand beside it.

    Raises PermissionDenied, GapSettled, InputRefused.
    """
    account = editable_account(gap.account_id, by)
    row = ExpectationGap.objects.filter(pk=gap.pk, account=account).first()
    if row is None:
        raise PermissionDenied
    if row.settled_on is not None:
        raise GapSettled("This was settled already.")
    day = past_day(talked_on, "talked_on", "The day of the talk", by=by, at=at)
    if day < row.noticed_on:
        raise accepts.InputRefused("That is before it was noticed.", field="talked_on")
    if change is not None and change.account_id != account.pk:
        raise accepts.InputRefused("That change is of another account.", field="change")
    kept = {
        "outcome": _outcome(outcome, "outcome"), "talked_on": day, "settled_on": day, "change": change,
    }  # fmt: skip
    save_edit(row, kept, expected_version=None)
    row.account = account
    _tell(row, "gap_settled", f"Agreed on what is feasible: {row.outcome}", by, at)
    return row


def _tell(row: ExpectationGap, kind: str, text: str, by: User, at: datetime) -> None:
    record(row.account, kind, text, by=by, at=at, subject=("expectation", row.pk))
    announce(TargetsChanged(account_id=row.account_id, by_id=by.pk, at=at))
