"""Renewals: the table, one renewal, and what is said about it."""

from django.urls import path

from ..views import (
    approvals,
    assessments,
    findings,
    forecast,
    losses,
    outcomes,
    play_report,
    plays,
    reasons,
    renewal,
    renewals,
)

urlpatterns = [
    path("renewals/", renewals.renewals, name="renewals"),
    path("renewals/export.csv", renewals.renewals_file, name="renewals_file"),
    path("renewals/lost/", losses.renewals_lost, name="renewals_lost"),
    path("renewals/findings/", findings.findings, name="findings"),
    path("renewals/findings/<int:pk>/mend/", findings.finding_mend, name="finding_mend"),
    path("renewals/plays/", play_report.play_report, name="play_report"),
    path("renewals/assessments/", assessments.assessments, name="assessments"),
    path("renewals/forecast/freeze/", forecast.forecast_freeze, name="forecast_freeze"),
    path("renewals/<int:pk>/", renewal.renewal, name="renewal"),
    path("renewals/price-policy/", approvals.price_policy, name="price_policy"),
    path("renewals/approvers/<int:pk>/remove/", approvals.approver_remove, name="approver_remove"),
    path("renewals/approval-steps/<int:pk>/", approvals.approval_decide, name="approval_decide"),
    path("renewals/<int:pk>/terms/", approvals.renewal_terms, name="renewal_terms"),
    path("renewals/<int:pk>/approval/", approvals.renewal_approval, name="renewal_approval"),
    path("renewals/<int:pk>/approval/ask/", approvals.approval_ask, name="approval_ask"),
    path("renewals/<int:pk>/assessment/", assessments.assessment_give, name="assessment_give"),
    path("renewals/<int:pk>/assessment/decide/", assessments.assessment_decide, name="assessment_decide"),
    path("renewals/<int:pk>/call/", renewal.renewal_call, name="renewal_call"),
    path("renewals/<int:pk>/stage/", renewal.renewal_stage, name="renewal_stage"),
    path("renewals/<int:pk>/facts/", renewal.renewal_facts, name="renewal_facts"),
    path("renewals/<int:pk>/close/", outcomes.renewal_close, name="renewal_close"),
    path("renewals/<int:pk>/reopen/", outcomes.renewal_reopen, name="renewal_reopen"),
    path("renewals/<int:pk>/void/", outcomes.renewal_void, name="renewal_void"),
    path("renewals/<int:pk>/reason/", reasons.renewal_reason, name="renewal_reason"),
    path("renewals/reasons/<int:pk>/judge/", reasons.reason_judge, name="reason_judge"),
    path("renewals/reasons/<int:pk>/agree/", reasons.reason_agree, name="reason_agree"),
    path("renewals/reasons/<int:pk>/return/", reasons.reason_return, name="reason_return"),
    path("renewals/<int:pk>/plays/start/", plays.play_start, name="play_start"),
    path("renewals/<int:pk>/plays/finish/", plays.play_finish, name="play_finish"),
]
