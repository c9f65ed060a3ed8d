"""Asking others to agree to a renewal's terms, and deciding."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import model_to_dict

from accounts.rights import visible_account
from retention.lib import accepts
from retention.lib.business_days import add_business_days
from retention.lib.errors import DomainError
from retention.team.calendars import Calendars
from retention.team.models import User

from ..approval_kind import fall_silent, tell
from ..approvers import deciders
from ..models import ApprovalRequest, ApprovalState, ApprovalStep, Renewal, RenewalTerms
from ..price_facts import matrix_now, price_facts
from ..pricing import ECONOMIC, IndexMissing
from ..sync import engine_day
from .standing import read_open, settle, story

_note = accepts.text("The note", 500)


class ApprovalRefused(DomainError):
    """There is nothing to ask for, or nothing to decide."""


@transaction.atomic
def request_approval(*, renewal: Renewal, note: str, by: User, at: datetime) -> ApprovalRequest:
    """Ask everybody whom the matrix names to agree to the terms as they stand.

    Raises PermissionDenied, RenewalIsClosed, ApprovalRefused, IndexMissing, TextRefused.
    """
    _, row = read_open(renewal, by)
    said, facts = _note(note, "note"), price_facts(row)
    if facts.terms is None:
        raise ApprovalRefused("Set the price and terms first.")
    if facts.question:
        raise IndexMissing(facts.question, field="index_name")
    if not facts.needs:
        raise ApprovalRefused("These terms are within what you may decide yourself.")
    if ApprovalRequest.objects.standing().filter(renewal=row).exists():
        raise ApprovalRefused("These terms are asked for or approved already.")
    matrix = matrix_now()
    made = ApprovalRequest.objects.create(
        renewal=row, matrix_version=matrix.version, terms=_kept(facts.terms), note=said, requested_by=by,
        requested_at=at,
    )  # fmt: skip
    due_on = add_business_days(
        engine_day(at), int(matrix.rules["sla_business_days"]), Calendars().of_place("")
    )
    reasons: dict[str, list[str]] = {}
    for need in facts.needs:
        reasons.setdefault(need.level, []).append(need.reason)
    for level, why in reasons.items():
        step = ApprovalStep.objects.create(
            request=made, level=level, reasons="; ".join(why)[:500], due_on=due_on, requested_by=by
        )
        tell(step, by=by, at=at)
    settle(row, "renewal_approval_asked", story(row, "terms sent for approval", said), by=by, at=at)
    return made


@transaction.atomic
def decide_approval(*, step: ApprovalStep, agrees: bool, note: str, by: User, at: datetime) -> ApprovalStep:
    """Agree or refuse for one level. The last one to agree approves, one refusal ends it.

    Whoever sees the account and decides for the level may, not who asked. Raises PermissionDenied,
    ApprovalRefused, TextRefused.
    """
    row = ApprovalStep.objects.select_related("request__renewal").get(pk=step.pk)
    account = visible_account(row.request.renewal.account_id, by)
    request = ApprovalRequest.objects.select_for_update(of=("self",)).get(pk=row.request_id)
    row.refresh_from_db()
    row.request, request.renewal = (
        request,
        Renewal.objects.select_related("contract").get(pk=request.renewal_id),
    )
    request.renewal.account = account
    if by.pk not in {person.pk for person in deciders(row, on=engine_day(at))}:
        raise PermissionDenied("This is decided by somebody else.")
    if row.state != ApprovalState.ASKED or request.state != ApprovalState.ASKED or request.renewal.is_closed:
        raise ApprovalRefused("This has been decided already, or the terms have changed.")
    said = _note(note, "note")
    if not agrees and not said:
        raise ApprovalRefused("Say why you refuse, in a few words.", field="note")
    state = ApprovalState.APPROVED if agrees else ApprovalState.REFUSED
    _save(row, state=state, decided_by=by, decided_at=at, note=said)
    fall_silent(row, reason="Decided", by=by, at=at)
    _settle_request(request, by=by, at=at)
    what = f"terms {'approved' if agrees else 'refused'} ({row.get_level_display().lower()})"
    settle(request.renewal, "renewal_approval_decided", story(request.renewal, what, said), by=by, at=at)
    return row


def void_standing(row: Renewal, *, reason: str, by: User, at: datetime) -> int:
    """Take back what was asked or approved: the terms are no longer those. How many requests that were."""
    standing = list(ApprovalRequest.objects.standing().filter(renewal=row).select_for_update(of=("self",)))
    for request in standing:
        _save(request, state=ApprovalState.VOID, settled_at=at, void_reason=reason[:200])
        _close_steps(request, by=by, at=at)
    return len(standing)


def _settle_request(request: ApprovalRequest, *, by: User, at: datetime) -> None:
    states = set(request.steps.values_list("state", flat=True))
    if ApprovalState.REFUSED in states:
        _save(request, state=ApprovalState.REFUSED, settled_at=at)
        _close_steps(request, by=by, at=at)
    elif states == {ApprovalState.APPROVED}:
        _save(request, state=ApprovalState.APPROVED, settled_at=at)


def _close_steps(request: ApprovalRequest, *, by: User, at: datetime) -> None:
    for step in request.steps.filter(state=ApprovalState.ASKED):
        _save(step, state=ApprovalState.VOID)
        fall_silent(step, reason="No longer asked", by=by, at=at)


def _save(record: ApprovalRequest | ApprovalStep, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(record, name, value)
    record.save(update_fields=list(changes))


def _kept(terms: RenewalTerms) -> dict[str, Any]:
    """The economic terms as they were asked about."""
    said = model_to_dict(terms, fields=ECONOMIC)
    return {
        name: value if isinstance(value, list | int) or value is None else str(value)
        for name, value in said.items()
    }
