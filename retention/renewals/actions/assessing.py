"""Assessing a renewal: the owner says theirs, the lead decides where the system sees it otherwise."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from retention.lib import accepts
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.calendars import acting_for
from retention.team.models import User
from retention.team.visibility import runs_the_workspace, teams_led_by

from ..assessing import AssessmentRefused, check_view
from ..assessment_kind import tell
from ..calls import PlanInput
from ..models import Assessment, AssessmentState, Renewal, SystemView, View
from ..sync import engine_day
from .risk_plans import has_plan, write_plan
from .standing import read_open, settle, story

_view = accepts.one_of("Your view", View)
_reason = accepts.text("The reason", 500)


@transaction.atomic
def give_assessment(
    *,
    renewal: Renewal,
    view: str,
    reason: str,
    by: User,
    at: datetime,
    plan: PlanInput | None = None,
    expected_version: int | None = None,
) -> Assessment:
    """Say how the owner sees this renewal. Agreement with the system is final, else the lead decides.

    At risk needs a plan, unless one stands. Raises PermissionDenied, RenewalIsClosed, AssessmentRefused,
    InputRefused, TextRefused, CannotOwn, StaleVersion.
    """
    account, row = read_open(renewal, by)
    if not speaks_for_owner(account, by, at=at):
        raise PermissionDenied("The account's owner gives this assessment.")
    asked = _waiting(row, AssessmentState.ASKED, "No assessment is asked for now.")
    kept, why = _view(view, "view"), _reason(reason, "reason")
    check_view(asked.which, kept, reason=why, has_plan=plan is not None or has_plan(row))
    agrees = SystemView.objects.get(assessment=asked).view == kept
    state = AssessmentState.FINAL if agrees else AssessmentState.DISAGREED
    changes = {"view": kept, "reason": why, "by": by, "at": at, "state": state}
    save_edit(asked, changes | ({"final": kept} if agrees else {}), expected_version=expected_version)
    if plan is not None:
        write_plan(row, plan, by=by, at=at)
    said = f"{asked.get_which_display().lower()}: {View(kept).label}"
    what = f"{said}, the system agrees" if agrees else f"{said}; the system sees it otherwise"
    return _told(row, asked, "renewal_assessed", what, why, by=by, at=at)


@transaction.atomic
def decide_assessment(
    *,
    renewal: Renewal,
    view: str,
    reason: str,
    by: User,
    at: datetime,
    plan: PlanInput | None = None,
    expected_version: int | None = None,
) -> Assessment:
    """Decide an assessment on which owner and system differ; a lead does, and not who gave it.

    Raises like give_assessment.
    """
    account, row = read_open(renewal, by)
    given = _waiting(row, AssessmentState.DISAGREED, "There is nothing to decide.")
    if not decides_for(account, by) or given.by_id == by.pk:
        raise PermissionDenied("The lead of the account's team decides this.")
    kept, why = _view(view, "view"), _reason(reason, "reason")
    check_view(given.which, kept, reason=why, has_plan=plan is not None or has_plan(row))
    changes = {
        "final": kept, "state": AssessmentState.FINAL, "decided_by": by, "decided_at": at,
        "decision_reason": why,
    }  # fmt: skip
    save_edit(given, changes, expected_version=expected_version)
    if plan is not None:
        write_plan(row, plan, by=by, at=at)
    what = f"{given.get_which_display().lower()} decided: {View(kept).label}"
    return _told(row, given, "renewal_assessment_decided", what, why, by=by, at=at)


def speaks_for_owner(account: Account, by: User, *, at: datetime) -> bool:
    """Owner, backup owner, or who stands in for the owner today; anybody who may change an ownerless one."""
    owner = account.owner
    if owner is None or by.pk in (account.owner_id, account.backup_owner_id):
        return True
    return acting_for(owner, on=local_day(at, owner.time_zone)).pk == by.pk


def decides_for(account: Account, by: User) -> bool:
    """Leads the account's team, or a team above it; admins decide for all."""
    if runs_the_workspace(by):
        return True
    return account.team_id is not None and teams_led_by(by).filter(pk=account.team_id).exists()


def _waiting(row: Renewal, state: AssessmentState, otherwise: str) -> Assessment:
    found = Assessment.objects.filter(renewal=row, state=state).order_by("-due_on", "-id")
    waiting = found.select_for_update(of=("self",)).first()
    if waiting is None:
        raise AssessmentRefused(otherwise)
    return waiting


def _told(
    row: Renewal, assessment: Assessment, kind: str, what: str, why: str, *, by: User, at: datetime
) -> Assessment:
    """The last beats: reminders of the assessment, the story, the fact."""
    assessment.renewal = row
    tell(assessment, on=engine_day(at), by=by, at=at)
    settle(row, kind, story(row, what, why), by=by, at=at)
    return assessment
