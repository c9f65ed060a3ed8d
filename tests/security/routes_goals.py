"""The access policy's rows for targets, value and what moved (routes.py says how to read them)."""

from .answers import click, form, page

GOAL_SCREENS = {
    "account_value": page("account"),
    "goals": page(),
    "changes": page(),
    "goal_new": form("account"),
    "value_new": form("account"),
    "goodwill_new": form("account"),
    "gap_new": form("account"),
    **{
        f"goal_{verb}": form("roi_target")
        for verb in ("edit", "agree", "review", "confirm", "withdraw", "measure")
    },
    "change_new": form("roi_target"),
    "measurement_correct": form("measurement"),
    "measurement_void": form("measurement"),
    **{
        f"value_{verb}": form("value_entry")
        for verb in ("edit", "evidence", "confirm", "dispute", "withdraw")
    },
    "value_take_back": click("value_entry"),
    "goodwill_told": form("goodwill"),
    "goodwill_acknowledge": form("goodwill"),
    "goodwill_withdraw": click("goodwill"),
    "change_decide": form("change_record"),
    "change_acknowledge": form("change_record"),
    "gap_settle": form("expectation_gap"),
}
