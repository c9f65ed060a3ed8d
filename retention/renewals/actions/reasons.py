"""Why a renewal was lost or became less: what they said, what it was, and who may judge it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.choices import Tier
from retention.lib import accepts
from retention.lib.zones import local_day
from retention.team.models import User
from retention.team.visibility import leads_people

from ..choices import Controllable, RootCause, WouldReturn
from ..line_results import Result
from ..models import LossReason, Renewal, RenewalStage
from ..reasons import UNKNOWN, ReasonRefused, check_cause
from .standing import read_editable, settle, story
from .win_backs import plan_interview, plan_win_back

JUDGED_BY_ANOTHER = (Tier.A, Tier.B)


def _yes_or_no(value: Any, field: str) -> bool | None:
    return None if value in (None, "") else bool(accepts.flag(value, field))


SAID: dict[str, accepts.Check] = {
    "stated_reason": accepts.text("What the customer said", 500, required=True),
    "known_since": accepts.day("Known since"),
    "preventable_if": accepts.text("What would have prevented it", 500),
    "would_return": accepts.one_of("Whether they would return", WouldReturn, required=False),
    "win_back_on": accepts.day("The day to ask again"),
    "competitor": accepts.text("The competitor", 120),
}
JUDGED: dict[str, accepts.Check] = {
    "root_cause": accepts.one_of("The root cause", RootCause, required=False),
    "sub_code": accepts.text("The finer cause", 24),
    "secondary": accepts.some_of("The secondary causes", RootCause),
    "evidence": accepts.text("The evidence", 500),
    "controllable": accepts.one_of("In whose hands it lay", Controllable, required=False),
    "is_regrettable": _yes_or_no,
    "competitor": accepts.text("The competitor", 120),
    "preventable_if": accepts.text("What would have prevented it", 500),
}
REASON_CHECKS: dict[str, accepts.Check] = {**SAID, **JUDGED}
"""What each field of a reason accepts, for forms, API and actions alike."""


def may_judge(renewal: Renewal, by: User) -> bool:
    """True when *by* may set root causes here: for tier A and B only who does not look after the account."""
    account = renewal.account
    looks_after = by.pk in (account.owner_id, account.backup_owner_id)
    return account.tier not in JUDGED_BY_ANOTHER or not looks_after


@transaction.atomic
def give_reason(
    *, renewal: Renewal, reason: Mapping[str, Any], by: User, at: datetime, line_id: int | None = None
) -> LossReason:
    """Say why a closed renewal (or one of its lines) was lost or became less, once it is closed without.

    Raises PermissionDenied, ReasonRefused, InputRefused, TextRefused.
    """
    _, row = read_editable(renewal, by)
    if not row.is_closed or row.loss_reasons.filter(line_id=line_id).exists():
        raise ReasonRefused("This renewal does not wait for a reason.", field="renewal")
    if line_id is not None and not row.line_outcomes.filter(line_id=line_id).exists():
        raise ReasonRefused("That line was not decided on here.", field="lines")
    kept = keep_reason(row, reason, line_id=line_id, by=by, at=at)
    settle(row, "renewal_reason", story(row, "has its reason", kept.stated_reason), by=by, at=at)
    return kept


def keep_reasons(
    row: Renewal,
    results: Sequence[Result],
    reason: Mapping[str, Any] | None,
    line_reasons: Mapping[int, Mapping[str, Any]],
    *,
    by: User,
    at: datetime,
) -> None:
    """Reasons given with an outcome. Raises ReasonRefused when something ended or shrank without one."""
    less = {result.line_id for result in results if result.is_less}
    if set(line_reasons) - less:
        raise ReasonRefused("A line that is worth as much as before needs no reason.", field="line_reasons")
    is_lost = row.stage == RenewalStage.LOST
    is_uncovered = bool(less - set(line_reasons)) or (is_lost and not line_reasons)
    if is_uncovered and not reason:
        raise ReasonRefused("Say why they left or took less.", field="stated_reason")
    if reason and (less or is_lost):
        keep_reason(row, reason, line_id=None, by=by, at=at)
    if is_lost and row.account.tier in JUDGED_BY_ANOTHER:
        plan_interview(row, lost_on=row.closed_on or local_day(at, by.time_zone), by=by, at=at)
    for line_id, given in line_reasons.items():
        keep_reason(row, given, line_id=line_id, by=by, at=at)


def keep_reason(
    row: Renewal, given: Mapping[str, Any], *, line_id: int | None, by: User, at: datetime
) -> LossReason:
    """One reason with what follows from it, inside the transaction of the action that asks for it."""
    kept = accepts.accepted({"stated_reason": "", **given}, REASON_CHECKS)
    kept["would_return"] = kept.get("would_return") or WouldReturn.UNKNOWN
    if kept.get("known_since") and kept["known_since"] > local_day(at, by.time_zone):
        raise accepts.InputRefused("Known since lies in the future.", field="known_since")
    refuse_past(kept, local_day(at, by.time_zone))
    refuse_many(kept)
    if kept.get("root_cause"):
        refuse_owner(row, by)
    if kept.get("root_cause") or may_judge(row, by):
        check_cause(kept)
        kept |= judgement(row, kept["root_cause"], by, at)
    made = LossReason.objects.create(renewal=row, line_id=line_id, **kept)
    plan_win_back(made, by=by, at=at)
    return made


def judgement(row: Renewal, cause: str, by: User, at: datetime) -> dict[str, Any]:
    """Who judged when; a lead who calls it unknown agrees to it as well."""
    agrees = cause == UNKNOWN and leads_people(by) and may_judge(row, by)
    return {
        "root_set_by": by,
        "root_set_at": at,
        "approved_by": by if agrees else None,
        "approved_at": at if agrees else None,
    }


def refuse_owner(row: Renewal, by: User) -> None:
    """Raise ReasonRefused when *by* may not judge root causes here."""
    if not may_judge(row, by):
        raise ReasonRefused(
            "In tier A and B the root cause is judged by somebody who does not look after the account; give "
            "the customer's words, a colleague does the rest.",
            field="root_cause",
        )


def refuse_past(kept: Mapping[str, Any], today: date) -> None:
    """Raise InputRefused for a day to ask again that is not to come."""
    if kept.get("win_back_on") and kept["win_back_on"] <= today:
        raise accepts.InputRefused("The day to ask again must lie in the future.", field="win_back_on")


def refuse_many(kept: Mapping[str, Any]) -> None:
    """Raise ReasonRefused for more than two secondary causes."""
    if len(kept.get("secondary") or ()) > 2:
        raise ReasonRefused("At most two secondary causes.", field="secondary")
