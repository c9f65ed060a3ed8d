"""How often somebody at an account should hear from us at all, by tier (docs/methods.md, Service levels).

The base interval stands here, below every engine: check-ins shorten it by stage and health, the health score
measures against it as it is, so that a bad score can never feed on the shorter rhythm it caused. Pure.
"""

BASE_INTERVAL_DAYS: dict[str, int] = {"A": 14, "B": 30, "C": 60, "D": 120}
"""Days between two-way contacts with anybody at the account, by tier."""
