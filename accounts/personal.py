"""What the tables of accounts hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds(
    "accounts.Account",
    words="definition_of_win",
    plain="name name_key phone website city country currency health_band sector stage tier time_zone",
)
holds("accounts.AccountMerger", words="note", copies="moved removed", plain="made undone_at")
holds("accounts.AccountTeamMember", plain="function is_backup starts_on ends_on")
holds("accounts.TeamTemplate", plain="version needs at")
holds("accounts.ArrMovement", words="note", plain="subkind currency")
holds("accounts.BreakOption", words="note")
holds("accounts.Contract", words="note", plain="reference currency")
holds("accounts.ContractLine", words="description")
holds(
    "accounts.ExternalId",
    subject="record_type record_id",
    theirs="source value",
    plain="record_type",
    goes=True,
)
holds("accounts.FxRate", plain="currency source")
holds("accounts.Invoice", words="dispute_reason", plain="number currency source")
holds("accounts.LineSuspension", words="note")
holds("accounts.MonthUsage")
holds("accounts.OrgUnit", words="name")
holds("accounts.PeriodClose")
holds("accounts.Product", plain="code name family")
holds(
    "accounts.TimelineEvent",
    subject="subject_type subject_id",
    copies="text",
    plain="at kind subject_type subject_id is_private is_current",
)
