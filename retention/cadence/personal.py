"""What the tables of check-ins hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("cadence.CadenceRule")
holds(
    "cadence.CheckIn",
    links="contact",
    copies="interval_reason reason",
    plain="state interval_days anchor_on after_skip raw_on due_on shown_on snoozed_until attempts changes_at"
    " gap",
    goes=True,
)
holds(
    "cadence.Deferral",
    links="contact",
    words="reason",
    plain="kind anchor_on due_on until at undone_at",
)
holds(
    "cadence.GapCheckIn",
    links="contact",
    copies="reason",
    plain="flag is_team_only due_on at taken_back_at",
    goes=True,
)
