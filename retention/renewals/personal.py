"""What the tables of renewals hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("renewals.ApprovalMatrix", plain="rules")
holds("renewals.ApprovalRequest", words="note void_reason", copies="terms")
holds("renewals.ApprovalStep", words="note", copies="reasons")
holds("renewals.ApproverSeat")
holds("renewals.Assessment", words="reason decision_reason")
holds("renewals.ForecastFreeze", words="note", plain="currency")
holds("renewals.ForecastMoment")
holds("renewals.ForecastSnapshot", plain="tier stage call currency")
holds("renewals.IndexValue", plain="name source")
holds("renewals.LineOutcome")
holds(
    "renewals.LossReason",
    words="stated_reason evidence competitor preventable_if",
    plain="sub_code secondary",
)
holds("renewals.OwnerCall", words="note left_out_as", plain="call")
holds("renewals.PlayRun", words="note trigger root_cause", plain="currency")
holds("renewals.PlayStep")
holds("renewals.Renewal", words="call_note close_note", plain="currency win_reasons")
holds("renewals.RenewalTerms", words="give_get special_terms", plain="index_name")
holds("renewals.RiskPlan", words="driver")
holds("renewals.StageChange", words="reason", plain="overrode")
holds(
    "renewals.StageEvidence",
    refers="verbal_by paper_to",
    words="value_summary scope decision_process response notice_document",
    plain="health_reviewed_on contacts_checked_on term_wanted_months customer_decides_on proposal_sent_on "
    "proposal_arr proposal_term_months proposal_uplift_pct proposal_valid_until objects_to_price negotiation "
    "verbal_on paper_out_on signed_on notice_method",
)
holds("renewals.StageRate", plain="segment")
holds("renewals.SystemView", plain="caps")
