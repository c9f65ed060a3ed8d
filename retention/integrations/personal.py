"""What imports, jobs and the API keep of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("integrations.ApiToken", plain="name prefix digest scopes")
holds(
    "integrations.AskedCopy",
    links="person",
    theirs="content",
    plain="at made_at expires_at manifest digest taken_at times_taken",
)
holds("integrations.AskedErasure", links="person", plain="reason clear_shared at")
holds(
    "integrations.Import",
    copies="choices checked_choices summary",
    plain="source signature",
)
holds(
    "integrations.ImportFile",
    words="name",
    copies="content columns mapping problem",
    plain="digest kind encoding delimiter dates",
)
holds("integrations.ImportMapping", copies="choices", plain="signature")
holds(
    "integrations.ImportRow",
    subject="record_type record_id",
    copies="cells reason flags key draft before",
    plain="record_type group",
)
holds("integrations.Job", copies="message", plain="kind claim")
holds("integrations.RepeatedRequest", copies="answer path", plain="caller key body_digest")
