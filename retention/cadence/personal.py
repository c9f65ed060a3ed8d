"""What the tables of check-ins hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("cadence.CadenceRule")
holds(
    "cadence.CheckIn",
    links="contact",
    copies="interval_reason reason",
    plain="state interval_days anchor_on after_skip raw_on due_on shown_on snoozed_until attempts changes_at",
    goes=True,
)
holds(
    "cadence.Deferral",
    links="contact",
    words="reason",
    plain="kind anchor_on due_on until at undone_at",
)
