"""What the tables of reports hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("reports.Subscription", plain="kind frequency day form next_on due_on prepare_on ended_on")
holds("reports.ReportReader", links="contact", plain="")
holds(
    "reports.ReportIssue",
    words="skipped_reason",
    copies="content",
    plain="period_on due_on state sources sha256 as_of approved_at sent_at",
)
holds(
    "reports.ReportMail",
    links="contact",
    theirs="address",
    words="reason",
    plain="message_id state attempts next_try_at claimed_at sent_at maybe_twice",
)
