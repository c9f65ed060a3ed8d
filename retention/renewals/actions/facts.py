"""Entering what the gates of the stages ask for."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from contacts.models import Contact, Touchpoint
from retention.lib import accepts
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..choices import Negotiation, NoticeMethod
from ..gate_facts import conversations
from ..models import Renewal, StageEvidence
from .standing import read_open, settle, story

DAYS_THAT_WERE = {
    "health_reviewed_on": "The day of the health review",
    "contacts_checked_on": "The day the contacts map was checked",
    "proposal_sent_on": "The day the proposal went out",
    "verbal_on": "The day they said yes",
    "paper_out_on": "The day the contract went out",
    "signed_on": "The day it was signed",
}
MOST_NAMED = 3
_amount = accepts.amount("The proposal's amount a year")
_percent = accepts.amount("The price change in percent", least=-100, most=Decimal(1000))


def optional_amount(value: Any, field: str) -> Decimal | None:
    """A year's amount, or None when it is not known."""
    if value in (None, ""):
        return None
    kept: Decimal = _amount(value, field)
    return kept


def price_change(value: Any, field: str) -> Decimal | None:
    """A change of price in percent, negative for a discount; None when it is not known."""
    if value in (None, ""):
        return None
    kept: Decimal = _percent(value, field)
    return kept


def _months(label: str) -> accepts.Check:
    return accepts.number(label, least=1, most=120)


CHECKS: dict[str, accepts.Check] = {
    **{field: accepts.day(label) for field, label in DAYS_THAT_WERE.items()},
    "value_summary": accepts.text("What the customer gained", 500),
    "conversation": accepts.as_it_is,
    "scope": accepts.text("What they want to renew", 500),
    "term_wanted_months": _months("The term they want, in months,"),
    "decision_process": accepts.text("Who decides, and how", 500),
    "customer_decides_on": accepts.day("The day on which they decide"),
    "proposal_arr": optional_amount,
    "proposal_term_months": _months("The proposal's term in months"),
    "proposal_uplift_pct": price_change,
    "proposal_valid_until": accepts.day("Until when the proposal holds"),
    "response": accepts.text("The customer's answer", 500),
    "objects_to_price": accepts.flag,
    "negotiation": accepts.one_of("What is negotiated", Negotiation, required=False),
    "verbal_by": accepts.as_it_is,
    "paper_to": accepts.as_it_is,
    "notice_method": accepts.one_of("How the notice came", NoticeMethod, required=False),
    "notice_document": accepts.text("Where the notice is kept", 300),
}
"""What each stage fact accepts, for forms, API and actions alike."""


@transaction.atomic
def record_facts(
    *,
    renewal: Renewal,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> StageEvidence:
    """Keep facts on the way to a decision; empty takes one back.

    ``expected_version`` is the facts' own, 0 while there are none.
    Raises PermissionDenied, RenewalIsClosed, InputRefused, NotEditable, TextRefused, StaleVersion.
    """
    _, row = read_open(renewal, by)
    kept = keep_facts(row, changes, by=by, at=at, expected_version=expected_version)
    settle(row, "renewal_facts", story(row, f"facts entered: {listed_facts(changes)}"), by=by, at=at)
    return kept


def keep_facts(
    row: Renewal, changes: Mapping[str, Any], *, by: User, at: datetime, expected_version: int | None = None
) -> StageEvidence:
    """The same without its own line in the story, as a part of another action."""
    kept = accepts.accepted(changes, CHECKS)
    _refuse_future(kept, local_day(at, by.time_zone))
    _refuse_foreign(row, kept, by, at)
    evidence, is_new = StageEvidence.objects.get_or_create(renewal=row, defaults={"changed_by": by})
    _refuse_validity(evidence, kept)
    seen = None if is_new and not expected_version else expected_version
    return save_edit(evidence, {**kept, "changed_by": by}, expected_version=seen)


def listed_facts(names: Iterable[str]) -> str:
    """Stage facts as words: “proposal sent, verbal by, paper out and 4 more”."""
    said = [name.removesuffix("_on").replace("_arr", "_amount").replace("_", " ") for name in names]
    rest = len(said) - MOST_NAMED
    return f"{', '.join(said[:MOST_NAMED])} and {rest} more" if rest > 1 else ", ".join(said)


def _refuse_future(kept: Mapping[str, Any], today: date) -> None:
    for field, label in DAYS_THAT_WERE.items():
        if kept.get(field) is not None and kept[field] > today:
            raise accepts.InputRefused(f"{label} lies in the future.", field=field)


def _refuse_validity(evidence: StageEvidence, kept: Mapping[str, Any]) -> None:
    sent, until = (
        kept.get(name, getattr(evidence, name)) for name in ("proposal_sent_on", "proposal_valid_until")
    )
    if sent and until and until < sent:
        raise accepts.InputRefused(
            "The proposal cannot end before it went out.", field="proposal_valid_until"
        )


def _refuse_foreign(row: Renewal, kept: Mapping[str, Any], by: User, at: datetime) -> None:
    for field in ("verbal_by", "paper_to"):
        person: Contact | None = kept.get(field)
        if person is not None and (person.account_id != row.account_id or person.is_placeholder):
            raise accepts.InputRefused("That person is not a contact at this account.", field=field)
    talk: Touchpoint | None = kept.get("conversation")
    if talk is not None and not conversations(row, by, at=at).filter(pk=talk.pk).exists():
        raise accepts.InputRefused(
            "Choose a talk of the last year in which their decision maker or economic buyer took part.",
            field="conversation",
        )
