"""Account plans in the access policy."""

from .answers import OWNER_ONLY, POSTED_ONLY, READ_ONLY, Route, click, form, page, sight

PLAN_SCREENS = {
    "plans": page(),
    "account_plan": Route(get=sight(302), post=READ_ONLY, of="account"),
    "plan_new": form("account"),
    "plan": page("plan"),
    "plan_versions": page("plan"),
    "plan_edit": form("plan"),
    "plan_write": form("plan"),
    "plan_move": form("plan"),
    "plan_sign": Route(POSTED_ONLY, OWNER_ONLY, of="plan"),
    "plan_review": form("plan"),
    "plan_copy": click("plan"),
    "plan_growth": form("plan"),
    "growth_line_new": form("plan"),
    "growth_line_edit": form("growth_line"),
    "growth_line_remove": click("growth_line"),
    "objective_new": form("plan"),
    "objective_edit": form("objective"),
    "objective_settle": form("objective"),
    "objective_reopen": click("objective"),
    "key_result_new": form("objective"),
    "key_result_edit": form("key_result"),
    "key_result_measure": form("key_result"),
    "plan_action_new": form("objective"),
    "plan_action_edit": form("plan_action"),
    "plan_action_state": form("plan_action"),
    "plan_risk_new": form("plan"),
    "plan_risk_edit": form("plan_risk"),
    "plan_risk_look": form("plan_risk"),
}
