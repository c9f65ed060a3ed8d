"""How to make one row of every model of renewals that hangs on an account."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db.models import Model

from accounts.models import Account
from contacts.models import NextStep
from retention.renewals.models import (
    ApprovalRequest,
    ApprovalStep,
    Assessment,
    ForecastSnapshot,
    LineOutcome,
    LossReason,
    OwnerCall,
    PlayRun,
    PlayStep,
    Renewal,
    RenewalTerms,
    RiskPlan,
    StageEvidence,
    SystemView,
)
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contract

LATER = date(2027, 1, 31)


def _renewal(account: Account, by: User) -> Renewal:
    return Renewal.objects.create(
        account=account, contract=make_contract(account), term_end=LATER, renewal_due_on=date(2027, 2, 1),
        decision_on=date(2027, 1, 1), anchor_kind="internal_lead", atr=Decimal(1), currency="EUR",
    )  # fmt: skip


def _play_run(account: Account, by: User) -> PlayRun:
    return PlayRun.objects.create(
        account=account, play="silence", play_version=1, root_cause="unknown", trigger="x", started_on=TODAY,
        started_by=by, currency="EUR", arr_at_stake=Decimal(1),
    )  # fmt: skip


def _play_step(account: Account, by: User) -> PlayStep:
    step = NextStep.objects.create(account=account, owner=by, text="x", due_on=TODAY)
    return PlayStep.objects.create(run=_play_run(account, by), position=1, step=step)


def _line_outcome(account: Account, by: User) -> LineOutcome:
    renewal = _renewal(account, by)
    return LineOutcome.objects.create(
        renewal=renewal, line=renewal.contract.lines.get(), result="dropped", arr_before=1, arr_after=0
    )


def _owner_call(account: Account, by: User) -> OwnerCall:
    return OwnerCall.objects.create(
        renewal=_renewal(account, by), call="commit", forecast_arr=Decimal(1), by=by, at=NOON
    )


def _risk_plan(account: Account, by: User) -> RiskPlan:
    step = NextStep.objects.create(account=account, owner=by, text="x", due_on=TODAY)
    return RiskPlan.objects.create(renewal=_renewal(account, by), driver="x", step=step, by=by, at=NOON)


def _assessment(account: Account, by: User) -> Assessment:
    return Assessment.objects.create(
        renewal=_renewal(account, by), which="first", due_on=TODAY, state="disagreed", view="good",
        reason="x", by=by, at=NOON,
    )  # fmt: skip


def _system_view(account: Account, by: User) -> SystemView:
    return SystemView.objects.create(assessment=_assessment(account, by), view="at_risk", band="unknown")


def _approval(account: Account, by: User) -> ApprovalRequest:
    return ApprovalRequest.objects.create(
        renewal=_renewal(account, by), matrix_version=0, terms={}, requested_by=by, requested_at=NOON
    )


def _approval_step(account: Account, by: User) -> ApprovalStep:
    return ApprovalStep.objects.create(
        request=_approval(account, by), level="lead", reasons="x", due_on=TODAY, requested_by=by
    )


def _forecast_snapshot(account: Account, by: User) -> ForecastSnapshot:
    return ForecastSnapshot.objects.create(
        on=TODAY, moment="weekly", renewal=_renewal(account, by), account=account, tier="A", period=LATER,
        due_on=LATER, stage="scheduled", is_closed=False, call="", atr=1, forecast_arr=1, currency="EUR",
        taken_at=NOON,
    )  # fmt: skip


RENEWAL_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "renewals.Renewal": _renewal,
    "renewals.StageEvidence": lambda account, by: StageEvidence.objects.create(
        renewal=_renewal(account, by), changed_by=by
    ),
    "renewals.LossReason": lambda account, by: LossReason.objects.create(
        renewal=_renewal(account, by), stated_reason="x"
    ),
    "renewals.LineOutcome": _line_outcome,
    "renewals.PlayRun": _play_run,
    "renewals.PlayStep": _play_step,
    "renewals.Assessment": _assessment,
    "renewals.SystemView": _system_view,
    "renewals.OwnerCall": _owner_call,
    "renewals.ApprovalRequest": _approval,
    "renewals.ApprovalStep": _approval_step,
    "renewals.RenewalTerms": lambda account, by: RenewalTerms.objects.create(renewal=_renewal(account, by)),
    "renewals.RiskPlan": _risk_plan,
    "renewals.ForecastSnapshot": _forecast_snapshot,
}
