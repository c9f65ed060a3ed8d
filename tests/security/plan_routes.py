"""Account plans in the access policy."""

from .answers import (
    DEAL_SEEN,
    OWNER_ONLY,
    POSTED_ONLY,
    READ_ONLY,
    Route,
    api,
    click,
    form,
    hands,
    page,
    sight,
    signed_in,
)

OWNER_SIGNS = (302, 302, 403, 409, *(403,) * 4, 404)
"""Lena is the sponsor; her draft waits for nobody's signature yet."""


def of_lead(status: int, account_team: int = 403) -> tuple[int, ...]:
    """Leads of the team and admins; who sees it is told so."""
    return (302, 302, status, 403, status, 403, 403, account_team, 404)


PLAN_SCREENS = {
    "plans": page(),
    "plan_templates": page(),
    "plan_template_new": Route(of_lead(200), of_lead(422), of="plan"),
    "plan_template_edit": Route(of_lead(200, 404), of_lead(422, 404), of="plan_template"),
    "plan_template_withdraw": click("plan_template", of_lead(302, 404)),
    "account_plan": Route(get=sight(302), post=READ_ONLY, of="account"),
    "plan_new": form("account"),
    "plan": page("plan"),
    "plan_versions": page("plan"),
    "plan_group": page("plan"),
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
PLAN_API = {
    "api-plan-list": api(post=signed_in(400)),
    "api-plan-detail": api("plan"),
    "api-plan-move": api("plan", get=READ_ONLY, post=sight(400)),
    "api-plan-sign": api("plan", get=READ_ONLY, post=OWNER_SIGNS),
    "api-plan-review": api("plan", get=READ_ONLY, post=hands(409)),
    "api-plan-group": api("plan"),
    "api-plan-copy": api("plan", get=READ_ONLY, post=hands(201)),
    "api-plan-write": api("plan", get=READ_ONLY, post=sight(400)),
    "api-plan-growth": api("plan", get=READ_ONLY, post=hands(200)),
    "api-plan-template-list": api(post=signed_in(400)),
    "api-plan-template-detail": api("plan_template", get=DEAL_SEEN),
    "api-plan-template-withdraw": api("plan_template", get=READ_ONLY, post=of_lead(200, 404)),
    "api-plan-version-list": api(),
    "api-plan-version-detail": api("plan_version"),
    "api-objective-list": api(post=signed_in(400)),
    "api-objective-detail": api("objective"),
    "api-objective-settle": api("objective", get=READ_ONLY, post=sight(400)),
    "api-objective-reopen": api("objective", get=READ_ONLY, post=hands(409)),
    "api-key-result-list": api(post=signed_in(400)),
    "api-key-result-detail": api("key_result"),
    "api-key-result-measure": api("key_result", get=READ_ONLY, post=sight(400)),
    "api-plan-action-list": api(post=signed_in(400)),
    "api-plan-action-detail": api("plan_action"),
    "api-plan-action-state": api("plan_action", get=READ_ONLY, post=sight(400)),
    "api-plan-risk-list": api(post=signed_in(400)),
    "api-plan-risk-detail": api("plan_risk"),
    "api-plan-risk-look": api("plan_risk", get=READ_ONLY, post=hands(200)),
    "api-growth-line-list": api(post=signed_in(400)),
    "api-growth-line-detail": api("growth_line"),
}
