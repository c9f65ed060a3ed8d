"""The life of a plan: reviewed, approved, signed, started, doubted, amended, closed."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts.choices import TeamFunction
from accounts.models import AccountTeamMember
from accounts.rights import visible_account
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..contents import inside_rows, said_rows
from ..models import AccountPlan, PlanEdition
from ..planning.completeness import review_days, stale_on
from ..planning.states import (
    MOVES,
    SPONSORS_SIGN,
    Move,
    ObjectiveFacts,
    missing_for_approval,
    needs_lead,
)
from ..planning.words import OVER, RUNNING, ObjectiveState, PlanState
from ..stepping import follow_plan, follow_review
from ..working import leads, plan_to_change, tell


class MoveRefused(DomainError):
    """The plan's state does not allow this."""


class NotApprovable(DomainError):
    """Something is missing; the message says what, objective by objective."""


class NotSigned(DomainError):
    """A strategic account's plan starts only after its executive sponsor has signed."""


_note = accepts.text("The reason", 500, many_lines=True)
_said = accepts.text("What came of the review", 500, many_lines=True)
_next = accepts.day("The next review")


@transaction.atomic
def move_plan(
    *,
    plan: AccountPlan,
    move: str,
    by: User,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> AccountPlan:
    """Make one of the moves of ``planning.states``. Approval and closing keep a version.

    Raises PermissionDenied, PlanOver, MoveRefused, NotApprovable, NotSigned, InputRefused, StaleVersion.
    """
    plan = plan_to_change(plan, by)
    wanted = _allowed(plan, move, by)
    why: str = _note(note, "note")
    if wanted.asks_why and not why:
        raise accepts.InputRefused("The reason is missing.", field="note")
    today = local_day(at, by.time_zone)
    kept: dict[str, Any] = {"state": wanted.ends, "state_note": why} | _columns(plan, wanted, by, today)
    if wanted.name == "start":
        _refuse_unsigned(plan)
        _set_aside_others(plan, by, at)
    save_edit(plan, kept, expected_version=expected_version)
    if wanted.name == "approve" or wanted.ends in OVER:
        keep_edition(plan, why or wanted.label, by, today)
    follow_plan(plan, by, at)
    because = f": {why}" if why else ""
    tell(plan, f"plan_{wanted.ends}", f"{plan.get_state_display()}: “{plan.title}”{because}", by, at)
    return plan


def _allowed(plan: AccountPlan, name: str, by: User) -> Move:
    move = MOVES.get(name)
    if move is None:
        raise accepts.InputRefused("There is no such move.", field="move")
    if plan.state not in move.starts:
        raise MoveRefused(f"A plan that is {plan.get_state_display().lower()} allows no “{move.label}”.")
    if needs_lead(move, plan.tier_at_start) and not leads(plan.account, by):
        raise PermissionDenied("The lead of the account’s team decides this.")
    return move


def _columns(plan: AccountPlan, move: Move, by: User, today: date) -> dict[str, Any]:
    """What else moves with the state."""
    if move.name == "approve":
        missing = missing_for_approval(objective_facts(plan))
        if missing:
            raise NotApprovable(f"This cannot be approved yet. {' '.join(missing)}")
        later = plan.next_review_on or today + timedelta(days=review_days(plan.tier_at_start))
        return {
            "approved_on": today, "approved_by": by, "next_review_on": later,
            "stale_on": stale_on(plan.tier_at_start, today),
        }  # fmt: skip
    if move.name == "amend":
        return {"approved_on": None, "approved_by": None, "signed_on": None, "signed_by": None,
                "stale_on": None}  # fmt: skip
    return {"closed_on": today} if move.ends in OVER else {}


def objective_facts(plan: AccountPlan) -> list[ObjectiveFacts]:
    """What approval asks of each objective that is not dropped."""
    rows = plan.objectives.exclude(state=ObjectiveState.DROPPED).prefetch_related("key_results")
    return [
        ObjectiveFacts(
            text=row.text,
            has_owner=bool(row.owner_id or row.their_owner_id),
            has_measure=bool(row.measure or row.key_results.all()),
            has_day=row.due_on is not None,
        )
        for row in rows.order_by("id")
    ]


def _refuse_unsigned(plan: AccountPlan) -> None:
    if plan.tier_at_start not in SPONSORS_SIGN or plan.signed_on is not None:
        return
    who = AccountTeamMember.objects.filter(account=plan.account, function=TeamFunction.SPONSOR)
    names = ", ".join(who.order_by("id").values_list("user__name", flat=True))
    whom = names or "nobody yet: name one on the account team"
    raise NotSigned(f"The executive sponsor signs a strategic account’s plan before it starts ({whom}).")


def _set_aside_others(plan: AccountPlan, by: User, at: datetime) -> None:
    """The plan that ran until now is superseded by the one that starts."""
    rows = AccountPlan.objects.filter(account=plan.account, state__in=RUNNING).exclude(pk=plan.pk)
    for other in rows.select_related("account", "owner").order_by("id"):
        today = local_day(at, by.time_zone)
        kept = {"state": PlanState.SUPERSEDED, "closed_on": today, "state_note": f"By “{plan.title}”"}
        save_edit(other, kept, expected_version=None)
        keep_edition(other, f"Superseded by “{plan.title}”", by, today)
        follow_plan(other, by, at)
        tell(other, "plan_superseded", f"“{other.title}” was superseded by “{plan.title}”", by, at)


def keep_edition(plan: AccountPlan, reason: str, by: User, on: date) -> PlanEdition:
    """Keep the plan as it stands as its next version."""
    last: int = plan.editions.aggregate(last=Max("number"))["last"] or 0
    return PlanEdition.objects.create(
        plan=plan, number=last + 1, made_on=on, by=by, reason=reason[:500], said=said_rows(plan),
        inside=inside_rows(plan),
    )  # fmt: skip


@transaction.atomic
def sign_plan(*, plan: AccountPlan, by: User, at: datetime) -> AccountPlan:
    """The account's executive sponsor signs an approved plan. Raises PermissionDenied, MoveRefused."""
    account = visible_account(plan.account_id, by)
    plan = AccountPlan.objects.select_related("account", "owner").get(pk=plan.pk)
    sponsors = AccountTeamMember.objects.filter(account=account, function=TeamFunction.SPONSOR, user=by)
    if not sponsors.exists():
        raise PermissionDenied("Only the account’s executive sponsor signs its plan.")
    if plan.state != PlanState.APPROVED or plan.signed_on is not None:
        raise MoveRefused("A plan is signed once, after it was approved and before it starts.")
    save_edit(plan, {"signed_on": local_day(at, by.time_zone), "signed_by": by}, expected_version=None)
    tell(plan, "plan_signed", f"{by.name} signed the plan “{plan.title}”", by, at)
    return plan


@transaction.atomic
def review_plan(
    *, plan: AccountPlan, by: User, at: datetime, note: str = "", next_review_on: date | None = None
) -> AccountPlan:
    """Say that the plan was looked at, what came of it and when it is looked at next.

    Without a day, after the interval of its tier. Raises PermissionDenied, PlanOver, MoveRefused,
    InputRefused.
    """
    plan = plan_to_change(plan, by)
    if plan.approved_on is None:
        raise MoveRefused("A draft is not reviewed; send it to review, or have it approved first.")
    today = local_day(at, by.time_zone)
    usual = today + timedelta(days=review_days(plan.tier_at_start))
    later = _next(next_review_on, "next_review_on") or usual
    if later <= today:
        raise accepts.InputRefused("The next review lies after today.", field="next_review_on")
    said: str = _said(note, "note")
    kept = {"last_reviewed_on": today, "next_review_on": later,
            "stale_on": stale_on(plan.tier_at_start, today)}  # fmt: skip
    save_edit(plan, kept, expected_version=None)
    follow_review(plan, by, at)
    what = f": {said}" if said else ""
    tell(plan, "plan_reviewed", f"Reviewed “{plan.title}”, next on {later:%-d %b %Y}{what}", by, at)
    return plan
