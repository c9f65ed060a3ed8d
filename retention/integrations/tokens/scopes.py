"""What a token may be narrowed to."""

RESOURCES = (
    "accounts",
    "contacts",
    "contracts",
    "invoices",
    "touchpoints",
    "check_ins",
    "renewals",
    "health",
)
SCOPES = tuple(f"{resource}:{access}" for resource in RESOURCES for access in ("read", "write"))
