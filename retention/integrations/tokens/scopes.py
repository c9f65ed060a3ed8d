"""What a token may be narrowed to."""

RESOURCES = (
    "accounts",
    "account_team",
    "contacts",
    "contracts",
    "movements",
    "rates",
    "closed_periods",
    "invoices",
    "hours",
    "lost_deals",
    "advocacy",
    "goals",
    "value",
    "targets",
    "touchpoints",
    "promises",
    "personal_data",
    "knowledge",
    "plans",
    "shared_plans",
    "feedback",
    "surveys",
    "executive_pairs",
    "deliverables",
    "kudos",
    "people_map",
    "check_ins",
    "walks",
    "network",
    "renewals",
    "health",
    "metrics",
)
SCOPES = tuple(f"{resource}:{access}" for resource in RESOURCES for access in ("read", "write"))
CALENDAR = "calendar:read"
"""Of calendar links alone: it opens no part of the API and is not offered for tokens."""
