"""Lost deals, and the references that were asked for them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.fx import base_currency
from accounts.ledger import ledger_day
from accounts.models import Account
from accounts.rights import sees
from accounts.timeline import record
from contacts.actions import add_step
from contacts.models import Contact, NextStep
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.team.leading import people_led_by
from retention.team.machine import the_machine
from retention.team.models import User
from retention.team.visibility import may_look_after_accounts, runs_the_workspace

from ..models import AdvocacyAsk, AdvocacyKind, AskOutcome, LostDeal, LostReason
from ..standing import standing_on

REVIEW_DAYS = 7


class ReferenceTaken(DomainError):
    """That customer stands on the deal already."""


_amount = accepts.amount("The amount")


def _amount_or_none(value: Any, field: str) -> Any:
    return None if value in (None, "") else _amount(value, field)


def _currency_or_none(value: Any, field: str) -> str:
    return accepts.currency(value, field) if value else ""


DEAL_CHECKS: Mapping[str, accepts.Check] = {
    "prospect": accepts.text("The prospect", 200, required=True),
    "lost_on": accepts.day("The day it was lost", required=True),
    "amount": _amount_or_none,
    "currency": _currency_or_none,
    "reason": accepts.one_of("The reason", LostReason),
    "note": accepts.text("The note", 20_000, many_lines=True),
}
_asked_on = accepts.day("The day they were asked", required=True)
_outcome = accepts.one_of("What became of it", AskOutcome)


@transaction.atomic
def enter_lost_deal(*, by: User, at: datetime, owner: User | None = None, **fields: Any) -> LostDeal:
    """Enter a deal that was lost; it belongs to *owner*, or to whoever enters it.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable.
    """
    if not may_look_after_accounts(by) and not runs_the_workspace(by):
        raise PermissionDenied
    whose = owner or by
    asked = {"prospect": "", "lost_on": None, "reason": LostReason.UNKNOWN, **fields}
    kept = _in_one_piece(accepts.accepted(asked, DEAL_CHECKS))
    _refuse_future(kept["lost_on"], "lost_on", at)
    team = whose.memberships.order_by("id").values_list("team_id", flat=True).first()
    deal = LostDeal(owner=whose, team_id=team, **kept)
    if whose.pk != by.pk:
        _may_speak_for(deal, by)
    deal.save(force_insert=True)
    return deal


@transaction.atomic
def edit_lost_deal(
    *, deal: LostDeal, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> LostDeal:
    """Change a lost deal. Raises PermissionDenied, InputRefused, TextRefused, NotEditable, StaleVersion."""
    row = _editable(deal, by)
    new = accepts.accepted(changes, DEAL_CHECKS)
    both = _in_one_piece({"amount": row.amount, "currency": row.currency, **new})
    new |= {name: both[name] for name in ("amount", "currency") if both[name] != getattr(row, name)}
    if "lost_on" in new:
        _refuse_future(new["lost_on"], "lost_on", at)
    return save_edit(row, new, expected_version=expected_version) if new else row


@transaction.atomic
def add_reference(
    *,
    deal: LostDeal,
    account: Account,
    asked_on: date,
    outcome: str,
    by: User,
    at: datetime,
    contact: Contact | None = None,
) -> AdvocacyAsk:
    """Say which customer was asked to speak for us, with their health and mood of that day.

    An ask of the register for the same prospect is that ask. Their word heard while they were not healthy
    raises a review with the account's owner within a week.
    Raises PermissionDenied, InputRefused, ReferenceTaken.
    """
    row, day = _editable(deal, by), _asked_on(asked_on, "asked_on")
    _refuse_future(day, "asked_on", at)
    seen = Account.objects.visible_to(by).select_related("owner").filter(pk=account.pk).first()
    if seen is None:
        raise PermissionDenied
    if contact is not None and contact.account_id != seen.pk:
        raise accepts.InputRefused("That person is not at this account.", field="contact")
    if row.references.filter(account=seen).exists():
        raise ReferenceTaken(f"{seen.name} stands on this deal already.", field="account")
    word = _outcome(outcome, "outcome")
    asked = _asked_for_it(row, seen, contact, by=by)
    if asked is None:
        stood = standing_on(seen, day, today=ledger_day(at))
        asked = AdvocacyAsk(
            account=seen, contact=contact, asked_on=day, asked_by=by, band=stood.band, mood=stood.mood
        )
    elif word == AskOutcome.WAITING:
        word = asked.outcome
    asked.deal, asked.prospect, asked.outcome = row, row.prospect, word
    asked.save()
    text = f"Asked to be a reference on {asked.asked_on:%-d %b %Y}: {asked.get_outcome_display()}"
    record(seen, "reference_asked", text, by=by, at=at, subject=("advocacy", asked.pk))
    return _with_review(asked, by=by, at=at)


@transaction.atomic
def settle_reference(
    *, reference: AdvocacyAsk, outcome: str, by: User, at: datetime, expected_version: int | None = None
) -> AdvocacyAsk:
    """Say what became of asking. Raises PermissionDenied, InputRefused, StaleVersion."""
    deal: LostDeal = reference.deal  # type: ignore[assignment] # only asks of a deal come here
    _editable(deal, by)
    kept = _outcome(outcome, "outcome")
    if kept != AskOutcome.GIVEN and (reference.used_on or reference.result):
        raise accepts.InputRefused("What came of it is written down already.", field="outcome")
    changes: dict[str, Any] = {"outcome": kept}
    if kept == AskOutcome.WAITING:
        changes["answered_on"] = None
    row = save_edit(reference, changes, expected_version=expected_version)
    return _with_review(row, by=by, at=at)


def _asked_for_it(
    deal: LostDeal, account: Account, contact: Contact | None, *, by: User
) -> AdvocacyAsk | None:
    """The ask of the register that was made for this prospect: it is not written down a second time."""
    rows = AdvocacyAsk.objects.visible_to(by).filter(
        account=account, deal=None, kind=AdvocacyKind.REFERENCE, prospect__iexact=deal.prospect
    )
    if contact is not None:
        rows = rows.filter(contact=contact)
    found: AdvocacyAsk | None = rows.select_for_update(of=("self",)).order_by("asked_on", "id").first()
    return found


def _with_review(reference: AdvocacyAsk, *, by: User, at: datetime) -> AdvocacyAsk:
    """Raise the review once, by the machine: who entered the deal need not be able to change the account."""
    if not reference.is_weak or reference.review_id is not None:
        return reference
    owner = reference.account.owner or by
    if not sees(reference.account_id, owner):
        return reference
    text = f"Review why {reference.account.name}, a reference in a lost deal, was not healthy"
    step: NextStep = add_step(
        account=reference.account, owner=owner, text=text[:300], by=the_machine(), at=at,
        due_on=ledger_day(at) + timedelta(days=REVIEW_DAYS), origin="reference",
        origin_key=f"reference:{reference.pk}",
    )  # fmt: skip
    return save_edit(reference, {"review": step}, expected_version=None)


def _editable(deal: LostDeal, by: User) -> LostDeal:
    row = LostDeal.objects.editable_by(by).filter(pk=deal.pk).select_for_update(of=("self",)).first()
    if row is None:
        raise PermissionDenied
    return row


def _may_speak_for(deal: LostDeal, by: User) -> None:
    if not people_led_by(by).filter(pk=deal.owner_id).exists():
        raise PermissionDenied("Only their lead or an admin may enter a deal for somebody else.")


def _in_one_piece(kept: dict[str, Any]) -> dict[str, Any]:
    """Amount and currency go together."""
    has_amount = kept.get("amount") is not None
    return {
        **kept,
        "amount": kept.get("amount"),
        "currency": (kept.get("currency") or base_currency()) if has_amount else "",
    }


def _refuse_future(day: date, field: str, at: datetime) -> None:
    if day > ledger_day(at) + timedelta(days=1):
        raise accepts.InputRefused("That day has not come yet.", field=field)
